// A picture to put into a chapter: three fields with a way from each to the next, drawn dot by dot. It means nothing in any
// language, and is the same every time. Next: stage.ts.
import type { Picture } from "../../support/png.ts";

type Colour = readonly [number, number, number];

const WIDTH = 960;
const HEIGHT = 320;
const GROUND: Colour = [238, 242, 246];
const INK: Colour = [31, 78, 121];
const FIELDS: readonly Colour[] = [
  [214, 226, 238],
  [190, 210, 228],
  [160, 190, 216],
];

export function diagram(): Picture {
  const rgb = new Uint8Array(WIDTH * HEIGHT * 3);
  const fill = (x0: number, y0: number, width: number, height: number, colour: Colour): void => {
    for (let y = y0; y < y0 + height; y += 1)
      for (let x = x0; x < x0 + width; x += 1) rgb.set(colour, (y * WIDTH + x) * 3);
  };
  fill(0, 0, WIDTH, HEIGHT, GROUND);
  FIELDS.forEach((colour, index) => {
    const x = 60 + index * 300;
    fill(x, 90, 240, 140, INK);
    fill(x + 3, 93, 234, 134, colour);
    for (let line = 0; line < 3; line += 1) fill(x + 30, 124 + line * 30, line === 2 ? 110 : 180, 10, INK);
    if (index + 1 < FIELDS.length) arrow(fill, x + 240);
  });
  return { width: WIDTH, height: HEIGHT, rgb };
}

/** A way to the next field, the same in both directions of writing. */
function arrow(fill: (x: number, y: number, width: number, height: number, colour: Colour) => void, x: number): void {
  fill(x + 8, 157, 44, 6, INK);
}
