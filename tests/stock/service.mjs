// A real service for tests in node: the program `chancery` on a free port and a folder of its own, and the Rust client
// as a process beside it. Ends what it started. The programs come from CHANCERY_BIN's folder, else target/debug.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, createWriteStream } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const chancery = process.env.CHANCERY_BIN ?? join(repository, "target/debug/chancery");
const typist = join(dirname(chancery), "typist");

/** Lines of a child's stdout, one at a time. */
function lines(child) {
  const iterator = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => (await iterator.next()).value;
}

export class Service {
  static async start() {
    for (const program of [chancery, typist]) {
      if (!existsSync(program)) throw new Error(`${program} is missing: cargo build --workspace`);
    }
    const service = new Service();
    service.folder = mkdtempSync(join(tmpdir(), "chancery-stock-"));
    service.children = [];
    service.seat("Secretariat", "secretariat");
    const child = spawn(chancery, ["serve", "--listen", "127.0.0.1:0", "--data", service.data], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    service.children.push(child);
    child.stderr.pipe(createWriteStream(join(service.folder, "log.jsonl")));
    const line = await lines(child)();
    service.address = line.replace("listening on ", "");
    const keep = service.token("Secretariat", "keep");
    service.manual = await service.make("/api/v1/manuals", { title: "Stock" }, keep);
    service.keep = keep;
    return service;
  }

  get data() {
    return join(this.folder, "data");
  }

  /** Where a stock provider connects: the document's id is its room's name. */
  get sync() {
    return this.address.replace("http", "ws") + "/api/v1/sync";
  }

  command(...words) {
    return execFileSync(chancery, [...words, "--data", this.data], { encoding: "utf8" }).trim();
  }

  seat(name, kind) {
    return JSON.parse(this.command("seat", "add", name, "--kind", kind, "--json")).id;
  }

  token(seat, rights) {
    return this.command("token", "--seat", seat, "--rights", rights, "--ttl", "1h");
  }

  async make(path, body, token) {
    const answer = await fetch(this.address + path, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()).id;
  }

  chapter(title) {
    return this.make(`/api/v1/manuals/${this.manual}/chapters`, { title }, this.keep);
  }

  /** The Rust client in a chapter: ask(wish) gives its answer. */
  async typist(chapter, token) {
    const child = spawn(typist, [this.address, chapter], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, CHANCERY_TOKEN: token },
    });
    this.children.push(child);
    const next = lines(child);
    await next();
    return async (wish) => {
      child.stdin.write(JSON.stringify(wish) + "\n");
      return JSON.parse(await next());
    };
  }

  stop() {
    for (const child of this.children) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export { repository };
