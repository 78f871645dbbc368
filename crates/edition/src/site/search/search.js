// Looks for words in an edition: all of them in one passage, without regard to case, accents, vowel signs and kinds of quotation
// marks. Loads the index when somebody first looks for something, and sends nothing. Without this script the page lacks only the field.
"use strict";
(() => {
  const FOUND_MAX = 50;
  const AROUND = 60;
  const SAME = { "‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "‑": "-", "–": "-", "—": "-", "\u00a0": " ", "\u202f": " ", ى: "ي", ة: "ه", ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ł: "l", ı: "i" };
  const box = document.getElementById("search");
  const field = document.getElementById("sought");
  const list = document.getElementById("found");
  const none = document.getElementById("found-none");
  let passages = null;

  const fold = (text) =>
    Array.from(text.normalize("NFD").toLowerCase().replace(/[\p{M}\p{Cf}ـ]/gu, ""), (letter) => SAME[letter] ?? letter).join("");

  /** Every passage once, folded once. */
  function load(then) {
    if (passages !== null) return then();
    const script = document.createElement("script");
    script.src = box.dataset.index;
    script.onload = () => {
      passages ??= globalThis.chanceryIndex.flatMap(([title, page, blocks]) =>
        blocks.map(([anchor, text]) => ({ title, text, address: anchor === "" ? page : `${page}#${anchor}`, folded: fold(text) })),
      );
      then();
    };
    document.head.append(script);
  }

  /** What stands around the first word that was found: by the share of the passage before it, for folding changes lengths. */
  function excerpt({ text, folded }, word) {
    const at = Math.floor((folded.indexOf(word) / Math.max(folded.length, 1)) * text.length);
    const from = at > AROUND ? text.indexOf(" ", at - AROUND) + 1 : 0;
    const end = text.indexOf(" ", at + 2 * AROUND);
    return `${from > 0 ? "… " : ""}${text.slice(from, end < 0 ? undefined : end)}${end < 0 ? "" : " …"}`;
  }

  function show() {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    const found = words.length === 0 ? [] : passages.filter(({ folded }) => words.every((word) => folded.includes(word)));
    none.textContent = words.length > 0 && found.length === 0 ? box.dataset.none : "";
    list.replaceChildren(
      ...found.slice(0, FOUND_MAX).map((passage) => {
        const item = document.createElement("li");
        const way = document.createElement("a");
        way.href = passage.address;
        way.dir = "auto";
        way.textContent = passage.title;
        const text = document.createElement("p");
        text.dir = "auto";
        text.textContent = excerpt(passage, words[0]);
        item.append(way, text);
        return item;
      }),
    );
  }

  field.addEventListener("input", () => load(show));
  box.hidden = false;
})();
