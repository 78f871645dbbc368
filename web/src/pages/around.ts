// What surrounds a chapter: the manual it belongs to, its number there, the other chapters with what can be pointed at in
// them, and where the manual's pictures are. Known from this device first, from the service where the device does not know.
// Never opens another chapter for writing. Next: ../editor/, which is told all this.
import * as api from "../api.ts";
import type { Manual } from "../api.ts";
import type { Device } from "../device/index.ts";
import type { Pictures, XrefTarget } from "../editor/index.ts";
import type { OutlineChapter } from "../outline/arrange.ts";
import type { Row } from "../outline/tree.ts";

export class Around {
  #manual: string | null = null;
  #rows: readonly Row[] = [];
  /** What can be pointed at in other chapters; null while it is on its way. */
  readonly #targets = new Map<string, readonly XrefTarget[] | null>();

  constructor(
    private readonly device: Device,
    private chapter: string,
    /** Something became known. */
    private readonly changed: () => void,
  ) {}

  /** The number of the chapter in its outline; null while that is not known. */
  get number(): string | null {
    return this.#rows.find(({ id }) => id === this.chapter)?.number ?? null;
  }

  /** The manual that the chapter is in; null while that is not known. */
  get manual(): string | null {
    return this.#manual;
  }

  /** The other chapters of the manual. */
  get others(): readonly Row[] {
    return this.#rows.filter(({ id }) => id !== this.chapter);
  }

  /** What can be pointed at in another chapter; null while that is not known. Begins to find out. */
  readonly elsewhere = (chapter: string): readonly XrefTarget[] | null => {
    const known = this.#targets.get(chapter);
    if (known !== undefined) return known;
    this.#targets.set(chapter, null);
    void this.find(chapter);
    return null;
  };

  readonly pictures: Pictures = {
    url: (sha256) => (this.#manual === null ? "" : api.imageUrl(this.#manual, sha256)),
    upload: (file) =>
      this.#manual === null ? Promise.reject(new api.Problem("unreachable")) : api.sendImage(this.#manual, file),
  };

  /** What another chapter is called; null if that is not known. */
  readonly nameOf = (chapter: string): string | null => {
    const row = this.#rows.find(({ id }) => id === chapter);
    return row === undefined ? null : `${row.number} ${row.title}`;
  };

  /** Looks on this device. */
  async look(): Promise<void> {
    const found = await this.onDevice().catch(() => null);
    if (found !== null && this.#manual === null) await this.take(found);
  }

  /** The service has told. */
  async take({ manual, chapters, of }: Listed): Promise<void> {
    this.#manual = manual;
    this.chapter = of;
    const { allRows, treeOf } = await import("../outline/tree.ts");
    this.#rows = allRows(treeOf(chapters));
    this.changed();
  }

  private async onDevice(): Promise<Listed | null> {
    const manuals = (await this.device.recall<readonly Manual[]>("manuals")) ?? [];
    if (manuals.length === 0) return null;
    const { read } = await import("../outline/read.ts");
    for (const { id, outline } of manuals) {
      const doc = await this.device.read(outline);
      const chapters = doc === null ? [] : read(doc);
      if (chapters.some((each) => each.id === this.chapter)) return { of: this.chapter, manual: id, chapters };
    }
    return null;
  }

  private async find(chapter: string): Promise<void> {
    const doc =
      (await this.device.read(chapter)) ??
      ((await this.device.fetch(chapter)) ? await this.device.read(chapter) : null);
    if (doc === null) {
      // Nothing is known of it now; whoever asks again, later, begins anew.
      this.#targets.delete(chapter);
      return;
    }
    const { targetsOf } = await import("../editor/targets.ts");
    const number = this.#rows.find(({ id }) => id === chapter)?.number ?? null;
    this.#targets.set(chapter, targetsOf(doc, number));
    this.changed();
  }
}

/** A manual and its chapters, in the order of reading. */
export interface Listed {
  /** The one that is written, itself or in a proposal of it. */
  readonly of: string;
  readonly manual: string;
  readonly chapters: readonly (OutlineChapter & { readonly right?: string })[];
}
