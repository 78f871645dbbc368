// Why something that was asked of the service was not done, as one sentence that also says what is safe. Next: Act.svelte.
import { Problem } from "../api.ts";
import type { DeskWords } from "../lang/desk/index.ts";
import type { Words } from "../lang/index.ts";

export function troubleIn(words: Words, desk: DeskWords, error: unknown): string {
  const code = error instanceof Problem ? error.code : "internal";
  if (code === "unreachable") return desk.needsService;
  const detail = error instanceof Problem && error.detail !== null ? ` (${error.detail})` : "";
  return `${words.problem[code]}${detail} ${desk.nothingChanged}`;
}
