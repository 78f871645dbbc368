// Checks a copy of an edition in the reader's own browser: a ZIP, or the files of a folder. Each file is held against what
// stands for it: the signature for the manifest, the manifest for chapters and pictures, outputs.json for the outputs,
// SHA256SUMS, which nobody signs, for the rest. Sends nothing, keeps nothing, and believes nothing that a ZIP says of itself.
"use strict";
(() => {
  const BYTES_MAX = 512 * 2 ** 20;
  const FILES_MAX = 12000;
  const NAME = /^(?:images\/)?[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
  const SIGNED = "untrusted comment: an edition, signed";
  const COMMENT = "trusted comment: ";
  const SIGNATURE_FILES = ["edition.json.sig", "edition.json.minisig", "key.pem", "key.pub", "keys.json"];

  const result = document.getElementById("result");
  const chosen = document.getElementById("files");
  const expected = document.getElementById("expected");
  const say = (name) => result.dataset[name] ?? "";
  const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const sha256 = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));
  const text = (bytes) => new TextDecoder().decode(bytes);
  const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

  /** The files of a ZIP by name; null for one that is damaged. Throws where it is no ZIP that an edition comes in. */
  async function unzip(zip) {
    const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
    let end = zip.length - 22;
    while (end >= 0 && !(view.getUint32(end, true) === 0x06054b50 && view.getUint16(end + 20, true) === zip.length - end - 22)) {
      if (zip.length - end > 22 + 0xffff) throw new Error("no end");
      end -= 1;
    }
    const count = view.getUint16(end + 10, true);
    let at = view.getUint32(end + 16, true);
    if (count > FILES_MAX) throw new Error("too many");
    const files = new Map();
    let total = 0;
    for (let n = 0; n < count; n += 1) {
      if (view.getUint32(at, true) !== 0x02014b50) throw new Error("no entry");
      const [method, size, long] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
      const nameLong = view.getUint16(at + 28, true);
      const from = view.getUint32(at + 42, true);
      const name = text(zip.subarray(at + 46, at + 46 + nameLong));
      at += 46 + nameLong + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
      if (name.endsWith("/") && long === 0) continue;
      total += long;
      if (total > BYTES_MAX || !NAME.test(name) || files.has(name)) throw new Error(name);
      const data = from + 30 + view.getUint16(from + 26, true) + view.getUint16(from + 28, true);
      const own = text(zip.subarray(from + 30, from + 30 + view.getUint16(from + 26, true)));
      const packed = zip.subarray(data, data + size);
      files.set(name, own === name ? await unpack(packed, method, long).catch(() => null) : null);
    }
    return files;
  }

  /** Never further than it said it would be. */
  async function unpack(packed, method, long) {
    if (method === 0) return packed.length === long ? packed : null;
    if (method !== 8) return null;
    const bytes = new Uint8Array(long);
    let filled = 0;
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return filled === long ? bytes : null;
      if (filled + value.length > long) {
        await reader.cancel();
        return null;
      }
      bytes.set(value, filled);
      filled += value.length;
    }
  }

  /** Files as they were chosen: one ZIP, or those of a folder, without the name of the folder. */
  async function gather(list) {
    if (list.length > FILES_MAX || list.reduce((sum, file) => sum + file.size, 0) > BYTES_MAX) throw new Error("too much");
    const bytes = async (file) => new Uint8Array(await file.arrayBuffer());
    if (list.length === 1 && list[0].name !== "edition.json") return unzip(await bytes(list[0]));
    const files = new Map();
    for (const file of list) {
      const isPicture = /^[0-9a-f]{64}\.(?:png|jpg|webp)$/.test(file.name);
      files.set(isPicture ? `images/${file.name}` : file.name, await bytes(file));
    }
    return files;
  }

  const decoded = (words) => Uint8Array.from(atob(words), (letter) => letter.charCodeAt(0));

  /** The keys beside an edition, as bytes. */
  function keysIn(files) {
    const keys = [];
    const attempt = (read) => {
      try {
        const key = read();
        if (key?.length === 32) keys.push(key);
      } catch {
        // That file holds no key; another may.
      }
    };
    const file = (name) => text(files.get(name) ?? new Uint8Array());
    attempt(() => decoded(file("key.pem").split("\n").filter((line) => !line.startsWith("-")).join("")).slice(12));
    attempt(() => decoded(file("key.pub").split("\n")[1]).slice(10));
    attempt(() => {
      for (const { key } of JSON.parse(file("keys.json"))) keys.push(unhex(key));
    });
    return keys.filter((key) => key.length === 32);
  }

  async function signed(key, bytes, signature) {
    if (signature?.length !== 64) return false;
    const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return crypto.subtle.verify("Ed25519", imported, signature, bytes);
  }

  const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
  const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
  /** What minisign puts before a key and before a signature: its kind, and the first bytes of the key's fingerprint. */
  const minisignHead = async (key) => joined([0x45, 0x64], unhex((await sha256(key)).slice(0, 16)));

  /** The key as minisign reads it. */
  async function minisignKey(key) {
    const head = await minisignHead(key);
    const id = hex(head.slice(2).reverse()).toUpperCase();
    return `untrusted comment: minisign public key ${id}\n${base64(joined(head, key))}\n`;
  }

  /** Whether each line of a signature of minisign is by the key, its comment too. */
  async function minisigned(key, bytes, words) {
    const [first, named, comment = "", both, end, ...more] = words.split("\n");
    const raw = decodedOrNothing(named ?? "");
    if (first !== SIGNED || end !== "" || more.length > 0 || !comment.startsWith(COMMENT) || base64(raw) !== named) return false;
    if (raw.length !== 74 || !same(raw.slice(0, 10), await minisignHead(key)) || base64(decodedOrNothing(both)) !== both) return false;
    const about = joined(raw.slice(10), new TextEncoder().encode(comment.slice(COMMENT.length)));
    return (await signed(key, bytes, raw.slice(10))) && signed(key, about, decodedOrNothing(both));
  }

  /** Whether a list of keys has this one, and each in it is signed by the one before. */
  async function holds(words, key) {
    try {
      const links = JSON.parse(words);
      for (const [at, link] of links.entries()) {
        const before = links[at - 1];
        if (before ? !(await signed(unhex(before.key), unhex(link.key), unhex(link.signature))) : link.signature !== null) return false;
      }
      return links.some((link) => same(unhex(link.key), key));
    } catch {
      return false;
    }
  }

  const unhex = (digits) => Uint8Array.from(digits.match(/../g) ?? [], (two) => parseInt(two, 16));

  /** The fingerprints of a key and of those that led to it: each signed the next. Whoever trusts one of them may trust it. */
  async function trusted(files, key) {
    const found = new Set([await sha256(key)]);
    try {
      const links = JSON.parse(text(files.get("keys.json")));
      let at = links.findIndex((link) => same(unhex(link.key), key));
      while (at > 0 && (await signed(unhex(links[at - 1].key), unhex(links[at].key), unhex(links[at].signature)))) {
        at -= 1;
        found.add(await sha256(unhex(links[at].key)));
      }
    } catch {
      // Without a list of keys, or with one that does not hold together, the key speaks for itself alone.
    }
    return found;
  }

  /** The state of every file, which key signed, and what the edition says it is. */
  async function verify(files) {
    const states = new Map([...files.keys()].map((name) => [name, "unknown"]));
    const manifest = files.get("edition.json");
    const file = (name) => text(files.get(name) ?? new Uint8Array());
    const isUnsigned = SIGNATURE_FILES.every((name) => !files.has(name));
    let key = null;
    const keys = keysIn(files);
    for (const one of keys) {
      if (key === null && (await signed(one, manifest, files.get("edition.json.sig")))) key = one;
    }
    if (key === null) {
      // Another tool's signature is over the same bytes.
      const line = text(files.get("edition.json.minisig") ?? new Uint8Array()).split("\n")[1] ?? "";
      const raw = /^[A-Za-z0-9+/=]{96,104}$/.test(line) ? decoded(line).slice(10) : null;
      for (const one of keys) if (key === null && (await signed(one, manifest, raw))) key = one;
    }
    states.set("edition.json", isUnsigned || key !== null ? "fine" : "changed");
    if (key !== null) {
      const judge = (name, isFine) => files.has(name) && states.set(name, isFine ? "fine" : "changed");
      judge("edition.json.sig", await signed(key, manifest, files.get("edition.json.sig")));
      judge("edition.json.minisig", await minisigned(key, manifest, file("edition.json.minisig")));
      const pem = file("key.pem").replace(/-----[^-]+-----|\s/g, "");
      judge("key.pem", same(decodedOrNothing(pem).slice(12), key));
      judge("key.pub", file("key.pub") === (await minisignKey(key)));
      judge("keys.json", await holds(file("keys.json"), key));
    }
    const said = JSON.parse(text(manifest));
    // Every edition of this format is signed when it is frozen: somebody took the signature away.
    const isStripped = isUnsigned && said.format >= 3;
    for (const [at, chapter] of said.chapters.entries()) await named(`chapter-${String(at + 1).padStart(2, "0")}.json`, chapter.sha256);
    const ends = { "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp" };
    for (const image of said.images ?? []) await named(`images/${image.sha256}.${ends[image.type]}`, image.sha256);
    const list = files.get("outputs.json");
    if (list) {
      const isList = key === null || (await signed(key, list, files.get("outputs.json.sig")));
      states.set("outputs.json", isList ? "fine" : "changed");
      if (files.has("outputs.json.sig")) states.set("outputs.json.sig", isList ? "fine" : "changed");
      const outputs = isList ? JSON.parse(text(list)) : { edition: await sha256(manifest), outputs: [] };
      if (outputs.edition !== (await sha256(manifest))) states.set("outputs.json", "changed");
      for (const output of outputs.outputs) await named(output.name, output.sha256);
    }
    await listed();
    if (isStripped) states.set("edition.json.sig", "missing");
    const led = key === null ? new Set() : await trusted(files, key);
    return { states, key, led, isUnsigned, isStripped, said, fingerprint: await sha256(manifest) };

    async function named(name, sum) {
      if (!files.has(name)) states.set(name, "missing");
      else states.set(name, files.get(name) !== null && (await sha256(files.get(name))) === sum ? "fine" : "changed");
    }

    async function listed() {
      if (!files.get("SHA256SUMS")) return;
      states.set("SHA256SUMS", "fine");
      for (const line of text(files.get("SHA256SUMS")).split("\n").filter(Boolean)) {
        const [sum, name] = [line.slice(0, 64), line.slice(66)];
        const state = states.get(name);
        const is = files.get(name) ? (await sha256(files.get(name))) === sum : false;
        if (state === undefined) states.set(name, "missing");
        else if (state === "unknown") states.set(name, is ? "listed" : "changed");
        else if (state === "fine" && !is) states.set(files.get(name) && isWeak(name) ? name : "SHA256SUMS", "changed");
      }
    }

    /** Nothing but the list of sums speaks for it. */
    function isWeak(name) {
      return isUnsigned && (name === "edition.json" || name === "outputs.json");
    }
  }

  function decodedOrNothing(words) {
    try {
      return decoded(words);
    } catch {
      return new Uint8Array();
    }
  }

  function line(words, kind = "p") {
    const element = document.createElement(kind);
    element.textContent = words;
    return element;
  }

  async function show({ states, key, led, isUnsigned, isStripped, said, fingerprint }) {
    const bad = [...states].filter(([, state]) => state === "changed" || state === "missing");
    const keyPrint = key === null ? null : await sha256(key);
    const told = expected.value.toLowerCase().replace(/[^0-9a-f]/g, "");
    const isOther = told !== "" && !led.has(told) && told !== fingerprint;
    const isFine = bad.length === 0 && (isUnsigned || key !== null) && !isOther;
    const verdict = line(isFine ? say("fine") : say("wrong"));
    verdict.className = isFine ? "banner" : "banner grave";
    const list = document.createElement("ul");
    for (const [name, state] of [...states].filter(([, state]) => state !== "fine" && state !== "listed")) {
      const words = state === "changed" ? say("changed") : state === "missing" ? say("missing") : say("unknown");
      const item = document.createElement("li");
      const code = line(name, "code");
      code.dir = "ltr";
      item.append(code, ` – ${words}`);
      list.append(item);
    }
    const lines = [verdict, list];
    const pair = (label, value) => {
      const paragraph = line(label);
      const shown = line(value, "bdi");
      paragraph.append(shown);
      lines.push(paragraph);
    };
    const rest = [...states].filter(([, state]) => state === "listed").map(([name]) => name);
    if (rest.length > 0) pair(say("listed"), rest.join(", "));
    pair(say("edition"), `${said.manual.title}, ${said.edition}`);
    pair(say("fingerprint"), fingerprint);
    if (keyPrint !== null) pair(say("signed"), keyPrint);
    else lines.push(line(isStripped ? say("stripped") : isUnsigned ? say("unsigned") : say("badly")));
    if (told !== "") lines.push(line(isOther ? say("other") : say("same")));
    else if (keyPrint !== null) lines.push(line(say("compare")));
    result.replaceChildren(...lines);
  }

  let turn = 0;
  async function check(list) {
    turn += 1;
    const mine = turn;
    const tell = (words) => {
      if (mine === turn) result.replaceChildren(line(words));
    };
    tell(say("working"));
    try {
      await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    } catch {
      return tell(say("old"));
    }
    let files;
    try {
      files = await gather(list);
    } catch {
      return tell(say("zip"));
    }
    if (!files.get("edition.json")) return tell(say("none"));
    try {
      const report = await verify(files);
      if (mine === turn) await show(report);
    } catch {
      tell(say("wrong"));
    }
  }

  let last = [];
  const take = (list) => {
    last = [...list];
    if (last.length > 0) void check(last);
  };
  chosen.addEventListener("change", () => take(chosen.files));
  expected.addEventListener("change", () => take(last));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  });
})();
