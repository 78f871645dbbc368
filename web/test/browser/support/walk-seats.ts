// The tasks of seats: what the Secretariat does at its desk, inviting and handing over, proposals and private drafts. They begin
// on the page of editions and end on the page of chapters. Next: ../keyboard.test.ts.
import { deskWords } from "../../../src/lang/desk/index.ts";
import { proposalWords } from "../../../src/lang/proposals/index.ts";
import { tasks, type Task, type Walk } from "./walk.ts";

const [COLLEAGUE, SUCCESSOR] = ["Xi", "Yo"] as const;

const desk = ({ words }: Walk) => deskWords(words.code);
const said = ({ words }: Walk) => proposalWords(words.code);

/** By the bar to a page of whoever is here. */
async function goTo(at: Walk, name: string, sign: string): Promise<void> {
  await at.keys.use(name, "Shift+Tab");
  await at.sees(sign);
}

/** In a dialog that was just opened: names somebody, makes the invitation, takes link and code, and closes it. */
async function invites(at: Walk, name: string, make: string): Promise<void> {
  const { keys } = at;
  const { people, invitation } = await desk(at);
  await at.sees("dialog[open]");
  await keys.find(people.name);
  await keys.type(name);
  await keys.use(make);
  await at.sees(".steps");
  await keys.use(invitation.copy);
  await at.reads(".steps [role=status]", invitation.copied);
  await keys.use(invitation.show);
  await at.sees(".secret .code");
  await keys.press("Escape");
  await at.gone("dialog[open]");
}

export const SEATS: Task[] = [
  ...tasks("secretariat-lock", {
    "lock a chapter, and open it again": async (at) => {
      const { keys, stage, words } = at;
      const { chapters, save } = await desk(at);
      await goTo(at, words.bar.desk, ".stands");
      for (const [key, count] of [
        ["ArrowDown", 1],
        ["ArrowUp", 0],
      ] as const) {
        await keys.use(chapters.changeOf(stage.office.title));
        await at.sees("dialog[open] #exception-seat");
        await keys.press(key);
        await keys.use(save);
        await at.gone("dialog[open]");
        await at.count(".stands :is(.is-locked, .is-closed)", count);
        await at.isOn(chapters.changeOf(stage.office.title));
        await keys.press("Shift+Tab");
      }
    },
    "say what a seat may do in a manual": async (at) => {
      const { keys, stage } = at;
      const { seats, manualRights, save } = await desk(at);
      await keys.find(seats.filter, "Shift+Tab");
      await keys.type("Norway");
      await at.count(".seats > li", 1);
      await keys.press("Tab", "Enter");
      await at.sees(".may-do");
      await keys.use(manualRights.changeOf(stage.manual));
      await at.sees("dialog[open]");
      await keys.press("ArrowDown", "ArrowDown");
      await keys.use(save);
      await at.gone("dialog[open]");
      await at.reads(".may-do .facts", seats.rights.read);
    },
  }),
  ...tasks("hand-over-a-seat", {
    "who leaves, who comes, the invitation": async (at) => {
      const { keys } = at;
      const { seats, handover } = await desk(at);
      await keys.find(seats.filter, "Shift+Tab");
      await keys.press("Control+a");
      await keys.type("Ghana");
      await at.count(".seats > li", 1);
      await keys.press("Tab", "Enter");
      await at.sees(".seat-open .people");
      await keys.use(handover.start);
      await at.sees('dialog[open] input[type="checkbox"]:focus');
      // Both who hold it now.
      await keys.press("Space", "Tab", "Space");
      await at.count('dialog[open] input[name="leaving"]:checked', 2);
      await invites(at, SUCCESSOR, handover.now);
      await at.reads(".seat-open > h3:first-child + .people .person", SUCCESSOR);
    },
  }),
  ...tasks("secretariat-pause", {
    "pause all writing, and end the pause": async (at) => {
      const { keys } = at;
      const { pause } = await desk(at);
      await keys.use(pause.start);
      await at.sees("dialog[open]");
      await keys.use(pause.now);
      await at.gone("dialog[open]");
      await at.sees(".paused");
      await at.isOn(pause.title);
      await keys.use(pause.lift);
      await at.gone(".paused");
      await at.isOn(pause.title);
    },
  }),
  ...tasks("invite-a-colleague", {
    "invite somebody, make a new invitation, end their access": async (at) => {
      const { keys, words } = at;
      const { people, invitation } = await desk(at);
      await goTo(at, words.bar.seat, "h2#people");
      await keys.use(people.invite);
      await invites(at, COLLEAGUE, people.make);
      await at.reads('[aria-labelledby="people"] .person', COLLEAGUE);
      await keys.use(people.againOf(COLLEAGUE), "Shift+Tab");
      await at.sees(".steps");
      await keys.find(invitation.show);
      await keys.press("Escape");
      await at.gone("dialog[open]");
      await keys.use(people.endOf(COLLEAGUE));
      await at.sees("dialog[open]");
      await keys.use(people.end);
      await at.gone("dialog[open]");
      await at.sees(".before");
    },
  }),
  ...tasks("secretariat-proposals", {
    "read what it changes, close it with a note, open it again, merge it": async (at) => {
      const { keys, words, stage } = at;
      const { page } = await said(at);
      await goTo(at, words.bar.desk, "#proposals a");
      await keys.use(stage.manual);
      await at.sees(".edition");
      await keys.use(stage.office.title);
      await at.sees("ins");
      await keys.use(page.sides);
      await at.sees('[aria-pressed="true"]:nth-child(2)');
      await keys.use(page.close, "Shift+Tab");
      await at.sees("dialog[open]");
      await keys.type("Next year.");
      await keys.use(page.closeNow);
      await at.reads(".proposal-note", (await said(at)).note("Next year."));
      await keys.use(page.reopen);
      await at.gone(".proposal-note");
      await keys.use(page.merge, "Shift+Tab");
      await at.reads(".page-head [role=status]", page.merged);
    },
  }),
  ...tasks("proposals", {
    "try something out in a private draft, offer it, see what it changes": async (at) => {
      const { keys, words } = at;
      const { view } = words.writing;
      const { page, bar, begin } = await said(at);
      await keys.use(page.chapter, "Shift+Tab");
      await at.sees(".ProseMirror > *");
      await at.saved();
      await keys.use(words.skipToText);
      await at.isInText();
      await keys.choose(view.menu, words.proposals.draft);
      await at.sees("dialog[open]");
      await keys.use(begin.start);
      await at.sees('.branch-bar[data-proposal="draft"]');
      await at.saved();
      await keys.use(words.skipToText);
      await at.isInText();
      await at.newLine();
      await keys.type("Tried out.");
      await at.saved();
      await keys.use(bar.offer, "Shift+Tab");
      await at.sees('.branch-bar[data-proposal="open"]');
      await keys.use(bar.changes);
      await at.sees("ins");
    },
  }),
  ...tasks("sign-in", {
    "see where one is signed in": async (at) => {
      await goTo(at, at.words.bar.access, "#passkeys");
      await at.sees(".card-list");
    },
  }),
];
