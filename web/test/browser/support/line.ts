// The line between one window and the service, to be cut and mended: no answer and no socket while it is cut, while the page
// itself can still be loaded.
import type { BrowserContext, WebSocketRoute } from "playwright-core";

export class Line {
  readonly #links = new Set<WebSocketRoute>();
  #isCut = false;

  private constructor(readonly context: BrowserContext) {}

  /** To be called before the window's first page is opened. */
  static async of(context: BrowserContext): Promise<Line> {
    const line = new Line(context);
    await context.route("**/api/**", (route) => (line.#isCut ? route.abort() : route.fallback()));
    await context.routeWebSocket(/\/api\/v1\/sync\//, (link) => line.#opened(link));
    return line;
  }

  async cut(): Promise<void> {
    this.#isCut = true;
    const links = [...this.#links];
    this.#links.clear();
    await Promise.all(links.map((link) => link.close().catch(() => undefined)));
  }

  /** Mends it and tells the pages, so that they do not wait for their next try. */
  async mend(): Promise<void> {
    this.#isCut = false;
    for (const page of this.context.pages())
      await page.evaluate(() => globalThis.dispatchEvent(new Event("online"))).catch(() => undefined);
  }

  #opened(link: WebSocketRoute): void {
    if (this.#isCut) return void link.close();
    link.connectToServer();
    this.#links.add(link);
  }
}
