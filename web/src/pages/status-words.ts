// What the status line says, in the words of a language. Knows no page.
import type { Words } from "../lang/index.ts";
import type { Shown } from "../status.ts";

export function statusWords({ status }: Words, what: Shown): string {
  switch (what.is) {
    case "opening":
      return status.opening;
    case "unreachable":
      return status.unreachable;
    case "saved":
      return status.saved;
    case "saving":
      return status.saving;
    case "offline":
      return what.pending === 0 ? status.offlineNothing : status.offline(what.pending);
    case "reading":
      return what.reason === "damaged" ? status.readingDamaged : status.reading;
    case "refused":
      return status.refused(what.code, what.pending);
    case "signed-out":
      return status.signedOut(what.pending);
  }
}
