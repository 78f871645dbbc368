// Every sentence and word a person sees, in English: the catalogue that gives the others their shape. A sentence says
// what happened, what is safe and what to do next. Words in it follow docs/glossary.md.
import type { Code } from "../code.ts";

const changes = (n: number): string => (n === 1 ? "1 change" : `${String(n)} changes`);
const isAre = (n: number): string => (n === 1 ? "is" : "are");
const itThey = (n: number): string => (n === 1 ? "It is" : "They are");

/** Why an edit was refused, or a chapter could not be opened: what happened and what to do. */
const refusals: Record<Code, string> = {
  malformed: "The service could not read what this page sent.",
  "too-large": "The chapter has become too long to save. Move a part of it into another chapter.",
  "forbidden-content": "The service does not accept this kind of content in a chapter.",
  "delete-ahead": "The service could not read what this page sent.",
  foreign: "Changes made under another seat cannot be sent from this one.",
  gap: "Something is missing between this page and the service.",
  "read-only": "Your seat can read this chapter but no longer write in it.",
  damaged:
    "This chapter is damaged on the service and shown as it last was. The Secretariat can restore it; the other chapters work.",
  "signed-out": "You are signed out.",
  "not-allowed": "Your seat may not open this chapter. Ask the Secretariat if it should.",
  "not-found": "This chapter is not there, or not open to your seat. The Secretariat can tell you more.",
  "foreign-origin": "This page was opened from an address that the service does not know.",
  "invitation-refused":
    "The link or the code is wrong, used or over. Check the code and try again, or ask the Secretariat for a new invitation.",
  "too-many": "Too many tries in a short time. Wait a minute, then try again.",
  invalid: "The service could not read what this page sent.",
  "wrong-method": "The service could not read what this page sent.",
  conflict: "Somebody else changed this at the same time. Load the page again to see it as it is now.",
  "not-persisted": "The service cannot write at the moment. This page keeps your words and tries again.",
  "too-slow": "The line was too slow. This page catches up by itself.",
  stopping: "The service is being restarted. This page comes back by itself.",
  internal: "Something went wrong on the service. This page tries again.",
};

export const en = {
  code: "en",
  name: "English",
  direction: "ltr" as "ltr" | "rtl",

  product: "Chancery",
  language: "Language",
  loading: "Opening…",
  tryAgain: "Try again",
  backToManuals: "All chapters",
  signOut: "Sign out",
  signedInAs: (seat: string): string => `Signed in as ${seat}`,
  skipToText: "Skip to the text",

  signIn: {
    title: "Sign in",
    lead: "Type the code that came with your invitation. It came separately from the link.",
    label: "Code",
    hint: "Ten letters and digits, for example 7K3PM-X2QWB. Capitals and the hyphen do not matter.",
    start: "Start",
    working: "Signing in…",
    empty: "Type the code first. It has ten letters and digits.",
    length: (n: number): string => `The code has ten letters and digits; this is ${String(n)}.`,
    wrong: (tries: number): string =>
      tries > 1
        ? "This did not work again. After five wrong tries an invitation ends. Ask the Secretariat for a new one if you are not sure of the code."
        : "This did not work. The code may be mistyped, or the invitation used or over. Check the code and try again, or ask the Secretariat for a new invitation.",
    unreachable: "The service did not answer. Your invitation is still good: check your connection and try again.",
    errorTitle: "There is a problem",
    without: "Open the link of your invitation to sign in.",
    withoutMore:
      "The Secretariat sends you a link and, separately, a code. A link works once; ask for a new one if yours is used.",
    once: "The link and the code work once, together, on this device.",
  },

  manual: {
    title: "Chapters",
    chapterCount: (n: number): string => (n === 1 ? "1 chapter" : `${String(n)} chapters`),
    empty: "No chapters yet. The Secretariat adds the first one.",
    noManuals: "No manual yet. The Secretariat creates the first one.",
    untitled: "Untitled chapter",
    failed: "The chapters could not be loaded. Nothing is lost; check your connection and try again.",
  },

  chapter: {
    textOf: (title: string): string => `Text of ${title}`,
    empty: "Start writing. Everyone with a seat sees it as you type; nothing is public.",
    here: "In this chapter",
    you: (name: string): string => `${name} (you)`,
    joined: (names: string): string => `${names} joined the chapter`,
    words: (n: number): string => (n === 1 ? "1 word" : `${n.toLocaleString("en")} words`),
    unknown: "Something this version cannot show",
    editorFailed: "The editor could not be loaded. Nothing is lost; check your connection and load the page again.",
    nowhere: "There is nothing at this address. It may be an old link.",
  },

  toolbar: {
    label: "Formatting",
    kind: "Kind of paragraph",
    kinds: { p: "Text", h2: "Heading 2", h3: "Heading 3", h4: "Heading 4", quote: "Quote" },
    mixed: "Mixed",
    strong: "Bold",
    em: "Italic",
    bullet: "Bullets",
    number: "Numbers",
    deeper: "Indent",
    shallower: "Outdent",
    link: "Link",
    undo: "Undo",
    redo: "Redo",
    sub: "Subscript",
    sup: "Superscript",
    more: "More",
    keys: "Keys",
  },

  link: {
    title: "Link",
    address: "Address",
    hint: "An address that starts with https:// or http://, or an e-mail address.",
    apply: "Set link",
    remove: "Remove link",
    cancel: "Cancel",
    wrong: "This is not an address the manual can link to. Start it with https:// or give an e-mail address.",
  },

  keys: {
    title: "Keys",
    close: "Close",
    text: "Text",
    heading: "Heading 2, 3, 4",
    lists: "Numbers, bullets",
    level: "List level",
    areas: "Toolbar, text",
    all: "This list",
  },

  status: {
    label: "Status",
    opening: "Opening…",
    unreachable: "No connection yet. The chapter opens as soon as the service answers.",
    saved: "Saved",
    savedHint: "Everything you wrote is on the service’s disk.",
    saving: "Saving…",
    offlineNothing: "Offline. You can keep writing; keep this page open.",
    offline: (n: number): string =>
      `Offline. ${changes(n)} ${isAre(n)} kept on this page. Keep it open: ${itThey(n).toLowerCase()} sent when the connection returns.`,
    reading: "Reading. Your seat can read this chapter but not write in it.",
    readingDamaged:
      "Reading only. This chapter is damaged on the service and shown as it last was. The Secretariat can restore it; the other chapters work.",
    refused: (code: Code, n: number): string =>
      n === 0
        ? refusals[code]
        : `${refusals[code]} ${changes(n)} of yours ${isAre(n)} not saved. ${itThey(n)} still on this page: copy your text before you leave.`,
    signedOut: (n: number): string =>
      n === 0
        ? "You are signed out. Everything you wrote is saved. Open the link of an invitation to sign in again."
        : `You are signed out. ${changes(n)} ${isAre(n)} kept on this page. Keep it open and sign in again in another tab: ${itThey(n).toLowerCase()} sent then.`,
    copy: "Copy my text",
    copied: "Copied. Paste it into a file to keep it.",
    copyFailed: "It could not be copied. Select the text and copy it yourself.",
  },

  problem: {
    ...refusals,
    unreachable: "The service did not answer. Check your connection and try again.",
  },
};

export type Words = typeof en;
