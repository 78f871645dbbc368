// A line over requests, for networks that let no websocket through: POSTs bring frames up, a GET waits for frames and
// fetches them. Frames are numbered, so a request that was lost is made again and harms nothing (docs/protocol.md, H1 to
// H8). Loaded only where it is needed. Decides nothing about edits; when it is dead is link.ts's to say.
import { codeOf, type Code } from "../code.ts";
import type { Line, LineEvents } from "./line.ts";
import { readParcel, writeParcel } from "./parcel.ts";

/** How long the service may hold a request for frames, in seconds. */
const WAIT_S = 25;
/** Longer than that, and the answer is not coming. */
const PATIENCE_MS = (WAIT_S + 10) * 1_000;
/** For a request that brings frames; more for many bytes over a thin line. */
const SEND_PATIENCE_MS = 15_000;
const SLOWEST_BYTES_PER_MS = 2;
/** What goes into one request, if one frame alone is not more. */
const PARCEL_BYTES = 64 << 10;
/** Waits before a request is made again; after the last one the line is gone. */
const AGAIN_MS: readonly number[] = [200, 500, 1_000, 2_000];
/** A browser makes six connections to one address: so many requests may wait for frames, of all tabs; others look in turn. */
const WAITING_MAX = 3;
const LOOK_EVERY_MS = 2_000;

const CREATED = 201;
const NOTHING = 204;

/** A refusal in the service's own words, which ends the line. */
class Ended extends Error {
  constructor(readonly code: Code | null) {
    super(code ?? "ended");
  }
}

export class PollLine implements Line {
  readonly way = "poll";
  readonly #events: LineEvents;
  readonly #address: string;
  readonly #closed = new AbortController();
  #link: string | null = null;
  #unsent: Uint8Array[] = [];
  /** The number of the first of them. */
  #next = 1;
  #bringing = false;

  constructor(url: string, events: LineEvents) {
    this.#events = events;
    this.#address = `${url.replace(/^ws/, "http")}/poll`;
    globalThis.addEventListener?.("pagehide", this.#leaving);
    void this.#live();
  }

  get unsent(): number {
    return this.#unsent.reduce((sum, frame) => sum + frame.length, 0);
  }

  send(frame: Uint8Array<ArrayBuffer>): void {
    this.#unsent.push(frame);
    if (this.#bringing) return;
    this.#bringing = true;
    // What is said in one breath (an edit, and the question whether it is saved) goes in one request.
    queueMicrotask(() => void this.#bring());
  }

  close(): void {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort();
    globalThis.removeEventListener?.("pagehide", this.#leaving);
    if (this.#link === null) return;
    const goodbye = fetch(this.#link, { method: "DELETE", keepalive: true, credentials: "same-origin" });
    goodbye.catch(() => undefined);
  }

  // Others see at once that this page is gone. If it comes back, it begins anew.
  readonly #leaving = (): void => this.#end(null);

  #end(code: Code | null): void {
    if (this.#closed.signal.aborted) return;
    this.close();
    this.#events.ended(code);
  }

  async #live(): Promise<void> {
    try {
      const { status, body } = await this.#ask(this.#address, { method: "POST" }, SEND_PATIENCE_MS);
      const { link } = fieldsOf(body);
      if (this.#closed.signal.aborted || status !== CREATED || typeof link !== "string") return this.#end(null);
      this.#link = `${this.#address}/${encodeURIComponent(link)}`;
      this.#events.opened();
      await this.#fetch(this.#link);
    } catch (error) {
      this.#end(error instanceof Ended ? error.code : null);
    }
  }

  /** Fetches frames for as long as the line lives. */
  async #fetch(link: string): Promise<never> {
    for (let after = 0; ;) {
      const ask = (seconds: number): Promise<Answer> => {
        const asked = { headers: { prefer: `wait=${String(seconds)}` } };
        return this.#again(() => this.#ask(`${link}/${String(after)}`, asked, PATIENCE_MS));
      };
      const { status, body } = await waiting(ask);
      if (status === NOTHING) {
        this.#events.heard();
        continue;
      }
      const parcel = readParcel(body);
      if (parcel === null || parcel.first !== after + 1) throw new Ended(null);
      for (const frame of parcel.frames) {
        if (this.#closed.signal.aborted) throw new Ended(null);
        after += 1;
        this.#events.frame(frame);
      }
    }
  }

  /** Brings up what waits to be sent, one request at a time. */
  async #bring(): Promise<void> {
    try {
      while (this.#link !== null && this.#unsent.length > 0) {
        const next = await this.#again(() => this.#bringSome(this.#link ?? ""));
        this.#unsent.splice(0, Math.max(0, next - this.#next));
        this.#next = Math.max(next, this.#next);
      }
    } catch (error) {
      this.#end(error instanceof Ended ? error.code : null);
    } finally {
      this.#bringing = false;
    }
  }

  async #bringSome(link: string): Promise<number> {
    const parcel = writeParcel(this.#next, fitting(this.#unsent));
    const asked = { method: "POST", headers: { "content-type": "application/octet-stream" }, body: parcel };
    const { body } = await this.#ask(link, asked, SEND_PATIENCE_MS + parcel.length / SLOWEST_BYTES_PER_MS);
    const { next } = fieldsOf(body);
    this.#events.heard();
    if (typeof next !== "number") throw new Ended(null);
    return next;
  }

  /** Makes a request again that was lost, or answered by something between us and the service. */
  async #again<T>(request: () => Promise<T>): Promise<T> {
    for (const wait of AGAIN_MS) {
      try {
        return await request();
      } catch (error) {
        if (error instanceof Ended) throw error;
      }
      await pause(wait);
      if (this.#closed.signal.aborted) throw new Ended(null);
    }
    return request();
  }

  /** One request, with the whole of its answer. */
  async #ask(address: string, asked: RequestInit, patienceMs: number): Promise<Answer> {
    const over = new AbortController();
    const abort = (): void => over.abort();
    const late = setTimeout(abort, patienceMs);
    this.#closed.signal.addEventListener("abort", abort);
    try {
      const { signal } = over;
      const response = await fetch(address, { ...asked, signal, credentials: "same-origin", cache: "no-store" });
      const body = new Uint8Array(await response.arrayBuffer());
      if (response.ok) return { status: response.status, body };
      const code = fieldsOf(body)["code"];
      // Not from the service, or a fault of one request only.
      if (typeof code !== "string" || codeOf(code) === "internal") throw new Error("a failed request");
      throw new Ended(codeOf(code));
    } finally {
      clearTimeout(late);
      this.#closed.signal.removeEventListener("abort", abort);
    }
  }
}

interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
}

/** The members of an answer of JSON; none if it is something else. */
function fieldsOf(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** As many from the front as go into one request, and at least one. */
function fitting(frames: readonly Uint8Array[]): readonly Uint8Array[] {
  let bytes = 0;
  const end = frames.findIndex((frame) => (bytes += frame.length) > PARCEL_BYTES);
  return end < 0 ? frames : frames.slice(0, Math.max(1, end));
}

/** Lets a request wait for frames if it is one of the few that may. One that may not looks in, and again after a pause. */
async function waiting(request: (seconds: number) => Promise<Answer>): Promise<Answer> {
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  if (locks === undefined) return request(WAIT_S);
  for (let place = 0; place < WAITING_MAX; place += 1) {
    const response = await locks.request(`chancery-poll-${String(place)}`, { ifAvailable: true }, (lock) =>
      lock === null ? null : request(WAIT_S),
    );
    if (response !== null) return response;
  }
  const answer = await request(0);
  if (answer.status === NOTHING) await pause(LOOK_EVERY_MS);
  return answer;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
