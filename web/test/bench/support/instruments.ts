// What is put into a page before its own scripts, the same for both editors: when its text is drawn to the end, how long a
// key takes to the picture, how long its script runs, and when letters of others are drawn. Reads the page, changes nothing in it.
// Runs inside the page: uses nothing from outside itself. Next: page.ts, which asks for what was noted.

export interface Instruments {
  /** From the beginning of the navigation until the last words of the text were drawn; null before. */
  opened: number | null;
  keys: KeyNote[];
  /** For each desk, when each of its letters was drawn, in milliseconds since 1970. */
  desks: Record<string, number[]>;
  /** Begins to note letters of others. */
  watchDesks: () => void;
}

export interface KeyNote {
  /** From the key to just after the next frame. */
  painted: number;
  /** Script from the key until the letter stands in text and document: handlers of events, and of the changed page. */
  script: number;
}

export interface Sought {
  /** The last words of the text. */
  readonly end: string;
  /** What the paragraph of a desk begins with, before its number. */
  readonly desk: string;
}

export function instruments({ end, desk }: Sought): void {
  const noted: Instruments = { opened: null, keys: [], desks: {}, watchDesks };
  Object.assign(globalThis, { noted });

  function afterFrame(then: () => void): void {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = then;
      port2.postMessage(null);
    });
  }

  const text = (): Element | null => document.querySelector(".ProseMirror");

  (function look(): void {
    const last = text()?.lastElementChild;
    if (last?.textContent.includes(end) === true && last.getClientRects().length > 0)
      afterFrame(() => {
        noted.opened = performance.now();
        closeBracket();
      });
    else requestAnimationFrame(look);
  })();

  // The first of all observers and the last one are called before and after those of the page: in Chromium they are called
  // in the order in which they were made. What lies between is the editor's reading of the letter, and all that follows from it.
  let current: KeyNote | null = null;
  let begun = 0;
  const everything = { subtree: true, childList: true, characterData: true } as const;
  new MutationObserver(() => (begun = performance.now())).observe(document, everything);

  function closeBracket(): void {
    new MutationObserver(() => {
      if (current !== null) current.script += performance.now() - begun;
    }).observe(document, everything);
  }

  for (const type of ["keydown", "keypress", "beforeinput", "input"]) {
    let since = 0;
    addEventListener(type, () => (since = performance.now()), { capture: true });
    addEventListener(type, () => {
      if (current !== null) current.script += performance.now() - since;
    });
  }
  addEventListener(
    "keydown",
    ({ timeStamp }) => {
      const note: KeyNote = { painted: Number.NaN, script: 0 };
      current = note;
      noted.keys.push(note);
      afterFrame(() => {
        note.painted = performance.now() - timeStamp;
        if (current === note) current = null;
      });
    },
    { capture: true },
  );

  function watchDesks(): void {
    const root = text();
    if (root === null) return;
    new MutationObserver((records) => {
      const blocks = new Set<Element>();
      for (const { target } of records) {
        const block = (target instanceof Element ? target : target.parentElement)?.closest("p");
        if (block?.textContent.startsWith(desk) === true) blocks.add(block);
        if (target instanceof Element && block === null)
          for (const each of target.querySelectorAll(":scope > p"))
            if (each.textContent.startsWith(desk)) blocks.add(each);
      }
      if (blocks.size > 0) afterFrame(() => blocks.forEach(count));
    }).observe(root, { subtree: true, childList: true, characterData: true });
  }

  function count(block: Element): void {
    const [, number = "", rest = ""] = new RegExp(`^${desk}(\\d+)[^:]*:(.*)$`).exec(wordsOf(block)) ?? [];
    const letters = rest.replace(/\D/g, "").length;
    const times = (noted.desks[number] ??= []);
    while (times.length < letters) times.push(Date.now());
  }

  /** The text of a block without what is drawn for carets. */
  function wordsOf(block: Element): string {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let words = "";
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      if (node.parentElement?.closest(".caret, .collaboration-carets__caret") === null) words += (node as Text).data;
    return words;
  }
}
