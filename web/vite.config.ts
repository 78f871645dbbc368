// How the page is built: hashed files under /assets/, nothing inline, because the content security policy allows
// neither inline scripts nor inline styles. Text files get compressed siblings, which the service sends as they are. `npm run dev` passes /api on to a running service.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";

const SERVICE = process.env["CHANCERY_URL"] ?? "http://127.0.0.1:8080";

/**
 * Few files, so that a far line is asked few times: what every page needs, what brings a chapter's text, what shows it, and
 * what pages share. Each page's own, and what comes later, falls where it will.
 */
const FILES = [
  // The worker is one file, so nothing of it may be shared.
  { name: "shell", tags: ["$initial" as const], test: /^(?!.*\/worker\/(?!update))/, priority: 3 },
  {
    name: "text",
    test: /\/node_modules\/(yjs|lib0|y-protocols)\/|\/src\/sync\/(?!poll-line|parcel|putting-back|put-back|proposing|shelf-item|own-words|covered|comparing|canon|errand)|\/src\/pages\/open-chapter\.ts/,
    priority: 2,
  },
  // What finds words comes with what asks for it, behind the text.
  {
    name: "editor",
    test: /\/node_modules\/prosemirror|\/src\/editor\/(?!find\.ts|fold-text\.ts)/,
    minShareCount: 2,
    priority: 1,
  },
  // What orders chapters comes with the list of them, not with the text of one.
  { name: "outline", test: /\/src\/outline\/(arrange|order|read|tree)/, minShareCount: 2, priority: 1 },
  // What several late pages share: one file of each kind, since the shell names every file.
  { name: "publishing", test: /\/src\/(publishing|lang\/ready)\/(?!fr|es|pt|ar)/, minShareCount: 2, priority: 1 },
  { name: "desk", test: /\/src\/desk\/(?!look-again)/, minShareCount: 2, priority: 1 },
  // Nor does what the device needs once, or at its end, nor what few open.
  {
    name: "parts",
    test: /\/src\/(pages\/(?!Shelf|LeftOut)|outline|device\/(?!stored|taking-over|earlier|keys|ended))/,
    minShareCount: 2,
  },
];

export default defineConfig({
  plugins: [svelte(), ahead(), offline(), compressed()],
  resolve: { alias: { "lib0/logging": resolve(import.meta.dirname, "src/sync/quiet.ts") } },
  build: {
    target: "es2022",
    outDir: "dist",
    assetsDir: "assets",
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: FILES } } },
  },
  worker: { format: "es" },
  server: {
    proxy: { "/api": { target: SERVICE, ws: true } },
  },
});

/** What brings a chapter's text, asked for by the shell's scripts: the service names it with the page, so that a thin line
 *  brings both at once. Not the editor: it would take the line from what has to come before it. */
const OF_A_CHAPTER = "src/pages/start-chapter.ts";

/** Writes chapter.preloads.txt: the value of a Link header. */
function ahead(): Plugin {
  return {
    name: "ahead",
    apply: "build",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const withImports = (module: string): Set<string> => {
        const files = new Set<string>();
        const visit = (name: string | undefined): void => {
          if (name === undefined || files.has(name)) return;
          files.add(name);
          chunks.find(({ fileName }) => fileName === name)?.imports.forEach(visit);
        };
        visit(chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module))?.fileName);
        if (files.size === 0) throw new Error(`the build lacks ${module}`);
        return files;
      };
      const shell = withImports("index.html");
      const wanted = [...withImports(OF_A_CHAPTER)];
      const links = wanted.filter((name) => !shell.has(name)).map((name) => `</${name}>; rel="modulepreload"`);
      this.emitFile({ type: "asset", fileName: "chapter.preloads.txt", source: links.join(", ") });
    },
  };
}

/** Fonts of other scripts than the interface's first, and what reads files: kept by a device when it has used them. */
const WHEN_USED = /(-ext-|arabic-arabic).*\.woff2$|\/import-worker-/;

/** Makes the service worker, tells it what this build consists of, and puts the build's name into it and the page. */
function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    buildStart() {
      this.emitFile({ type: "chunk", id: "src/worker/service-worker.ts", fileName: "sw.js" });
    },
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const [page, worker] = [bundle["index.html"], bundle["sw.js"]];
        if (page?.type !== "asset" || worker?.type !== "chunk")
          throw new Error("the build lacks its page or its worker");
        if (worker.imports.length > 0) throw new Error("the worker is one file");
        const files = Object.keys(bundle)
          .filter((name) => name.startsWith("assets/"))
          .map((name) => `/${name}`)
          .sort();
        const shell = String(page.source);
        const version = createHash("sha256")
          .update(shell)
          .update(files.join())
          .update(worker.code)
          .digest("hex")
          .slice(0, 16);
        page.source = shell.replace("<head>", `<head>\n    <meta name="build" content="${version}" />`);
        const atOnce = ["/icon.svg", "/manifest.webmanifest", ...files.filter((name) => !WHEN_USED.test(name))];
        const values = { VERSION: version, AT_ONCE: atOnce, WHEN_USED: files.filter((name) => WHEN_USED.test(name)) };
        for (const [name, value] of Object.entries(values))
          worker.code = worker.code.replace(new RegExp(`["\`']%${name}%["\`']`), JSON.stringify(value));
        if (/%[A-Z_]+%/.test(worker.code)) throw new Error("the worker was not told everything");
      },
    },
  };
}

/** Writes a .br and a .gz beside every text file of the build. Fonts are compressed already. */
function compressed(): Plugin {
  let folder = "";
  return {
    name: "compressed",
    apply: "build",
    configResolved: ({ root, build }) => {
      folder = resolve(root, build.outDir);
    },
    closeBundle() {
      const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
      for (const file of files.filter((name) => /\.(html|js|css|svg|webmanifest)$/.test(name))) {
        const bytes = readFileSync(join(folder, file));
        writeFileSync(join(folder, `${file}.br`), brotliCompressSync(bytes));
        writeFileSync(join(folder, `${file}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}
