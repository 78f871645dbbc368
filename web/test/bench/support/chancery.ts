// The measured text as a chapter of the service, and others who write in it: unmodified Yjs clients over real websockets.
// Writes through the editor's own core, as a person would who pastes. Next: others.ts.
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

import { newId } from "../../../src/editor/ids.ts";
import { nodesOfTree } from "../../../src/editor/paste.ts";
import { EditorCore } from "../../../src/editor/state.ts";
import { until } from "./until.ts";
import { asJson, desk, type Section } from "./text.ts";
import { deskAt, type Desk } from "./others.ts";

/** Where a chapter is, and who speaks. */
export interface Room {
  readonly address: string;
  readonly chapter: string;
  readonly token: string;
}

export function join({ address, chapter, token }: Room): WebsocketProvider {
  class Bearing extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, { headers: { authorization: `Bearer ${token}` } });
    }
  }
  return new WebsocketProvider(`${address.replace("http", "ws")}/api/v1/sync`, chapter, new Y.Doc(), {
    WebSocketPolyfill: Bearing as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
}

/** Puts the sections behind what stands in the chapter, and waits until the service gives them to somebody else. */
export async function fill(room: Room, sections: readonly Section[]): Promise<void> {
  const writer = join(room);
  const reader = join(room);
  try {
    await until("the chapter to be open", () => writer.synced && reader.synced);
    const core = new EditorCore({ ydoc: writer.doc, newId });
    for (const section of sections) {
      const { state } = core;
      core.dispatch(state.tr.insert(state.doc.content.size, nodesOfTree(asJson(section))));
    }
    core.destroy();
    const state = (doc: Y.Doc): string => Buffer.from(Y.encodeStateVector(doc)).toString("hex");
    await until("the chapter to be filled", () => state(reader.doc) === state(writer.doc), 120_000);
  } finally {
    writer.destroy();
    reader.destroy();
  }
}

export function deskIn(doc: Y.Doc, number: number): Desk {
  const body = doc.getText("body");
  let at = 0;
  for (const { insert } of body.toDelta() as { insert: unknown }[]) {
    const start = typeof insert === "string" ? insert.indexOf(desk(number)) : -1;
    if (typeof insert === "string" && start >= 0) return deskAt(body, at + start, insert.slice(start), desk(number));
    at += typeof insert === "string" ? insert.length : 1;
  }
  throw new Error(`no desk ${String(number)} in the chapter`);
}
