// The service's end of a line over requests, as a fetch: numbers and keeps frames as docs/protocol.md says (H3, H4), over a
// network in the test's hands that loses requests and answers. Knows nothing of what is in a frame.
import { readParcel, writeParcel } from "../../src/sync/parcel.ts";

/** What becomes of a request: it is answered, never arrives, or arrives and its answer is lost. */
export type Fate = "well" | "lost" | "unheard" | Response;

export class PolledService {
  readonly taken: Uint8Array[] = [];
  readonly asked: string[] = [];
  fate: (method: string, path: string) => Fate = () => "well";
  /** The service says this instead of more frames. */
  over: string | null = null;
  /** At most so many frames of a request are taken. */
  pace = Infinity;
  goodbyes = 0;
  #down: Uint8Array[] = [];
  #first = 1;
  #waiting: (() => void)[] = [];

  say(...frames: Uint8Array[]): void {
    this.#down.push(...frames);
    this.#wake();
  }

  end(code: string): void {
    this.over = code;
    this.#wake();
  }

  readonly fetch = async (address: string, init: RequestInit): Promise<Response> => {
    const [method, path] = [init.method ?? "GET", new URL(address).pathname];
    this.asked.push(`${method} ${path.split("/poll")[1] ?? path}`);
    const fate = this.fate(method, path);
    if (fate === "lost") throw new TypeError("lost");
    if (fate instanceof Response) return fate;
    const answer = await this.#answer(method, path, init);
    if (fate === "unheard") throw new TypeError("the answer is lost");
    return answer;
  };

  async #answer(method: string, path: string, init: RequestInit): Promise<Response> {
    if (method === "DELETE") this.goodbyes += 1;
    if (method === "DELETE") return new Response(null, { status: 204 });
    if (path.endsWith("/poll")) return Response.json({ link: "the-link" }, { status: 201 });
    if (method === "POST") return this.#take(init.body as Uint8Array<ArrayBuffer>);
    const after = Number(path.split("/").at(-1));
    this.#down.splice(0, after + 1 - this.#first);
    this.#first = after + 1;
    const wait = !new Headers(init.headers).get("prefer")?.endsWith("=0");
    if (wait && this.#down.length === 0 && this.over === null) await this.#news(init.signal ?? null);
    if (this.#down.length > 0) return new Response(writeParcel(this.#first, this.#down));
    return this.over === null ? new Response(null, { status: 204 }) : problem(this.over);
  }

  #take(body: Uint8Array<ArrayBuffer>): Response {
    const parcel = readParcel(body);
    if (parcel === null || parcel.first > this.taken.length + 1) return problem("gap");
    const news = parcel.frames.slice(this.taken.length + 1 - parcel.first);
    this.taken.push(...news.slice(0, this.pace));
    return Response.json({ next: this.taken.length + 1 });
  }

  #news(signal: AbortSignal | null): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(resolve, 25_000);
      this.#waiting.push(resolve);
      signal?.addEventListener("abort", () => {
        clearTimeout(late);
        reject(new DOMException("over", "AbortError"));
      });
    });
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

export function problem(code: string): Response {
  return Response.json({ code, status: 409 }, { status: 409 });
}
