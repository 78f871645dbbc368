// What our own clipboard says beyond plain HTML: definitions, boxes, pictures that the service has, cross-references. Each
// value is read as if a stranger had written it. The writing side is copy.ts. Next: walker.ts.
import type { PastedFigure, PastedHeading, PastedInline } from "./tree.ts";
import type { SourceBox, SourceKind } from "./walker.ts";

type Attributes = ReadonlyMap<string, string>;

const TEXT_UNITS_MAX = 500;
const CHAPTER = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function kindIn(attributes: Attributes): SourceKind | null {
  return attributes.get("data-kind") === "def" ? "def" : null;
}

export function boxIn(attributes: Attributes): SourceBox | null {
  const kind = attributes.get("data-box");
  if (kind === undefined) return null;
  const text = (name: string): string =>
    (attributes.get(name) ?? "").slice(0, TEXT_UNITS_MAX).replace(/\s+/gu, " ").trim();
  return { heading: headingOf(kind, text, attributes.get("data-visibility")) };
}

function headingOf(kind: string, text: (name: string) => string, visibility?: string): PastedHeading | null {
  const title = text("data-title");
  if (kind === "case") {
    const seen = visibility === "publishable" ? "publishable" : "network";
    return { kind, title, region: text("data-region"), period: text("data-period"), visibility: seen };
  }
  return kind === "key" || kind === "checklist" ? { kind, title } : null;
}

export function figureIn(attributes: Attributes): PastedFigure | null {
  const sha256 = attributes.get("data-sha256") ?? "";
  const type = attributes.get("data-type") ?? "";
  const [width, height] = ["data-width", "data-height"].map((name) => Number(attributes.get(name)));
  const isSize = (size?: number): size is number => Number.isInteger(size) && (size ?? 0) >= 1 && (size ?? 0) <= 20_000;
  if (!/^[0-9a-f]{64}$/.test(sha256) || !/^image\/(?:png|jpeg|webp)$/.test(type) || !isSize(width) || !isSize(height))
    return null;
  const text = (name: string): string => (attributes.get(name) ?? "").slice(0, 2_000);
  return {
    image: { sha256, width, height, type },
    alt: text("data-alt"),
    credit: text("data-credit"),
    ...(attributes.has("data-decorative") ? { decorative: true as const } : {}),
  };
}

export function referenceIn(attributes: Attributes): PastedInline | null {
  const target = attributes.get("data-xref") ?? "";
  if (target === "" || target.length > 64) return null;
  const chapter = attributes.get("data-chapter");
  return chapter !== undefined && CHAPTER.test(chapter) ? { xref: target, chapter } : { xref: target };
}
