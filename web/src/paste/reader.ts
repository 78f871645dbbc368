// The editor's reader of other programs' HTML: loaded after the text, since nobody pastes before they see it. Pictures whose
// data came along become figures where one can stand; one that is only an address is not fetched. Tells what could not be
// kept. Next: clean.ts; ../editor/clipboard.ts calls it.
import type { HtmlReader } from "../editor/index.ts";
import type { Json } from "../editor/values.ts";
import { withImages } from "../import/pictures.ts";
import { cleaned } from "./clean.ts";
import { dataIn, figuresOf, hasWords, withPictures } from "./pictures.ts";
import type { Left } from "./tree.ts";

/** `tell` hears what of a paste could not be kept; of most pastes, nothing. */
export function htmlReader(tell: (left: readonly Left[]) => void): HtmlReader {
  return (html, files) => {
    const { tree, left } = cleaned(html);
    if (files !== null) {
      // Who copies a picture out of a web page has its address and its data on the clipboard, and no word.
      const pictures = hasWords(tree) ? [] : files.filter(({ type }) => type.startsWith("image/"));
      tell(pictures.length > 0 ? [] : left);
      return (pictures.length > 0 ? figuresOf(pictures) : tree) as unknown as Json;
    }
    const pictures = [...dataIn(tree)].length;
    const shown = withPictures(tree, new Map());
    tell(withImages(left, pictures));
    return shown as unknown as Json;
  };
}
