// The browser under test, and a seat's window in it: signed in, watched for anything the content security policy reports
// and for any request to a stranger.
import { existsSync } from "node:fs";

import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";

import type { Service } from "./service.ts";

const PROGRAMS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-stable"];
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launch(): Promise<Browser> {
  const program = process.env["CHROMIUM"] ?? PROGRAMS.find((path) => existsSync(path));
  if (program === undefined) throw new Error("no browser is installed: apt-get install chromium");
  return chromium.launch({ executablePath: program, headless: true, args: ARGUMENTS });
}

/** One seat's window, with what must never happen in it written down. */
export class Window {
  /** Messages of the content security policy, errors of the page, and requests to strangers. */
  readonly complaints: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly service: Service,
  ) {
    page.on("console", (message) => {
      if (/Content Security Policy|TrustedHTML|Trusted Type|violat/i.test(message.text()))
        this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      const own = origin === service.address || ["data:", "blob:"].includes(protocol);
      if (!own) this.complaints.push(`request to a stranger: ${request.url()}`);
    });
  }

  static async open(browser: Browser, service: Service, options: BrowserContextOptions = {}): Promise<Window> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB", ...options });
    return new Window(context, await context.newPage(), service);
  }

  /** A window in which a new invitation of the seat was used, by link and typed code. */
  static async signedIn(
    browser: Browser,
    service: Service,
    seat: string,
    options: BrowserContextOptions = {},
  ): Promise<Window> {
    const window = await Window.open(browser, service, options);
    await window.signIn(seat);
    return window;
  }

  /** Uses a new invitation of the seat; `own`: what to answer to "Is this your own device?". */
  async signIn(seat: string, own = true): Promise<void> {
    const { link, code } = await this.service.invite(seat);
    await this.page.goto(link);
    await this.page.fill("#code", code);
    if (!own) await this.page.locator('input[name="own-device"]').nth(1).check();
    await this.page.click('button[type="submit"]');
    await this.page.waitForURL(`${this.service.address}/`);
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
