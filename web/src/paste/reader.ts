// The editor's reader of other programs' HTML: loaded after the text, since nobody pastes before they see it. Tells what
// could not be kept. Next: clean.ts; ../editor/clipboard.ts calls it.
import type { HtmlReader } from "../editor/index.ts";
import type { Json } from "../editor/values.ts";
import { withImages } from "../import/pictures.ts";
import { cleaned } from "./clean.ts";
import { dataIn, withPictures } from "./pictures.ts";
import type { Left } from "./tree.ts";

/** `tell` hears what of a paste could not be kept; of most pastes, nothing. */
export function htmlReader(tell: (left: readonly Left[]) => void): HtmlReader {
  return (html) => {
    const { tree, left } = cleaned(html);
    const pictures = [...dataIn(tree)].length;
    const shown = withPictures(tree, new Map());
    tell(withImages(left, pictures));
    return shown as unknown as Json;
  };
}
