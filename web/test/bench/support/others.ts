// The others: each an own Yjs document on an own websocket, who types at its desk and moves its caret, at a steady pace
// whatever the page does. Knows no editor: where a desk is, is given. Notes when each letter went out. Next: the page's side in page.ts.
import type { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

import { pause } from "./until.ts";

/** Where a desk is: behind its words, and behind what was written there before. */
export interface Desk {
  readonly text: Y.Text | Y.XmlText;
  readonly at: number;
  /** How many letters stand there. */
  readonly written: number;
}

/** What the others write, so that it can be told from everything else. */
const LETTERS = "0123456789";

/** The desk in a text that begins with its words, at this offset of a shared text. */
export function deskAt(text: Y.Text | Y.XmlText, offset: number, from: string, words: string): Desk {
  const written = /^\d*/.exec(from.slice(words.length))?.[0].length ?? 0;
  return { text, at: offset + words.length + written, written };
}

export class Other {
  /** When each letter was written, in milliseconds since 1970. */
  readonly sent: number[] = [];
  private readonly place: Y.RelativePosition;

  constructor(
    readonly provider: WebsocketProvider,
    readonly desk: Desk,
    readonly number: number,
  ) {
    this.place = Y.createRelativePositionFromTypeIndex(desk.text, desk.at, -1);
    provider.awareness.setLocalStateField("user", { name: `Desk ${String(number)}`, color: "#1f4e79" });
  }

  /** One letter at the end of what this one wrote, and the caret behind it. */
  type(): void {
    const { doc, awareness } = this.provider;
    const found = Y.createAbsolutePositionFromRelativePosition(this.place, doc);
    if (found === null) throw new Error("the desk is gone");
    const text = found.type as Y.Text;
    const at = found.index + this.sent.length;
    text.insert(at, LETTERS.charAt(this.sent.length % LETTERS.length));
    this.sent.push(Date.now());
    const caret = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, at + 1, -1)) as unknown;
    awareness.setLocalStateField("cursor", { anchor: caret, head: caret });
  }

  leave(): void {
    this.provider.destroy();
  }
}

/** Lets all of them type, each so often a second and one after the other, until `stop` is called. */
export function keepTyping(others: readonly Other[], perSecond: number): { stop: () => Promise<void> } {
  const gap = 1_000 / perSecond / Math.max(others.length, 1);
  const start = performance.now();
  let turn = 0;
  let going = true;
  const run = (async () => {
    while (going && others.length > 0) {
      // What the clock of this process missed is made up for: the pace is the promise.
      for (; start + turn * gap <= performance.now(); turn += 1) others[turn % others.length]?.type();
      await pause(Math.max(start + turn * gap - performance.now(), 1));
    }
  })();
  return {
    stop: async () => {
      going = false;
      await run;
    },
  };
}
