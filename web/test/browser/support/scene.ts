// A running service with the seats and the chapter that most browser tests need, and a browser to visit it with.
import type { Browser } from "playwright-core";

import { launch, Window } from "./browser.ts";
import { Service, type Front } from "./service.ts";
import { Writer } from "./writer.ts";

export class Scene {
  readonly #windows = new Map<string, Window>();

  private constructor(
    readonly service: Service,
    readonly browser: Browser,
    readonly manual: string,
    /** The manual's name in addresses. */
    readonly slug: string,
    readonly keeper: string,
  ) {}

  static async set(
    config = "",
    front: Front | null = null,
    title = "Manual for focal points",
    press = "",
  ): Promise<Scene> {
    const service = await Service.start(config, front, press);
    await service.seat("Secretariat", "secretariat");
    await service.seat("Ghana");
    await service.seat("Denmark");
    await service.seat("Norway", "observer");
    const keeper = await service.token("Secretariat", "keep");
    const { id } = await service.call<{ id: string }>(keeper, "POST", "manuals", { title });
    const manuals = await service.call<{ id: string; slug: string }[]>(keeper, "GET", "manuals");
    const slug = manuals.find((manual) => manual.id === id)?.slug ?? "";
    return new Scene(service, await launch(), id, slug, keeper);
  }

  /** Makes a chapter; its id. */
  async chapter(title: string): Promise<string> {
    const path = `manuals/${this.manual}/chapters`;
    return (await this.service.call<{ id: string }>(this.keeper, "POST", path, { title })).id;
  }

  /** The window of a seat, signed in on first use. */
  async window(seat: string): Promise<Window> {
    const window = this.#windows.get(seat) ?? (await Window.signedIn(this.browser, this.service, seat));
    this.#windows.set(seat, window);
    return window;
  }

  /** A seat with a chapter open in a tab of its window, in step with the service. */
  async writer(seat: string, chapter: string): Promise<Writer> {
    return Writer.open(await this.window(seat), chapter);
  }

  /** Everything that should never have happened in any window. */
  complaints(): string[] {
    return [...this.#windows.values()].flatMap((window) => window.complaints);
  }

  async strike(): Promise<void> {
    await this.browser.close();
    await this.service.remove();
  }
}
