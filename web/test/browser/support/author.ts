// An author without a browser: a person of a seat, signed in by link and code, who opens chapters as an unmodified Yjs client
// does, each time as a page that is loaded anew.
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

import { addPerson, type Person } from "./person.ts";
import type { Invitation, Service } from "./service.ts";

export interface Author {
  readonly seat: string;
  readonly person: Person;
  readonly cookie: string;
}

/** Signs a new person of a seat in. */
export async function signsIn(service: Service, keeper: string, seat: string, name: string): Promise<Author> {
  const person = await addPerson(service, keeper, seat, name);
  const { link, code } = await service.call<Invitation>(keeper, "POST", `people/${person.id}/invitation`);
  const answer = await fetch(`${service.address}/api/v1/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: service.address },
    body: JSON.stringify({ link: new URL(link).pathname.split("/").at(-1), code }),
  });
  if (!answer.ok) throw new Error(`${name} was not signed in: ${await answer.text()}`);
  return { seat, person, cookie: (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "" };
}

/** One load of a chapter: says where its cursor is, writes at the end and takes a letter away. `client`: not a new id. */
export async function sits(
  service: Service,
  author: Author,
  chapter: string,
  words: string,
  client?: number,
): Promise<() => void> {
  const headers = { cookie: author.cookie, origin: service.address };
  class OfAuthor extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, { headers });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${service.address.replace("http", "ws")}/api/v1/sync`, chapter, doc, {
    WebSocketPolyfill: OfAuthor as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  provider.awareness.setLocalState({ cursor: { at: 1 }, user: { name: author.person.name } });
  await new Promise<void>((synced) => provider.once("sync", () => synced()));
  const own = doc.clientID;
  doc.clientID = client ?? own;
  const body = doc.getText("body");
  body.insert(body.length, `${words}~ `);
  body.delete(body.length - 2, 1);
  return () => {
    doc.clientID = own;
    provider.destroy();
    doc.destroy();
  };
}
