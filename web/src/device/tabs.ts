// What tabs of one browser share besides the store: locks that end with their tab, and a channel to speak to each other.
// Where a browser has no locks (an address without https), every tab takes itself to be alone: then an edit may be sent
// twice, which the service takes for nothing new. Knows no document. Next: keeper.ts.

export interface Tabs {
  /** Whether locks are locks here; where they are not, nothing is taken over but by a page that has the document open. */
  readonly canLock: boolean;
  /** Waits for a lock and holds it until `until` ends. False: ended before it was ours. */
  hold(name: string, until: AbortSignal): Promise<boolean>;
  /** Takes a lock if nobody has it, and holds it until `until` ends. */
  tryHold(name: string, until: AbortSignal): Promise<boolean>;
  channel(name: string, hear: (message: unknown) => void): Channel;
}

export interface Channel {
  post(message: unknown): void;
  close(): void;
}

/** The lock that a tab holds on its edits in a document for as long as it lives. */
export const lockOf = (name: string, tab: string): string => `${name} ${tab}`;

export const browserTabs: Tabs = {
  get canLock() {
    return (navigator.locks as LockManager | undefined) !== undefined;
  },
  hold: (name, until) => request(name, until, false),
  tryHold: (name, until) => request(name, until, true),
  channel(name, hear) {
    const channel = new BroadcastChannel(name);
    channel.onmessage = (event: MessageEvent<unknown>) => hear(event.data);
    return { post: (message) => channel.postMessage(message), close: () => channel.close() };
  },
};

/** For a device that keeps nothing: there is nothing to share. */
export const noTabs: Tabs = {
  canLock: false,
  hold: (_, until) => Promise.resolve(!until.aborted),
  tryHold: (_, until) => Promise.resolve(!until.aborted),
  channel: () => ({ post: () => undefined, close: () => undefined }),
};

function request(name: string, until: AbortSignal, ifAvailable: boolean): Promise<boolean> {
  const locks = navigator.locks as LockManager | undefined;
  if (until.aborted || locks === undefined) return Promise.resolve(!until.aborted);
  return new Promise((resolve) => {
    const held = (lock: Lock | null): Promise<void> => {
      resolve(lock !== null && !until.aborted);
      if (lock === null || until.aborted) return Promise.resolve();
      return new Promise((release) => until.addEventListener("abort", () => release()));
    };
    const options = ifAvailable ? { ifAvailable } : { signal: until };
    locks.request(name, options, held).catch(() => resolve(false));
  });
}
