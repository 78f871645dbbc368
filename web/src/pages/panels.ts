// What the chapter page opens on request: loaded behind the text, as one file, so that it is at hand before it is asked for.
// Each of them is drawn by Writing.svelte, which knows when.
export { default as ChapterOutline } from "./ChapterOutline.svelte";
export { default as FindBar } from "./FindBar.svelte";
export { default as KeysDialog } from "./KeysDialog.svelte";
export { default as LinkDialog } from "./LinkDialog.svelte";
export { default as TableDialog } from "./TableDialog.svelte";
export { default as XrefDialog } from "./XrefDialog.svelte";
export { inFocus } from "../editor/focus.ts";
