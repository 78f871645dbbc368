// The service worker: keeps this build of the shell, answers for the shell's addresses and for the build's own files, and
// for nothing else. Never sees the interface, never keeps a word of a chapter. A new build waits until it is asked for or
// the last page of the old one is gone; a build's files stay for as long as a page of it lives. Next: update.ts.
import { isShell } from "./addresses.ts";

/** Put in by the build (vite.config.ts): a name for this build, what is fetched at once, what is kept when it is used. */
const VERSION = "%VERSION%";
const AT_ONCE = "%AT_ONCE%" as unknown as readonly string[];
const WHEN_USED = "%WHEN_USED%" as unknown as readonly string[];

const PREFIX = "chancery-shell-";
const CACHE = PREFIX + VERSION;
const SHELL = "/";

/** What of a worker's surroundings is used here. */
interface Surroundings {
  readonly location: Location;
  readonly skipWaiting: () => Promise<void>;
  readonly registration: ServiceWorkerRegistration;
  readonly addEventListener: {
    (type: "install" | "activate", listener: (event: Lasting) => void): void;
    (type: "fetch", listener: (event: Asked) => void): void;
    (type: "message", listener: (event: MessageEvent<unknown>) => void): void;
  };
}
interface Lasting {
  readonly waitUntil: (work: Promise<unknown>) => void;
}
interface Asked extends Lasting {
  readonly request: Request;
  readonly respondWith: (response: Promise<Response>) => void;
}

const worker = globalThis as unknown as Surroundings;

worker.addEventListener("install", (event) => event.waitUntil(fill()));
worker.addEventListener("activate", (event) => event.waitUntil(tidy()));
worker.addEventListener("message", ({ data }) => {
  if (data === "take over") void worker.skipWaiting();
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (request.mode === "navigate") {
    if (!isShell(pathname)) return;
    event.respondWith(answer(SHELL, request));
    event.waitUntil(tidy());
  } else if (pathname.startsWith("/assets/")) event.respondWith(answer(pathname, request));
  else if (AT_ONCE.includes(pathname)) event.respondWith(answer(pathname, request));
});

/** Fetches the build whole. If the service is at another build by now, this one is not kept. */
async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  const shell = await fetch(SHELL, { cache: "no-cache", credentials: "same-origin" });
  if (!shell.ok || !(await shell.clone().text()).includes(VERSION)) throw new Error("not the build of this worker");
  await cache.addAll(AT_ONCE);
  await cache.put(SHELL, shell);
}

/** Removes the files of builds that no page is of any more: each page holds a lock in its build's name. A build that is
 *  being fetched or waits has no pages yet, and is let be. */
async function tidy(): Promise<void> {
  const { registration } = worker;
  for (const name of await caches.keys()) {
    if (registration.installing !== null || registration.waiting !== null) return;
    if (!name.startsWith(PREFIX) || name === CACHE) continue;
    await navigator.locks.request(name, { ifAvailable: true }, async (lock) => lock !== null && caches.delete(name));
  }
}

async function answer(name: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = (await cache.match(name)) ?? (name === SHELL ? undefined : await caches.match(name));
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok && WHEN_USED.includes(name)) await cache.put(name, response.clone());
  return response;
}
