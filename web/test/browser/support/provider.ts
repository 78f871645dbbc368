// Starts the provider of identities that the tests sign in with, and does what a person does on its pages. Ends only the
// program that it started. Next: provider-program.mjs.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";

import type { Page } from "playwright-core";

const PROGRAM = new URL("./provider-program.mjs", import.meta.url).pathname;
const START_MS = 30_000;

export const CLIENT = "chancery-under-test";
export const SECRET = "a secret, with + and % in it";

export class Provider {
  private constructor(
    readonly program: ChildProcess,
    readonly lines: Interface,
    /** Its address, which is also its name. */
    readonly issuer: string,
  ) {}

  static async start(): Promise<Provider> {
    const program = spawn(process.execPath, [PROGRAM], { stdio: ["pipe", "pipe", "ignore"] });
    const lines = createInterface({ input: program.stdout });
    const line = await next(lines);
    return new Provider(program, lines, line.slice("listening on ".length).trim());
  }

  /** Vouches from now on to whoever comes from the service with this address. */
  async serves(redirect: string): Promise<void> {
    const ready = next(this.lines);
    this.program.stdin?.write(`${JSON.stringify({ redirect, client: CLIENT, secret: SECRET })}\n`);
    await ready;
  }

  /** Signs in there under a name, and agrees. */
  async says(page: Page, name: string): Promise<void> {
    await page.waitForURL((url) => url.origin === this.issuer);
    await page.fill('input[name="name"]', name);
    await page.click('button[value="login"]');
    await page.click('button[value="consent"]');
  }

  /** Goes back without having signed in. */
  async cancels(page: Page): Promise<void> {
    await page.waitForURL((url) => url.origin === this.issuer);
    await page.click('button[value="cancel"]');
  }

  async end(): Promise<void> {
    if (this.program.exitCode !== null || this.program.signalCode !== null) return;
    const ended = once(this.program, "exit");
    this.program.kill("SIGKILL");
    await ended;
  }
}

async function next(lines: Interface): Promise<string> {
  const [line] = (await once(lines, "line", { signal: AbortSignal.timeout(START_MS) })) as [string];
  return line;
}
