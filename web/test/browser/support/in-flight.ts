// Edits that are on their way while something else happens: what a page sends to a chapter is held back until it is let go.
import type { Page } from "playwright-core";

export interface InFlight {
  hold(): void;
  /** Lets go what was held, in its order, and holds nothing more. */
  release(): void;
}

/** To be called before the chapter is opened. */
export async function inFlight(page: Page, chapter: string): Promise<InFlight> {
  let holding = false;
  const held: (() => void)[] = [];
  await page.routeWebSocket(new RegExp(`/api/v1/sync/${chapter}`), (link) => {
    const service = link.connectToServer();
    link.onMessage((message) => {
      if (holding) held.push(() => service.send(message));
      else service.send(message);
    });
  });
  return {
    hold: () => (holding = true),
    release: () => {
      holding = false;
      for (const send of held.splice(0)) send();
    },
  };
}
