// Stands in the page for what Yjs would write to a console that nobody reads: says nothing. The library's own brings along
// three kilobytes that draw coloured text. Set in vite.config.ts; tests use the library's.

export const print = (): void => undefined;
export const warn = (): void => undefined;
export const BOLD = "";
export const UNBOLD = "";
export const RED = "";
export const ORANGE = "";
