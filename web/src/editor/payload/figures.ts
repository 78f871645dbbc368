// A figure as it is shown, read from its payload: the picture, what it shows in words, whose it is; and the acts that change
// it. An act is to be called inside a transaction. Next: boxes.ts.
import * as Y from "yjs";
import { plainOf } from "./lines.ts";
import type { FigureJson, ImageJson } from "./shapes.ts";
import type { Payload } from "./tables.ts";

export const IMAGE_SIDE_MAX = 20_000;
export const IMAGE_TYPES = ["image/png", "image/jpeg", "image/webp"] as const;

const SHA256 = /^[0-9a-f]{64}$/;

export interface ShownFigure {
  readonly image: ImageJson | null;
  readonly alt: Y.Text | null;
  readonly credit: Y.Text | null;
  readonly decorative: boolean;
}

export function readFigure(payload: Payload | null): ShownFigure {
  return {
    image: imageOf(payload?.get("image")),
    alt: lineOf(payload, "alt"),
    credit: lineOf(payload, "credit"),
    decorative: payload?.get("decorative") === true,
  };
}

function imageOf(value: unknown): ImageJson | null {
  if (typeof value !== "object" || value === null) return null;
  const { sha256, width, height, type } = value as Record<string, unknown>;
  if (typeof sha256 !== "string" || !SHA256.test(sha256) || !isSide(width) || !isSide(height)) return null;
  return isImageType(type) ? { sha256, width, height, type } : null;
}

const isSide = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= IMAGE_SIDE_MAX;

const isImageType = (value: unknown): value is string => (IMAGE_TYPES as readonly unknown[]).includes(value);

/** A line of a payload by its name. */
export function lineOf(payload: Payload | null, name: string): Y.Text | null {
  const text = payload?.get(name);
  return text instanceof Y.Text ? text : null;
}

export function setImage(figure: Payload, image: ImageJson): void {
  figure.set("image", image);
}

export function setDecorative(figure: Payload, on: boolean): void {
  if (on) figure.set("decorative", true);
  else figure.delete("decorative");
}

export function figureJson({ image, alt, credit, decorative }: ShownFigure): FigureJson {
  return {
    ...(image === null ? {} : { image }),
    alt: plainOf(alt),
    credit: plainOf(credit),
    ...(decorative ? { decorative: true as const } : {}),
  };
}
