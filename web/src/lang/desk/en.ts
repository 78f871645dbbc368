// What the desk, the page of a seat and "Who wrote this" say, in English: loaded with these pages and by nobody else. It gives
// the others their shape. Next: index.ts.
const seats = (n: number): string => (n === 1 ? "1 seat" : `${n.toLocaleString("en")} seats`);
const lines = (n: number): string => (n === 1 ? "1 line" : `${n.toLocaleString("en")} lines`);

export const en = {
  needsService: "This needs the service, and it does not answer. Nothing was changed; try again when it is back.",
  nothingChanged: "Nothing was changed.",
  failed: "The page could not be read. Nothing is lost; check your connection and try again.",
  notYours: "This page is for the Secretariat.",
  save: "Save",
  former: "a former colleague",
  dated: { until: (day: string): string => `until ${day}`, from: (day: string): string => `from ${day}` },

  desk: {
    title: "The Secretariat’s desk",
    lead: "Who holds which seat, how each chapter stands, and what waits for a decision.",
    parts: "On this page",
  },

  seats: {
    title: "Seats",
    count: seats,
    filter: "Find a seat or a person",
    noneFound: "No seat and no person is called so.",
    add: "Add a seat",
    name: "Name of the seat",
    nameMissing: "Type a name first.",
    kind: "Kind",
    kinds: {
      state: "State",
      organisation: "Organisation",
      secretariat: "Secretariat",
      steering: "Steering group",
      observer: "Observer",
    },
    right: "Right",
    rights: { read: "reads", comment: "comments", suggest: "suggests", edit: "edits", keep: "keeps" },
    vacant: "nobody holds it",
    seen: (day: string): string => `last here ${day}`,
    neverSeen: "never here yet",
  },

  people: {
    title: "People",
    none: "Nobody holds this seat now.",
    roles: { "focal-point": "focal point", deputy: "deputy", colleague: "colleague" },
    admin: "seat administrator",
    adminMore: "May invite colleagues to this seat and end their access.",
    invite: "Invite a colleague",
    inviteTo: (seat: string): string => `Invite somebody to the seat of ${seat}`,
    name: "Name",
    nameMissing: "Type the name of the person first.",
    email: "E-mail (if you like)",
    emailMore: "Kept sealed, like the name.",
    role: "Role",
    until: "Until (if it ends on a known day)",
    make: "Make the invitation",
    invited: "invitation open",
    again: "New invitation",
    againOf: (name: string): string => `New invitation for ${name}`,
    end: "End access",
    endOf: (name: string): string => `End access of ${name}`,
    endTitle: (name: string): string => `End the access of ${name}?`,
    endMore:
      "They are signed out everywhere within two seconds, and their invitation ends. What they wrote stays as it is and belongs to the seat.",
    endKeep: "Keep access",
    erase: "Erase the name",
    eraseOf: (name: string): string => `Erase the name ${name}`,
    eraseTitle: (name: string): string => `Erase the name ${name} for good?`,
    eraseMore:
      "Name and e-mail are deleted everywhere in the service. What was written stays and belongs to the seat. This cannot be taken back.",
    eraseKeep: "Keep the name",
    before: "Held it before",
  },

  invitation: {
    title: (name: string): string => `The invitation for ${name}`,
    lead: (day: string): string =>
      `It works once, until ${day}. The link and the code must travel by two different ways; a link alone opens nothing.`,
    linkStep: "Send the link, for example by e-mail.",
    copy: "Copy the link",
    copied: "The link is copied.",
    notCopied: "The link could not be copied. Select it and copy it by hand.",
    codeStep:
      "Tell the code by another way: by telephone, in a message or in person. Never in the same mail as the link.",
    show: "Show the code",
    once: "The code is shown only now. If it gets lost, make a new invitation; the old one then ends.",
    waiting: "Invitations waiting",
    waitingMore:
      "Each works once. Link and code are shown only when an invitation is made; if one got lost, make a new one.",
    waitingNone: "No invitation waits.",
  },

  handover: {
    start: "Hand over this seat",
    title: (seat: string): string => `Hand over the seat of ${seat}`,
    leaving: "Who leaves",
    leavingNone: "Choose who leaves.",
    coming: "Who comes",
    happens: "What happens",
    signedOut:
      "Whoever leaves is signed out everywhere within two seconds, and their devices can no longer open the manual.",
    stays: "Drafts and proposals stay with the seat, for the successor.",
    unsent:
      "Edits that were not sent yet are not lost: the device hands them in, and they become a proposal of the seat.",
    past: "Everything written so far stays exactly as it is.",
    now: "Hand over now",
  },

  holdings: {
    title: "What your seat holds",
    lead: "For whoever comes to this seat: what was written from here, and what waits.",
    chapters: "Chapters it wrote in",
    proposals: "Open proposals",
    drafts: "Private drafts",
    editions: "Editions frozen since",
    nothing: "Nothing yet.",
  },

  seat: {
    title: "Your seat",
    lead: (seat: string): string => `The seat of ${seat}, and the people who hold it. It stays when people go.`,
    ask: "The seat administrator or the Secretariat invites colleagues to this seat.",
  },

  chapters: {
    title: "Chapters",
    lead: "Whether a chapter can be written in, what is told of who wrote it, and which seats have a right of their own.",
    state: "State",
    states: { open: "open", locked: "locked", closed: "closed" },
    stateMore: {
      open: "Every seat writes as its right says.",
      locked: "Nobody writes in it until it is unlocked. What is written meanwhile becomes a proposal.",
      closed: "For reading alone. It takes no proposals.",
    },
    mode: "Who wrote what",
    modes: { named: "named", seat: "by seat", unattributed: "unattributed" },
    modeMore: {
      named: "Members see which person wrote what, and which seat.",
      seat: "Members see which seat wrote what, and no person.",
      unattributed:
        "Nobody is told who writes or who is here: neither person nor seat (Chatham House Rule). It takes no proposals.",
    },
    auditKey: "Audit key (if you like)",
    auditKeyMore:
      "With the public half of a key, whoever holds the other half can find out later who wrote. Without one nobody ever can.",
    audited: "An audit key is set: whoever holds its other half can find out who wrote.",
    modePast: "What was written before stays as it was: a new mode neither hides it nor reveals it.",
    change: "Change",
    changeOf: (title: string): string => `Change: ${title}`,
    exceptions: "Rights of single seats",
    exceptionsMore: "A seat without a line here has its right in the manual.",
    hidden: "does not see it",
    addException: "Add",
    remove: "Remove",
    removeException: (seat: string): string => `Remove the line of ${seat}`,
    seat: "Seat",
    saved: (title: string): string => `${title} is changed.`,
  },

  proposals: {
    title: "Proposals waiting",
    lead: "Edits that could not go in, and drafts that seats have offered.",
    none: "No proposal waits.",
    count: (n: number): string => (n === 1 ? "1 proposal waits" : `${String(n)} proposals wait`),
  },

  sessions: {
    someDevice: "a device that did not say what it is",
    on: (browser: string, system = ""): string => `${browser} on ${system}`,
    otherBrowser: "another browser",
    otherSystem: "another system",
    title: "Sessions",
    none: "Nobody is signed in.",
    began: (when: string): string => `since ${when}`,
    current: "this one",
    end: "End",
    endOf: (device: string): string => `End the session on ${device}`,
    ended: "The session is ended.",
  },

  roster: {
    title: "Roster",
    lead: "All seats and the people in them as one list (CSV), for a spreadsheet.",
    download: "Download the roster",
    import: "Import a roster",
    file: "Choose a file",
    paste: "Or paste its lines here",
    columns: "The first line names the columns, as in the roster that you can download.",
    check: "Check",
    empty: "Choose a file or paste some lines first.",
    good: (n: number): string => (n === 1 ? "1 line is in order." : `${lines(n)} are in order.`),
    bad: (n: number): string =>
      `${n === 1 ? "1 line has an error" : `${lines(n)} have errors`}. Nothing is imported until every line is in order.`,
    line: "Line",
    problem: "What is wrong",
    ok: "in order",
    now: "Import now",
    imported: (n: number): string => `The roster is imported: ${lines(n)}.`,
    again: "Change the lines",
  },

  audit: {
    title: "Audit",
    lead: "What was done, in order, and by which seat. Each line holds the fingerprint of the one before it, so that none can be changed or taken out unseen.",
    earlier: "Earlier",
    download: "Download all of it",
    empty: "Nothing yet.",
    service: "the service",
    list: "Latest acts",
  },

  acts: {
    "folder-began": "The data folder began",
    "seat-added": "A seat was added",
    "seat-right": "The right of a seat was decided",
    "writer-named": "A session got its number in the journal",
    "invitation-made": "An invitation was made",
    "wrong-code-typed": "A wrong code was typed",
    "invitation-used": "An invitation was used",
    "token-made": "A token for a program was made",
    "signed-in": "Somebody signed in",
    "session-ended": "A session ended",
    appears: "Somebody chose how others see them",
    "manual-made": "A manual was made",
    "chapter-made": "A chapter was made",
    "template-made": "A template was made",
    "chapter-made-from": "A chapter was made from a template",
    "chapter-deleted": "A chapter was deleted",
    "chapter-restored": "A chapter was restored",
    "freeze-began": "An edition began to be frozen",
    "edition-published": "An edition was frozen",
    "freeze-dropped": "A freeze was given up",
  },

  pause: {
    title: "Pause all writing",
    lead: "For a bad hour: within two seconds nobody can write or change anything, everybody can read, and what people write meanwhile stays on their devices and is sent afterwards.",
    start: "Pause all writing",
    sure: "Pause all writing now?",
    sureMore:
      "Everybody who is signed in sees it at once, on every page. You end the pause on this page, or with the command “chancery resume”.",
    now: "Pause now",
    not: "Do not pause",
    on: "Writing is paused.",
    lift: "End the pause",
    lifted: "The pause has ended. What waited on devices is being sent.",
    bar: "Writing is paused by the Secretariat. What you write stays on this device and is sent afterwards.",
    barLift: "End the pause at the desk",
  },

  authors: {
    title: "Who wrote this",
    lead: "Each paragraph, with the seats that wrote it.",
    unattributed:
      "This chapter is unattributed: nobody is told who wrote what, neither the person nor the seat. That was decided so that everybody can speak freely here.",
    without: "without attribution",
    removed: "Deleted here",
    removedBy: (units: number, who = "", when = ""): string =>
      `${who}, ${units === 1 ? "1 character" : `${units.toLocaleString("en")} characters`}, ${when}`,
    beside: (who: string): string => `In notes, tables, pictures and boxes: ${who}.`,
    nothing: "Nothing is written here yet.",
  },

  standing: {
    locked: "Locked by the Secretariat: nobody writes in this chapter until it is unlocked.",
    closed: "Closed by the Secretariat: this chapter is for reading.",
    unattributed: "Unattributed: nobody is told who writes here, or who is here.",
  },
};

export type DeskWords = typeof en;
