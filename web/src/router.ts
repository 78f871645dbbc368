// Which page an address means. Knows no page and no browser.

export type Place =
  | { readonly is: "manuals" }
  | { readonly is: "sign-in"; readonly secret: string }
  | { readonly is: "chapter"; readonly id: string }
  | { readonly is: "nowhere" };

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function placeOf(path: string): Place {
  const [first, second, ...rest] = path.split("/").filter((part) => part !== "");
  if (rest.length > 0) return { is: "nowhere" };
  if (first === undefined) return { is: "manuals" };
  if (first === "sign-in" && second !== undefined) return { is: "sign-in", secret: second };
  if (first === "chapters" && second !== undefined && ID.test(second)) return { is: "chapter", id: second };
  return { is: "nowhere" };
}

export function chapterPath(id: string): string {
  return `/chapters/${id}`;
}
