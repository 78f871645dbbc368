// The page where a reader checks a copy of an edition: a whole one is fine, a changed file is named, another key than the one that
// was told is said to be another; served and from an exported folder; nothing is sent.
import { createHash, createPublicKey } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { crc32, deflateRawSync } from "node:zlib";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { launch } from "./support/browser.ts";
import { Service } from "./support/service.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const root = mkdtempSync(join(tmpdir(), "chancery-verify-"));
const folder = join(root, "edition");
const PAGES = /\.(?:html|js|css)$/;

let service: Service;
let browser: Browser;
let fingerprint = "";

interface File {
  readonly name: string;
  readonly buffer: Buffer;
}

/** The files of the edition as somebody may have changed them, with the picture's folder left out, as choosing files does. */
const files = (change: (file: File) => File = (file) => file): (File & { mimeType: string })[] => {
  const here = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return here
    .filter(({ name }) => !PAGES.test(name))
    .map(({ name, parentPath }) => ({
      ...change({ name, buffer: readFileSync(join(parentPath, name)) }),
      mimeType: "",
    }));
};

/** A ZIP of these files, deflated. */
function zip(all: readonly File[]): Buffer {
  const [parts, list]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const { name, buffer } of all) {
    const path = Buffer.from(/^[0-9a-f]{64}\./.test(name) ? `images/${name}` : name);
    const packed = deflateRawSync(buffer);
    const numbers = Buffer.alloc(26);
    numbers.writeUInt16LE(20, 0);
    numbers.writeUInt16LE(8, 4);
    numbers.writeUInt32LE(crc32(buffer), 10);
    numbers.writeUInt32LE(packed.length, 14);
    numbers.writeUInt32LE(buffer.length, 18);
    numbers.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), numbers, path, packed]);
    list.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), numbers, place, path]));
    parts.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(all.length, 8);
  end.writeUInt16LE(all.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listed, end]);
}

beforeAll(async () => {
  service = await Service.start();
  await service.kill();
  await service.command("demo");
  await service.command("freeze", "--title", "Adopted in Accra", "--public");
  await service.command("export", "--edition", "1", "--out", folder);
  await service.serve();
  // Pages are left out of what is chosen, so a list that names them would miss them.
  rmSync(join(folder, "SHA256SUMS"));
  const key = createPublicKey(readFileSync(join(folder, "key.pem")));
  const raw = key.export({ type: "spki", format: "der" }).subarray(12);
  fingerprint = createHash("sha256").update(raw).digest("hex");
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await service.remove();
  rmSync(root, { recursive: true, force: true });
});

async function checking(address: string, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  const [said, asked]: [string[], string[]] = [[], []];
  page.on("console", (message) => said.push(message.text()));
  page.on("request", (request) => asked.push(`${request.method()} ${request.url()}`));
  await page.goto(address);
  await look(page);
  expect(said.filter((words) => !words.includes("404"))).toEqual([]); // a browser asks for an icon
  expect(asked.length, asked.join(" ")).toBeLessThanOrEqual(3);
  await context.close();
}

const places = () => [`${service.address}/verify?lang=en`, pathToFileURL(join(folder, "verify.html")).href];

test("a whole copy is fine, as files and as a ZIP, and the key's fingerprint is shown to be compared", async () => {
  for (const address of places()) {
    await checking(address, async (page) => {
      for (const chosen of [files(), [{ name: "a.zip", mimeType: "application/zip", buffer: zip(files()) }]]) {
        await page.setInputFiles("#files", []);
        await page.setInputFiles("#files", chosen);
        await page.getByText("Fine: every file").waitFor();
        const result = await page.innerText("#result");
        expect(result).toContain(fingerprint);
        expect(result).toContain("Compare the fingerprint of the key");
        expect(result).not.toContain(": this is not what was published");
      }
      await page.fill("#expected", fingerprint.toUpperCase().replace(/(....)/g, "$1 "));
      await page.keyboard.press("Tab");
      await page.getByText("The fingerprint is the one that you were told.").waitFor();
    });
  }
});

test("a changed file is named, and one that is missing", async () => {
  await checking(places()[0] ?? "", async (page) => {
    const changed = ({ name, buffer }: File): File => {
      const other = Buffer.from(buffer);
      if (name === "chapter-02.json") other[other.length >> 1] = (other[other.length >> 1] ?? 0) ^ 1;
      return { name, buffer: other };
    };
    const chosen = files(changed).filter(({ name }) => name !== "chapter-03.json");
    for (const all of [chosen, [{ name: "a.zip", mimeType: "application/zip", buffer: zip(chosen) }]]) {
      await page.setInputFiles("#files", []);
      await page.setInputFiles("#files", all);
      await page.getByText("Not fine: this is not the edition").waitFor();
      const result = await page.innerText("#result");
      expect(result).toMatch(/chapter-02\.json – changed/);
      expect(result).toMatch(/chapter-03\.json – missing/);
      expect(result).not.toMatch(/chapter-01\.json/);
    }
    await page.setInputFiles("#files", []);
    await page.setInputFiles(
      "#files",
      files(({ name, buffer }) => {
        const other = Buffer.from(buffer);
        if (name === "edition.json") other.write("X", other.indexOf("Accra"));
        return { name, buffer: other };
      }),
    );
    await page.getByText("No key signed this edition.json.").waitFor();
  });
});

test("a copy without any file of a signature is said to lack it", async () => {
  await checking(places()[0] ?? "", async (page) => {
    const signed = ["edition.json.sig", "edition.json.minisig", "outputs.json", "outputs.json.sig"];
    const evidence = [...signed, "key.pem", "key.pub", "keys.json"];
    await page.setInputFiles(
      "#files",
      files().filter(({ name }) => !evidence.includes(name)),
    );
    await page.getByText("The signature is missing").waitFor();
    const result = await page.innerText("#result");
    expect(result).toContain("Not fine");
    expect(result).toMatch(/edition\.json\.sig – missing/);
  });
});

test("a key of somebody else is said to be another", async () => {
  await checking(places()[0] ?? "", async (page) => {
    await page.fill("#expected", "ab".repeat(32));
    await page.setInputFiles("#files", files());
    await page.getByText("The fingerprint is another one than you were told").waitFor();
    expect(await page.innerText("#result")).toContain("Not fine");
  });
});

test("what is no edition is said to be none, and a ZIP that lies does no harm", async () => {
  await checking(places()[0] ?? "", async (page) => {
    const one = (name: string, buffer: Buffer) => [{ name, mimeType: "", buffer }];
    await page.setInputFiles("#files", one("letter.zip", Buffer.from("no zip at all")));
    await page.getByText("This ZIP cannot be read").waitFor();
    const bomb = zip([{ name: "edition.json", buffer: Buffer.alloc(1 << 20) }]);
    bomb.writeUInt32LE(10, bomb.lastIndexOf("PK\x01\x02") + 24);
    await page.setInputFiles("#files", one("bomb.zip", bomb));
    await page.getByText("There is no edition in what you chose").waitFor();
    await page.setInputFiles("#files", one("path.zip", zip([{ name: "../edition.json", buffer: Buffer.from("{}") }])));
    await page.getByText("This ZIP cannot be read").waitFor();
  });
});

test("the page has no barrier in any language, in light and dark", async () => {
  for (const lang of ["en", "fr", "es", "pt", "ar"]) {
    for (const colorScheme of ["light", "dark"] as const) {
      const context = await browser.newContext({ colorScheme, viewport: { width: 320, height: 640 } });
      const page = await context.newPage();
      await page.goto(`${service.address}/verify?lang=${lang}`);
      await page.setInputFiles("#files", files());
      await page.locator("#result ul").waitFor({ state: "attached" });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      await page.evaluate(AXE);
      const found = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
        return (await axe.run()).violations.map(({ id }) => id);
      });
      expect(found, `${lang} ${colorScheme}`).toEqual([]);
      await context.close();
    }
  }
});
