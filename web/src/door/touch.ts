// The touch that a grave act wants: one dialog, whoever asks and however many ask at once. It comes when the service says
// `touch-needed`, never before, and knows nothing of what is being done. Next: TouchDialog.svelte; ../api.ts, which repeats the act.
import { mount, unmount } from "svelte";

import { Problem } from "../api.ts";
import { loadDoor } from "../lang/door/index.ts";
import TouchDialog from "./TouchDialog.svelte";

let asking: Promise<void> | null = null;

/** Asks the person to touch their passkey; fails with the same problem if they do not. */
export function touch(): Promise<void> {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

async function ask(): Promise<void> {
  const door = await loadDoor(document.documentElement.lang);
  const touched = await new Promise<boolean>((resolve) => {
    const dialog = mount(TouchDialog, { target: document.body, props: { door, done } });
    function done(touched: boolean): void {
      void unmount(dialog);
      resolve(touched);
    }
  });
  if (!touched) throw new Problem("touch-needed");
}
