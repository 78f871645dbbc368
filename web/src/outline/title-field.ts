// Ties an input element to a title that is being edited (title.ts): selection before, value after, composition, undo. May be
// tied to a second element when the first is drawn anew; caret and composition state stay with the title.
import type { FieldState, TitleEditing } from "./title.ts";

/** For `{@attach}`: shows the title in the field, takes the focus, and takes the person's edits. */
export function titleField(editing: TitleEditing): (field: HTMLInputElement) => () => void {
  return (field) => {
    const stop = new AbortController();
    const listen = <K extends keyof HTMLElementEventMap>(
      name: K,
      heard: (event: HTMLElementEventMap[K]) => void,
    ): void => field.addEventListener(name, heard, { signal: stop.signal });
    const select = (): void => {
      const { start, end } = stateOf(field);
      editing.selected(start, end);
    };

    const release = editing.drawBy((state) => draw(field, state));
    field.focus({ preventScroll: true });
    draw(field, editing.state);
    listen("beforeinput", (event) => {
      select();
      if (event.inputType === "historyUndo" || event.inputType === "historyRedo") event.preventDefault();
    });
    listen("select", select);
    listen("input", () => editing.edited(stateOf(field)));
    listen("compositionstart", () => {
      select();
      editing.composing();
    });
    listen("compositionend", () => editing.composed(stateOf(field)));
    listen("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) editing.redo();
      else editing.undo();
    });
    return () => {
      // A field that goes in the middle of a composition never hears of its end.
      editing.composed(stateOf(field));
      release();
      stop.abort();
    };
  };
}

function stateOf(field: HTMLInputElement): FieldState {
  const { value, selectionStart, selectionEnd } = field;
  return { value, start: selectionStart ?? value.length, end: selectionEnd ?? value.length };
}

function draw(field: HTMLInputElement, { value, start, end }: FieldState): void {
  if (field.value !== value) field.value = value;
  if (field.selectionStart !== start || field.selectionEnd !== end) field.setSelectionRange(start, end);
}
