// Takes in what the browser has done and ProseMirror has not read yet. Changes nothing by itself. Next: index.ts.
import type { EditorView } from "prosemirror-view";

/**
 * The last letters of a composition that the person left by going elsewhere, and where the caret went. ProseMirror would
 * read them a moment later, when this editor may be gone.
 */
export function readIn(view: EditorView): void {
  const { domObserver } = view as unknown as { domObserver: { forceFlush(): void; flush(): void } };
  domObserver.forceFlush();
  domObserver.flush();
}

/** The browser tells late where a key has led the caret; the next key may be pressed before, and acts there. */
export function readOnKey(view: EditorView, { isComposing, keyCode }: KeyboardEvent): false {
  if (!isComposing && !view.composing && keyCode !== COMPOSES) readIn(view);
  return false;
}

/** What an input method takes for itself. */
const COMPOSES = 229;
