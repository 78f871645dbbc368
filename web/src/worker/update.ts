// The page's side of the service worker: registers it, and tells when a new version of the editor is ready. It is taken
// when the person wants it, never under typing. Where there are no service workers, nothing happens. Next:
// service-worker.ts.
import { trustedScript } from "../trusted.ts";

const ADDRESS = "/sw.js";
/** The page itself goes first on a thin line. */
const REGISTER_AFTER_MS = 1_500;
const LOOK_EVERY_MS = 30 * 60_000;

type Listener = (ready: boolean) => void;

const listeners = new Set<Listener>();
let waiting: ServiceWorker | null = null;

/** Whether a new version waits: at once and after every change. Made for a Svelte store as well as for a function. */
export const update = {
  subscribe(listener: Listener): () => void {
    listeners.add(listener);
    listener(waiting !== null);
    return () => listeners.delete(listener);
  },
};

/** Takes the new version: this page, and every other when it is loaded next. */
export function takeUpdate(): void {
  if (waiting === null) return location.reload();
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage("take over");
}

/** To be called once, by the page's main. */
export function watchForUpdates(): void {
  if (!("serviceWorker" in navigator) || versionHere() === null) return;
  holdVersion();
  const soon = (): void => void setTimeout(() => void register(), REGISTER_AFTER_MS);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon, { once: true });
}

async function register(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker.register(trustedScript(ADDRESS), { updateViaCache: "none" });
    ready(registration);
    registration.addEventListener("updatefound", () => {
      const { installing } = registration;
      installing?.addEventListener("statechange", () => ready(registration));
    });
    const look = (): void => void registration.update().catch(() => undefined);
    setInterval(look, LOOK_EVERY_MS);
    document.addEventListener("visibilitychange", () => document.hidden || look());
  } catch {
    // Without a worker the page works as long as there is a line.
  }
}

// The first worker of a device replaces nobody: that is no news.
function ready({ waiting: worker }: ServiceWorkerRegistration): void {
  if (navigator.serviceWorker.controller === null || worker === waiting) return;
  waiting = worker;
  for (const listener of listeners) listener(waiting !== null);
}

/** As long as this page lives, so do the files of its build. */
function holdVersion(): void {
  const locks = navigator.locks as LockManager | undefined;
  const forever = new Promise<never>(() => undefined);
  void locks?.request(`chancery-shell-${versionHere() ?? ""}`, { mode: "shared" }, () => forever);
}

function versionHere(): string | null {
  return document.querySelector<HTMLMetaElement>('meta[name="build"]')?.content ?? null;
}
