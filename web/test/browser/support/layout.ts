// Looks at a page as it is laid out and drawn: what runs over, what is cut, what is too small for a finger, what is told by
// colour alone, what moves. Each answers with what is wrong, in words; an empty list is well. Next: ../layout.test.ts.
import type { Page } from "playwright-core";

/** WCAG 2.2, target size (minimum). */
const TARGET_PX = 24;

/** Words that are cut off, or that run over what they stand in. An ellipsis is a promise that they stand elsewhere too. */
export const cut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      const style = getComputedStyle(element);
      const { clientWidth, clientHeight, scrollWidth, scrollHeight } = element;
      if (clientWidth <= 1 || !element.checkVisibility({ visibilityProperty: true })) continue;
      if (style.clipPath !== "none" || style.textOverflow === "ellipsis" || element.closest("svg") !== null) continue;
      const hides = [style.overflowX, style.overflowY].map((flow) => flow === "hidden" || flow === "clip");
      const isLabel = element.matches("button, .button, label, legend, dt, dd, summary, [role=tab]");
      const wide = scrollWidth > clientWidth + 1 && (hides[0] === true || isLabel);
      const high = scrollHeight > clientHeight + 2 && (hides[1] === true || (isLabel && style.display !== "inline"));
      if ((wide || high) && element.innerText.trim() !== "")
        found.push(`${element.tagName} .${element.className}: ${element.innerText.trim().slice(0, 40)}`);
    }
    return found;
  });

/** How much of the window is covered by bars that stay while the text is scrolled. */
export const covered = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const stays = (element: Element | null): boolean => {
      for (let each = element; each !== null; each = each.parentElement) {
        if (each.matches("dialog, [role=menu]")) return false;
        if (["sticky", "fixed"].includes(getComputedStyle(each).position)) return true;
      }
      return false;
    };
    let rows = 0;
    for (let y = 2; y < innerHeight; y += 4)
      if (stays(document.elementFromPoint(document.documentElement.clientWidth / 2, y))) rows += 4;
    return rows / innerHeight;
  });

/** What is to be pressed and smaller than a fingertip needs. What stands in a sentence is as high as its line. */
export const small = (page: Page): Promise<string[]> =>
  page.evaluate((least) => {
    const isInSentence = (element: Element): boolean => {
      const around = element.closest("p, li, td, th, dd, figcaption, cite");
      return (
        element.matches("a, [role=button]") &&
        around !== null &&
        around.textContent?.trim() !== element.textContent?.trim() &&
        getComputedStyle(element).display === "inline"
      );
    };
    const pressed = "a[href], button, input, select, textarea, summary, [role^=menuitem], [role=button]";
    return [...document.querySelectorAll<HTMLElement>(pressed)].flatMap((element) => {
      if (!element.checkVisibility({ visibilityProperty: true }) || isInSentence(element)) return [];
      const label = element.closest("label") ?? document.querySelector(`label[for="${element.id || "none"}"]`);
      const isMark = element.matches("input[type=radio], input[type=checkbox]") && label !== null;
      const box = (isMark ? label : element).getBoundingClientRect();
      const isOff = box.bottom < 0 || getComputedStyle(element).clipPath !== "none" || box.width <= 1;
      if (isOff || (box.width >= least - 0.5 && box.height >= least - 0.5)) return [];
      const size = `${String(Math.round(box.width))} x ${String(Math.round(box.height))}`;
      return [`${element.tagName} .${element.className} ${element.innerText.slice(0, 30)}: ${size}`];
    });
  }, TARGET_PX);

/** Widens lines, letters, words and paragraphs as WCAG 1.4.12 allows a reader to do. */
export const space = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
      p { margin-block-end: 2em !important; }
    `);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    // What lies above the text is placed again; a reader's spacing is there before it is opened.
    dispatchEvent(new Event("resize"));
  });

/** What is pressed, chosen or current and shows it by a colour alone: nobody sees that where colours are the device's. */
export const byColourAlone = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const shown = (element: Element): string =>
      [null, "::before", "::after"]
        .map((part) => {
          const style = getComputedStyle(element, part);
          const { borderBlockStart, borderBlockEnd, borderInlineStart, outline, textDecorationLine } = style;
          const { fontWeight, content, display, opacity } = style;
          const widths = [borderBlockStart, borderBlockEnd, borderInlineStart].map((line) => line.split(" rgb")[0]);
          return [...widths, outline, textDecorationLine, fontWeight, content, display, opacity].join("|");
        })
        .join("||");
    const states = ["aria-pressed", "aria-checked", "aria-selected", "aria-current", "aria-expanded"];
    return states.flatMap((state) =>
      [...document.querySelectorAll(`[${state}]:not([${state}="false"])`)].flatMap((element) => {
        if (!element.checkVisibility() || (state === "aria-expanded" && element.matches("[aria-haspopup]"))) return [];
        const value = element.getAttribute(state) ?? "";
        const on = shown(element);
        if (state === "aria-current") element.removeAttribute(state);
        else element.setAttribute(state, "false");
        const off = shown(element);
        element.setAttribute(state, value);
        return on === off ? [`${state}: ${element.outerHTML.slice(0, 100)}`] : [];
      }),
    );
  });

/** Where the focus is, if nothing shows it; null where it is shown, or where nothing has it. */
export const unseenFocus = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return null;
    const isShown = (each: Element): boolean => {
      const { outlineStyle, outlineWidth } = getComputedStyle(each);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    };
    // A place to write in shows a caret; what stands around it may show the rest.
    const writes = element.matches("[contenteditable=true]");
    if (isShown(element) || writes || (element.closest("td, th") && isShown(element.closest("td, th") as Element)))
      return null;
    return element.outerHTML.slice(0, 120);
  });

/** What moves although the person asked for stillness. */
export const moving = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll("*")].flatMap((element) => {
      const { transitionDuration, animationDuration, animationName, scrollBehavior } = getComputedStyle(element);
      const lasts = (times: string): boolean => times.split(",").some((time) => Number.parseFloat(time) > 0.02);
      const moves = lasts(transitionDuration) || (animationName !== "none" && lasts(animationDuration));
      return moves || scrollBehavior === "smooth" ? [element.outerHTML.slice(0, 90)] : [];
    }),
  );
