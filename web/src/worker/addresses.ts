// Which addresses are the shell's: pages of the editor, which all get the same document. Everything else (the interface,
// reading pages, what we do not know) is the service's alone. Next: service-worker.ts.

const SHELL = [
  /^\/$/,
  /^\/sign-in(\/[^/]+)?$/,
  /^\/chapters\/[^/]+$/,
  /^\/manuals\/[^/]+$/,
  /^\/manuals\/[^/]+\/(editions|proposals)$/,
  /^\/proposals\/[^/]+$/,
  /^\/(kept|access|desk|seat)$/,
];

export function isShell(path: string): boolean {
  return SHELL.some((pattern) => pattern.test(path));
}
