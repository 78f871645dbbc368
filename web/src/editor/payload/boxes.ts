// The heading of a box as it is shown, read from its payload, and the acts that change it. An act is to be called inside a
// transaction. Next: watch.ts.
import type * as Y from "yjs";
import { isBoxKind, type BoxKind, type Visibility } from "../values.ts";
import { lineOf } from "./figures.ts";
import { plainOf } from "./lines.ts";
import type { HeadingJson } from "./shapes.ts";
import type { Payload } from "./tables.ts";

/** The lines that only a case shows. */
export const FACTS = ["region", "period"] as const;

export interface ShownBox {
  readonly kind: BoxKind;
  readonly title: Y.Text | null;
  readonly region: Y.Text | null;
  readonly period: Y.Text | null;
  readonly visibility: Visibility;
}

export function readBox(payload: Payload | null): ShownBox {
  const kind = payload?.get("kind");
  return {
    kind: isBoxKind(kind) ? kind : "key",
    title: lineOf(payload, "title"),
    region: lineOf(payload, "region"),
    period: lineOf(payload, "period"),
    visibility: payload?.get("visibility") === "publishable" ? "publishable" : "network",
  };
}

/** Region and period go with a case: what was seen in them goes too (P4). */
export function setBoxKind(box: Payload, kind: BoxKind): void {
  const shown = readBox(box);
  if (shown.kind === "case" && kind !== "case")
    for (const line of [shown.region, shown.period]) line?.delete(0, line.length);
  box.set("kind", kind);
}

export function setVisibility(box: Payload, visibility: Visibility): void {
  box.set("visibility", visibility);
}

export function boxJson(box: ShownBox): HeadingJson {
  const title = plainOf(box.title);
  return box.kind === "case"
    ? {
        kind: "case",
        title,
        region: plainOf(box.region),
        period: plainOf(box.period),
        visibility: box.visibility,
      }
    : { kind: box.kind, title };
}
