// A new chapter of what was imported: the service makes it, empty; it is opened here without being shown, and its text goes
// in through the editor, as an ordinary edit of the person. Done when the service has it, or the device keeps it.
// Next: ../editor/paste.ts, ../pages/open-chapter.ts.
import * as api from "../api.ts";
import type { Device } from "../device/index.ts";
import type { Who } from "../device/who.ts";
import { newId } from "../editor/ids.ts";
import { insertTree, nodesOfTree } from "../editor/paste.ts";
import { EditorCore } from "../editor/state.ts";
import type { Json } from "../editor/values.ts";
import { OpenChapter, VIEW_FIRST, type View } from "../pages/open-chapter.ts";
import type { PastedNode } from "../paste/tree.ts";

export interface NewChapter {
  readonly manual: string;
  readonly title: string;
  readonly tree: readonly PastedNode[];
  readonly who: Who;
  readonly device: Device;
}

/** The chapter was made, but its text is not safe yet. */
export class Unsaved extends Error {
  constructor(readonly chapter: string) {
    super("unsaved");
    this.name = "Unsaved";
  }
}

/** So long a new chapter may take to open, and its text to be safe. */
const OPEN_MS_MAX = 20_000;
const SAFE_MS_MAX = 60_000;
/** So many blocks go in as one edit. */
const BLOCKS_AT_ONCE = 200;

/** The id of the new chapter. */
export async function makeChapter({ manual, title, tree, who, device }: NewChapter): Promise<string> {
  const id = await api.createChapter(manual, { title });
  const opening = new Opening(id, who, device);
  try {
    const core = await opening.opened();
    write(core, tree);
    await opening.safe();
  } catch {
    throw new Unsaved(id);
  } finally {
    opening.close();
  }
  return id;
}

export function write(core: EditorCore, tree: readonly PastedNode[]): void {
  insertTree(core, tree.slice(0, BLOCKS_AT_ONCE) as unknown as Json);
  for (let from = BLOCKS_AT_ONCE; from < tree.length; from += BLOCKS_AT_ONCE) {
    const nodes = nodesOfTree(tree.slice(from, from + BLOCKS_AT_ONCE) as unknown as Json);
    core.dispatch(core.state.tr.insert(core.state.doc.content.size, nodes));
  }
}

/** The new chapter while it is opened here. */
class Opening {
  readonly #open: OpenChapter;
  #core: EditorCore | null = null;
  #view: View = VIEW_FIRST;
  #raised = 0;
  /** Something of what was written has been counted as waiting. */
  #counted = false;
  #wake: () => void = () => undefined;

  constructor(id: string, who: Who, device: Device) {
    this.#open = new OpenChapter({
      id,
      who,
      device,
      isOwn: (origin) => this.#core?.owns(origin) ?? false,
      raise: (ydoc) => {
        this.#core?.destroy();
        this.#core = new EditorCore({ ydoc, newId });
        this.#raised += 1;
        this.#wake();
      },
      changed: (view) => {
        this.#view = view;
        this.#counted ||= view.pending > 0;
        this.#wake();
      },
    });
    void this.#open.connect();
  }

  async opened(): Promise<EditorCore> {
    await this.#until(() => this.#core !== null && this.#view.writable && this.#view.shown.is === "saved", OPEN_MS_MAX);
    if (this.#core === null) throw new Error("not opened");
    return this.#core;
  }

  /** Everything written is on the service's disk; or, where the line is gone, on this device's. */
  async safe(): Promise<void> {
    const raised = this.#raised;
    await this.#until(() => {
      if (this.#raised !== raised || this.#view.shown.is === "refused") throw new Error("refused");
      const { shown, pending, kept, where } = this.#view;
      if (!this.#counted) return false;
      return pending === 0 ? shown.is === "saved" : shown.is === "offline" && where === "device" && kept === pending;
    }, SAFE_MS_MAX);
  }

  close(): void {
    this.#core?.destroy();
    this.#open.close();
  }

  #until(is: () => boolean, ms: number): Promise<void> {
    return new Promise((go, fail) => {
      const late = setTimeout(() => {
        fail(new Error("late"));
      }, ms);
      this.#wake = (): void => {
        try {
          if (!is()) return;
          go();
        } catch (error) {
          fail(error instanceof Error ? error : new Error("refused"));
        }
        clearTimeout(late);
      };
      this.#wake();
    });
  }
}
