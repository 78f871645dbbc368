// Addresses of scripts that the page starts beside itself. The content security policy lets only named policies make such
// addresses; this is the one, made once, and it makes those of our own two workers and no other. Next: worker/update.ts,
// import/import-file.ts.

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): TrustedPolicy;
}
interface TrustedPolicy {
  createScriptURL(address: string): unknown;
}

const OURS = /^\/(?:sw\.js|assets\/import-worker-[\w-]+\.js)$/;

let policy: TrustedPolicy | null = null;

/** The address, made trusted where browsers ask for that. */
export function trustedScript(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy("chancery-worker", { createScriptURL }) ?? null;
  return (policy?.createScriptURL(address) ?? address) as string;
}

function createScriptURL(asked: string): string {
  if (!OURS.test(asked) && !import.meta.env.DEV) throw new Error("not the address of a worker of ours");
  return asked;
}
