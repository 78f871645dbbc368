// What the chapter page opens or switches on at request: loaded behind the text, as one file, so that it is at hand before it
// is asked for. Writing.svelte knows when.
export { default as BranchBar } from "../branch/BranchBar.svelte";
export { attach, moveBlocks } from "./attach.ts";
export { default as ChapterOutline } from "./ChapterOutline.svelte";
export { default as Dialogs } from "./Dialogs.svelte";
export { default as FindBar } from "./FindBar.svelte";
export { saveCopy } from "./save-copy.ts";
export { default as PartsNeeded } from "./PartsNeeded.svelte";
export { default as Standing } from "../desk/Standing.svelte";
