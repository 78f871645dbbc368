// Which page an address means. Knows no page and no browser.

export type Place =
  | { readonly is: "manuals" }
  | { readonly is: "manual"; readonly slug: string }
  | { readonly is: "editions" | "proposals"; readonly slug: string }
  | { readonly is: "kept" | "access" | "desk" | "seat" }
  /** Without a secret: no link of an invitation led here. */
  | { readonly is: "sign-in"; readonly secret: string }
  | { readonly is: "chapter" | "proposal"; readonly id: string }
  | { readonly is: "nowhere" };

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function placeOf(path: string): Place {
  const [first, second, third, ...rest] = path.split("/").filter((part) => part !== "");
  if (rest.length > 0) return { is: "nowhere" };
  if (third !== undefined) {
    if (first !== "manuals" || second === undefined) return { is: "nowhere" };
    return third === "editions" || third === "proposals" ? { is: third, slug: decoded(second) } : { is: "nowhere" };
  }
  if (first === undefined) return { is: "manuals" };
  if (first === "sign-in") return { is: "sign-in", secret: second ?? "" };
  if (first === "chapters" && second !== undefined && ID.test(second)) return { is: "chapter", id: second };
  if (first === "proposals" && second !== undefined && ID.test(second)) return { is: "proposal", id: second };
  if (first === "manuals" && second !== undefined) return { is: "manual", slug: decoded(second) };
  if ((first === "kept" || first === "access" || first === "desk" || first === "seat") && second === undefined)
    return { is: first };
  return { is: "nowhere" };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function manualPath(slug: string): string {
  return `/manuals/${encodeURIComponent(slug)}`;
}

export function editionsPath(slug: string): string {
  return `${manualPath(slug)}/editions`;
}

export function proposalsPath(slug: string): string {
  return `${manualPath(slug)}/proposals`;
}

export function proposalPath(id: string): string {
  return `/proposals/${id}`;
}

/** Where the reading pages of an edition begin. They are made by the service. */
export function readingPath(slug: string, edition: number): string {
  return `/${encodeURIComponent(slug)}/editions/${String(edition)}`;
}

export function chapterPath(id: string): string {
  return `/chapters/${id}`;
}
