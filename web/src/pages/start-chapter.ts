// A chapter on its way, begun before the page that shows it is loaded: the device's copy is opened for whoever was here
// last, while the service is asked who is here now, and the line is made. A store for Svelte. Next: open-chapter.ts.
import { deviceOf, type Device } from "../device/index.ts";
import { lastHere, type Who } from "../device/who.ts";
import { OpenChapter } from "./open-chapter.ts";

export type Way =
  | { readonly is: "begun" }
  | { readonly is: "signed-out" }
  | { readonly is: "here"; readonly device: Device; readonly open: OpenChapter };

type Listener = (way: Way) => void;

const nobody = { isOwn: () => false, raise: () => undefined, changed: () => undefined };

export class ChapterOnItsWay {
  readonly #id: string;
  readonly #listeners = new Set<Listener>();
  #way: Way = { is: "begun" };

  /** `asked`: the service's answer to who is here. */
  constructor(id: string, asked: Promise<Who>) {
    performance.mark("chapter:asked");
    this.#id = id;
    void this.#begin(asked);
  }

  /** Tells at once and after every change. When another seat turns out to be here, the chapter is opened anew. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    listener(this.#way);
    return () => this.#listeners.delete(listener);
  }

  async #begin(asked: Promise<Who>): Promise<void> {
    const last = await lastHere();
    if (last !== null) await this.#enter(last);
    const who = await asked;
    if (who.signedIn === "no") return last === null ? this.#tell({ is: "signed-out" }) : undefined;
    if (who.seat?.id !== last?.seat?.id || who.epoch !== last?.epoch) await this.#enter(who);
  }

  async #enter(who: Who): Promise<void> {
    const device = await deviceOf(who);
    const open = new OpenChapter({ id: this.#id, who, device, ...nobody });
    if (this.#way.is === "here") this.#way.open.close();
    this.#tell({ is: "here", device, open });
    void open.connect();
  }

  #tell(way: Way): void {
    this.#way = way;
    for (const listener of this.#listeners) listener(way);
  }
}
