// The real program on a folder of its own: started on a free port, paused, killed and started again on the same port.
// Speaks to it as an operator does. Ends only processes that it started.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);
const PROGRAM = process.env["CHANCERY_BIN"] ?? new URL("../../../../target/debug/chancery", import.meta.url).pathname;
const START_MS = 60_000;
const LOG_LINES = 8;

/** What stands between people and the service, if anything does. */
export interface Front {
  readonly address: string;
  lead(to: string): void;
}

export interface Invitation {
  readonly link: string;
  readonly code: string;
}

export class Service {
  readonly #root = mkdtempSync(join(tmpdir(), "chancery-browser-"));
  readonly data = join(this.#root, "data");
  #process: ChildProcess | null = null;
  #front: Front | null = null;
  /** Where the program listens: http://127.0.0.1:PORT */
  #listens = "";
  /** Where people reach it. */
  address = "";
  /** The program that makes PDFs; empty: none, so that what is frozen costs nobody a processor. */
  press = "";

  static async start(config = "", front: Front | null = null, press = ""): Promise<Service> {
    const service = new Service();
    service.#front = front;
    service.press = press;
    writeFileSync(service.#config, front === null ? config : `public_url = "${front.address}"\n${config}`);
    await service.serve("127.0.0.1:0");
    return service;
  }

  /** Starts the program on the folder and waits until it listens. */
  async serve(listen: string = new URL(this.#listens).host): Promise<void> {
    const program = spawn(PROGRAM, ["serve", "--listen", listen, "--data", this.data, "--config", this.#config], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, CHANCERY_PRESS: this.press },
    });
    this.#process = program;
    program.stderr.on("data", (bytes: Buffer) => appendFileSync(this.#log, bytes));
    const lines = createInterface({ input: program.stdout });
    const [line] = (await Promise.race([
      once(lines, "line", { signal: AbortSignal.timeout(START_MS) }),
      once(program, "exit").then(() => [""]),
    ])) as [string];
    if (!line.startsWith("listening on ")) throw new Error(`serve did not start: ${line}\n${this.log()}`);
    this.#listens = line.slice("listening on ".length).trim();
    this.#front?.lead(this.#listens);
    this.address = this.#front?.address ?? this.#listens;
  }

  /** Runs one command of the program on the folder; what it printed. */
  async command(...words: string[]): Promise<string> {
    return this.run(...words, "--data", this.data);
  }

  /** Runs one command that needs no folder. */
  async run(...words: string[]): Promise<string> {
    const { stdout } = await run(PROGRAM, words, { timeout: START_MS });
    return stdout.trim();
  }

  async seat(name: string, kind = "state"): Promise<void> {
    await this.command("seat", "add", name, "--kind", kind, "--json");
  }

  async invite(seat: string): Promise<Invitation> {
    return JSON.parse(await this.command("invite", "--seat", seat, "--json")) as Invitation;
  }

  async token(seat: string, rights = "edit"): Promise<string> {
    return this.command("token", "--seat", seat, "--rights", rights, "--ttl", "1h");
  }

  /** Asks the interface for programs, as the bearer of a token. */
  async call<T>(token: string, method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.address}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** The end without a word, as a power cut would do it. */
  async kill(): Promise<void> {
    const program = this.#process;
    this.#process = null;
    if (program === null || program.exitCode !== null || program.signalCode !== null) return;
    const ended = once(program, "exit");
    program.kill("SIGKILL");
    await ended;
  }

  /** Stops the program's clock, or lets it run again: links stay open and silent. */
  pause(paused: boolean): void {
    this.#process?.kill(paused ? "SIGSTOP" : "SIGCONT");
  }

  /** The last lines of the program's log, for messages. */
  log(): string {
    try {
      return readFileSync(this.#log, "utf8").split("\n").slice(-LOG_LINES).join("\n");
    } catch {
      return "";
    }
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#root, { recursive: true, force: true });
  }

  get #config(): string {
    return join(this.#root, "chancery.toml");
  }

  get #log(): string {
    return join(this.#root, "log.jsonl");
  }
}
