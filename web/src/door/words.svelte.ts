// The words of the door in the language of the page, as soon as they are there; while another language is on its way, or
// where it cannot come, the last one stays. Next: ../lang/door/index.ts.
import { loadDoor, type DoorWords } from "../lang/door/index.ts";

/** To be called while a page is being made. */
export function doorWords(code: () => string): { readonly now: DoorWords | null } {
  let now = $state.raw<DoorWords | null>(null);
  $effect(() => {
    const wanted = code();
    loadDoor(wanted).then(
      (words) => {
        if (code() === wanted) now = words;
      },
      () => undefined,
    );
  });
  return {
    get now() {
      return now;
    },
  };
}
