// What the views of payloads share: the editor they are part of, its fields, its words, its numbers, where popovers go, and
// how pictures come and go. Next: table.ts.
import type { EditorView } from "prosemirror-view";
import type { Words } from "../../lang/index.ts";
import type { Fields } from "../field/fields.ts";
import type { Numbers } from "../numbers.ts";
import type { ImageJson } from "../payload/shapes.ts";
import type { Watch } from "../payload/watch.ts";
import type { EditorCore } from "../state.ts";

export type StructureWords = Words["structure"];

/** Where pictures are. */
export interface Pictures {
  /** The address of a picture; empty while it is not known. */
  readonly url: (sha256: string) => string;
  /** Sends a picture; fails if the service does not take it or does not answer. */
  readonly upload: (file: Blob) => Promise<ImageJson>;
}

export interface ViewContext {
  readonly core: EditorCore;
  readonly fields: Fields;
  readonly watch: Watch;
  readonly newId: () => string;
  /** Read again whenever something is drawn: the language may change. */
  readonly words: () => StructureWords;
  readonly numbers: () => Numbers | null;
  /** Null where there is no service to send pictures to. */
  readonly pictures: Pictures | null;
  /** Leaves this chapter for another one. */
  readonly openChapter: (chapter: string) => void;
  /** The element around the text, into which popovers go. */
  readonly host: HTMLElement;
  /** The editor of the body. */
  readonly view: () => EditorView;
  /** Says something to those who listen rather than look. */
  readonly say: (words: string) => void;
  /** What carries numbers or names: painted again whenever one of them changed. Gives the way to stop. */
  readonly painted: (paint: () => void) => () => void;
  readonly repaint: () => void;
}
