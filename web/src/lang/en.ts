// Every sentence and word a person sees, in English: the catalogue that gives the others their shape. A sentence says
// what happened, what is safe and what to do next. Words in it follow docs/glossary.md.
import type { Code } from "../code.ts";
import { structure } from "./structure/en.ts";
import { finding } from "./finding/en.ts";
import { writing } from "./writing/en.ts";

const changes = (n: number): string => (n === 1 ? "1 change" : `${n.toLocaleString("en")} changes`);
const isAre = (n: number): string => (n === 1 ? "is" : "are");

/** Why an edit was refused, or a chapter could not be opened: what happened and what to do. */
const refusals: Record<Code, string> = {
  malformed: "The service could not read what this page sent.",
  "too-large": "The chapter has become too long to save. Move a part into another chapter.",
  "forbidden-content": "The service does not accept this kind of content in a chapter.",
  "delete-ahead": "The service could not read what this page sent.",
  foreign: "Changes made under another seat, or another naming, cannot be sent from this page.",
  gap: "Something is missing between this page and the service.",
  locked: "This chapter is locked: it can be read, and nobody changes it until it is unlocked.",
  closed: "This chapter is closed: it can be read, and no longer changed.",
  paused: "The Secretariat has paused all writing. What you wrote stays here and goes out by itself.",
  "read-only": "Your seat can read this chapter but no longer write in it.",
  damaged: "This chapter is damaged on the service and shown as it last was. The Secretariat can restore it.",
  "signed-out": "You are signed out.",
  "not-allowed": "Your seat may not open this chapter. Ask the Secretariat.",
  "not-found": "This chapter is not there, or not open to your seat. The Secretariat can tell you more.",
  "foreign-origin": "This page was opened from an address that the service does not know.",
  "invitation-refused":
    "The link or the code is wrong, used or over. Check the code and try again, or ask the Secretariat for a new invitation.",
  "sign-in-refused": "This did not work. Try again, or ask the Secretariat for a new invitation.",
  "touch-needed": "This has to be confirmed with your passkey first.",
  "too-many": "Too many tries in a short time. Wait a minute, then try again.",
  "too-many-pages":
    "Too many pages of this manual are open in this browser. Close some; this one then goes on by itself.",
  invalid: "The service could not read what this page sent.",
  "wrong-method": "The service could not read what this page sent.",
  conflict: "Somebody else changed this at the same time. Load the page again.",
  "not-freezable": "The manual cannot be frozen now.",
  "members-only": "Something in the manual is for members alone. Freeze the edition for members.",
  "not-ready": "The manual is not ready for a final edition.",
  "no-press": "No PDF can be made now.",
  "not-persisted": "The service cannot write at the moment. This page keeps your words and tries again.",
  "too-slow": "The line was too slow. This page catches up by itself.",
  stopping: "The service is being restarted. This page comes back by itself.",
  unattributed: "In this chapter nobody is named.",
  "mode-changed": "Naming changed in this chapter. This page comes back by itself.",
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

  bar: { desk: "Desk", seat: "Your seat", access: "Your access" },

  signIn: {
    title: "Sign in",
    without: "Open the link of your invitation to sign in.",
    withoutMore:
      "The Secretariat sends you a link and, separately, a code. A link works once; ask for a new one if yours is used.",
  },

  manual: {
    title: "Chapters",
    chapterCount: (n: number): string => (n === 1 ? "1 chapter" : `${String(n)} chapters`),
    empty: "No chapters yet. The Secretariat adds the first one.",
    noManuals: "No manual yet. The Secretariat creates the first one.",
    untitled: "Untitled chapter",
    failed: "The chapters could not be loaded. Nothing is lost; check your connection and try again.",
  },

  outline: {
    manuals: "Manuals",
    noManual: "There is no manual at this address, or it is not open to your seat.",
    editions: "Editions",
    changed: (when: string): string => `changed ${when}`,
    news: (when: string): string => `changed ${when}, since your last visit`,
    justNow: "just now",
    noWords: "no words yet",
    drag: "Drag to move",
    change: "Change",
    rename: "Rename",
    moves: { up: "Move up", down: "Move down", under: "Move under the chapter above", out: "Move out" },
    addUnder: "New chapter under this",
    delete: "Delete",
    titleOf: (title: string): string => `Title of ${title}`,
    importFile: "Import a Word file or Markdown",
    newChapter: "New chapter",
    titleOfNew: "Title of the new chapter",
    titleOfNewUnder: (title: string): string => `Title of the new chapter under ${title}`,
    titleFirst: "Type a title first. It can be changed later.",
    create: "Create",
    cancel: "Cancel",
    deleteTitle: (title: string): string => `Delete “${title}”?`,
    deleteMore: "It closes for everyone; the chapters under it stay, and you can restore it at any time.",
    keepIt: "Keep it",
    deletedTitle: (n: number): string => (n === 1 ? "1 deleted chapter" : `${String(n)} deleted chapters`),
    restore: "Restore",
    needsService:
      "This needs the service, and it does not answer. Nothing was changed; renaming and moving work meanwhile.",
    moved: (title: string, number = "1", above = ""): string =>
      above === "" ? `${title} is now chapter ${number}.` : `${title} is now chapter ${number}, under ${above}.`,
    cannot: {
      up: "It is the first one here.",
      down: "It is the last one here.",
      under: "There is no chapter above it to move it under.",
      out: "It is at the top level already.",
    },
    cannotThere: "It cannot be moved there.",
    renamed: (title: string): string => `The chapter is called ${title}.`,
    blank: "A chapter needs a title. It keeps the one it had.",
    created: (title: string): string => `${title} was created.`,
    deleted: (title: string): string => `${title} was deleted. It is at the end of the page, to be restored.`,
    restored: (title: string): string => `${title} was restored.`,
    keep: "Keep this manual on this device",
    keepHint: "All its chapters then open without a connection.",
    keepMemory: "Nothing is kept on this device: it is not your own, or it has no room.",
    kept: (done: number, of = done): string => `${String(done)} of ${String(of)} chapters are on this device.`,
  },

  templates: {
    title: "Templates",
    hint: "What a new chapter can begin with. Only the Secretariat sees them.",
    none: "No template yet. With one, chapters of one kind begin with the same headings.",
    untitled: "Untitled template",
    newTemplate: "New template",
    titleOfNew: "Title of the new template",
    beginWith: "What the chapter begins with",
    empty: "An empty page",
    created: (title: string): string => `The template ${title} was created. Open it to write its headings.`,
    renamed: (title: string): string => `The template is called ${title}.`,
    blank: "A template needs a title. It keeps the one it had.",
    deleteTitle: (title: string): string => `Delete the template “${title}”?`,
    deleteMore:
      "Chapters made from it keep their text, and nothing is asked of them any more. You can restore it at any time.",
    deleted: (title: string): string =>
      `The template ${title} was deleted. It is at the end of the page, to be restored.`,
    deletedTitle: (n: number): string => (n === 1 ? "1 deleted template" : `${String(n)} deleted templates`),
    restored: (title: string): string => `The template ${title} was restored.`,
    missing: (n: number): string => (n === 1 ? "1 part missing" : `${String(n)} parts missing`),
    isTemplate:
      "This is a template. Each heading 2 or 3 becomes a part that every chapter made from it must have. All other text is shown as a hint to whoever writes there and never stands in the chapter. Tables, pictures and boxes are copied.",
    start: "Start with a heading: it becomes the first part. Only the Secretariat sees this page.",
    parts: "Parts of this chapter",
    written: (n: number, of = n): string =>
      n === of && n > 0
        ? of === 1
          ? "Its part is written"
          : `All ${String(of)} parts written`
        : `${String(n)} of ${of === 1 ? "1 part" : `${String(of)} parts`} written`,
    needed: "Still needed:",
    putBack: (title: string): string => `Put back “${title}”`,
    fixed: "This heading comes from the template and stays as it is. Write under it.",
  },

  chapter: {
    textOf: (title: string): string => `Text of ${title}`,
    empty: "Start writing. Everyone with a seat sees it as you type; nothing is public.",
    here: "In this chapter",
    you: (name: string): string => `${name} (you)`,
    joined: (names: string): string => `${names} joined the chapter`,
    words: (n: number): string => (n === 1 ? "1 word" : `${n.toLocaleString("en")} words`),
    unknown: "Something this version cannot show",
    pageFailed: "This page could not be loaded. Nothing is lost; check your connection and load the page again.",
    nowhere: "There is nothing at this address. It may be an old link.",
  },

  toolbar: {
    label: "Formatting",
    kind: "Kind of paragraph",
    kinds: { p: "Text", h2: "Heading 2", h3: "Heading 3", h4: "Heading 4", quote: "Quote", def: "Definition" },
    mixed: "Mixed",
    caption: "Caption",
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
    all: "This list",
  },

  status: {
    label: "Status",
    /** At the foot, in a word or two. */
    word: {
      opening: "Opening…",
      unreachable: "No connection yet",
      saved: "Saved",
      saving: "Saving…",
      reading: "Reading",
      connecting: "Connecting…",
      offline: "Offline",
      "cannot-keep": "Not kept on this device",
      "signed-out": "Signed out",
      "other-seat": "Another seat is signed in",
      outdated: "Load the page again",
      refused: "Not sent",
    },
    waits: (n: number): string => `${changes(n)} ${n === 1 ? "waits" : "wait"}`,
    savedHint: "Everything you wrote is on the service’s disk.",
    savedAt: (time: string): string => `Saved at ${time}. Everything you wrote is on the service’s disk.`,
    opening: "Opening…",
    unreachable:
      "No connection yet. This chapter has not been opened on this device before; it opens as soon as the service answers.",
    reading: "Reading. Your seat can read this chapter but not write in it.",
    paused: "Paused",
    readingDamaged:
      "Reading only. This chapter is damaged on the service and shown as it last was. The Secretariat can restore it.",
    /** What is safe. */
    keptHere: (n: number): string => `${changes(n)} ${isAre(n)} kept on this device.`,
    onPage: (n: number): string => `${changes(n)} ${isAre(n)} on this page only: keep it open.`,
    notKept: (n: number): string => `${changes(n)} ${isAre(n)} not kept yet: keep this page open.`,
    offline: {
      head: "Offline.",
      some: "You can go on writing. Everything is sent when the connection returns.",
      none: "You can go on writing: your changes are kept on this device and sent when the connection returns.",
      noneOnPage: "You can go on writing, but keep this page open: nothing is kept on this device, as you asked.",
      reader: "You can go on reading what this device holds.",
    },
    cannotKeep: {
      full: "This device has no room left to keep your changes.",
      private: "This browser does not let us keep your changes on the device.",
      blocked: "Another tab stops this page from keeping your changes. Close the other tabs of this manual.",
      damaged: "What this device kept is damaged, so it cannot keep your changes.",
      gone: "What this device kept has been cleared. It keeps nothing more until you load the page again.",
      onlyPage: (n: number): string => `${changes(n)} ${isAre(n)} only on this page.`,
      upNone: "While you are connected, everything is saved as you write.",
      upSome: "Keep this page open while it is being sent.",
      downNone: "Wait for the connection before you write on, or save a copy of what you write.",
      downSome: "Do not close this page. Save a copy now; the rest is sent when the connection returns.",
    },
    signedOut: {
      head: "You are signed out.",
      none: "Everything you wrote is saved. Open the link of an invitation to sign in again.",
      some: "Sign in again at the same seat, and everything is sent.",
    },
    otherSeat: {
      head: (name: string): string => `${name} is signed in on this device now.`,
      none: (name: string): string => `Everything you wrote is saved. Load the page again to go on as ${name}.`,
      some: (name: string): string =>
        `Nothing of yours is sent as ${name}. It is sent when your seat signs in here again.`,
    },
    outdated: {
      head: "The service was renewed or put back; this page is from before.",
      none: "Load it again when it suits you: what this device holds and the service lacks is brought back then.",
      some: "Nothing is sent until you load the page again. Do it when it suits you.",
    },
    refused: {
      head: (code: Code): string => refusals[code],
      some: "They could not be sent. Try again, or save a copy.",
    },
    shelved: {
      head: (n: number): string => `${changes(n)} of yours could not go in.`,
      rest: (code: Code): string => `${refusals[code]} Your words are kept in the shelf on this device.`,
    },
    showShelf: "Show my words",
    saveText: "Save my text",
    saveEdits: "Save my changes",
    copy: "Copy my text",
    copied: "Copied. Paste it into a file to keep it.",
    copyFailed: "It could not be copied. Select the text and copy it yourself.",
    more: "More",
    less: "Less",
    close: "Close",
    reload: "Reload",
    update: "A new version is ready. Reload when convenient.",
  },

  leaving: {
    title: "Sign out",
    sending: "Sending your last changes…",
    progress: (n: number): string => `${changes(n)} still ${n === 1 ? "waits" : "wait"}.`,
    stuck: (n: number): string => `${changes(n)} could not be sent`,
    stuckMore:
      "The service did not take them in time. Stay signed in and they are sent when the connection returns, or save a copy before you sign out.",
    shelf: (n: number): string =>
      n === 1
        ? "What lies in your shelf is deleted from this device: 1 piece."
        : `What lies in your shelf is deleted from this device: ${String(n)} pieces.`,
    shelfTitle: "Your shelf is not empty",
    save: "Save a copy",
    stay: "Stay signed in",
    lose: (n: number): string => `Sign out and lose ${changes(n)}`,
    loseShelf: "Sign out and lose the shelf",
    failed: "The service did not answer, so you are still signed in. Try again when the connection returns.",
    notWiped:
      "You are signed out, but this device could not delete what it kept. Close all tabs of this manual and clear what the browser stores for this address.",
  },

  kept: {
    title: "Kept on this device",
    lead: (seat: string): string => `For ${seat}, on this device alone.`,
    memory: "Nothing is kept on this device, as you asked when you signed in.",
    nobody: "Nobody is signed in on this device. Sign in to see what it keeps for your seat.",
    failed: "What this device keeps could not be read. Close the other tabs of this manual and load the page again.",
    waiting: "Waiting to be sent",
    waitingNone: "Nothing waits. Everything you wrote is saved.",
    waitingMore: "Open the chapter while you are connected, and its changes are sent.",
    changes,
    shelf: "Shelf",
    shelfMore: "Words of yours that could not go into a chapter. They stay here until you remove them.",
    shelfNone: "The shelf is empty.",
    onDate: (date: string): string => `Kept since ${date}`,
    words: "Your words",
    noWords: "There are no words to show: these changes were to formatting or to deleted text.",
    copy: "Copy",
    copied: "Copied",
    saveText: "Save as text",
    saveEdits: "Save the changes",
    remove: "Remove",
    removeSure: "Remove these words from this device? This cannot be undone.",
    removeYes: "Remove them",
    removeNo: "Keep them",
    manuals: "Manuals for use without a connection",
    manualsMore: "All chapters of a manual that is kept here open without a connection.",
    manualsNone: "No manual is kept as a whole. Chapters that you have opened are here in any case.",
    stopKeeping: "Stop keeping it",
    signOut: "Signing out",
    signOutMore:
      "When you sign out, everything listed here is deleted from this device. You are asked first if something was not sent.",
    outline: "Titles and order of the chapters",
  },

  proposals: { title: "Proposals", draft: "Write in a private draft" },

  appear: {
    title: "How others see you",
    isOn: "Others see you as a member",
    as: "Appear as a member of the network",
    named: "Others see the name of your seat: in the list of who is here, and at your caret.",
    hidden:
      "Others see that a member of the network is here and where you write, in grey. They do not see which seat it is.",
    still:
      "What you write shows nobody’s name, as always. The service’s own record still says which seat wrote it, and whoever saw your name before you switched can guess.",
    holds: "It holds in all chapters on this device, until you switch it off or sign out.",
    unknown: "The service does not answer now. You can look at this and change it when the connection is back.",
    failed: "Nothing was changed: the service did not answer. Check your connection and try again.",
    /** Whoever does not want to be named; the first one, and the others by number. */
    member: (n: number): string => (n === 1 ? "A member" : `Member ${n.toLocaleString("en")}`),
  },

  writing,

  structure,

  finding,

  problem: {
    ...refusals,
    unreachable: "The service did not answer. Check your connection and try again.",
  },
};

export type Words = typeof en;
