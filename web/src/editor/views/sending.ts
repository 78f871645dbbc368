// Pictures on their way to the service: chosen, pasted or dropped. A figure stands in the text at once, and gets its picture
// when the service has it; if the service does not take it, the figure says so and stays a place for one. Next: figure.ts.
import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import * as Y from "yjs";
import { insertFigure } from "../insert.ts";
import { IMAGE_TYPES, setImage } from "../payload/figures.ts";
import type { Payload } from "../payload/tables.ts";
import { takePicture } from "../payload/waiting.ts";
import type { ViewContext } from "./context.ts";
import { el } from "./dom.ts";

type Sending = "sending" | "failed" | "wrongType" | "tooLarge";

/** What may be sent; the service makes one of the kinds that a figure can have of it. */
const TAKEN: readonly string[] = [...IMAGE_TYPES, "image/gif"];

const states = new Map<string, Sending>();

/** How it stands with the picture of a figure; null if none is on its way. */
export const sendingOf = (figure: string | null): Sending | null =>
  figure === null ? null : (states.get(figure) ?? null);

/** Asks the person for a picture of their device. */
export function askForPicture(): Promise<File | null> {
  return new Promise((resolve) => {
    const input = el("input", { type: "file", accept: TAKEN.join(",") });
    input.addEventListener("change", () => {
      resolve(input.files?.[0] ?? null);
    });
    input.addEventListener("cancel", () => {
      resolve(null);
    });
    input.click();
  });
}

/** One at a time: a thin line brings one sooner than many at once. */
let turn: Promise<unknown> = Promise.resolve();

/** Sends a picture and gives it to a figure. */
export async function sendPicture(
  { core, pictures, words, say }: ViewContext,
  figure: string,
  file: Blob,
  changed: () => void,
): Promise<void> {
  if (pictures === null) return;
  const become = (state: Sending | null): void => {
    if (state === null) states.delete(figure);
    else states.set(figure, state);
    changed();
  };
  if (!TAKEN.includes(file.type)) {
    become("wrongType");
    return;
  }
  become("sending");
  say(words().figure.sending);
  try {
    const sent = turn.then(() => pictures.upload(file));
    turn = sent.catch(() => undefined);
    const image = await sent;
    states.delete(figure);
    const payload = core.binding.ydoc.getMap("figures").get(figure);
    if (payload instanceof Y.Map)
      core.act(() => {
        setImage(payload as Payload, image);
      });
    changed();
  } catch (error) {
    become(whyNot(error));
  }
}

/** What the service said, if it spoke. */
function whyNot(error: unknown): Sending {
  const code: unknown = error instanceof Error && "code" in error ? error.code : null;
  return code === "too-large" ? "tooLarge" : code === "forbidden-content" ? "wrongType" : "failed";
}

/** Sends what a paste brought for a figure, if it brought something and nobody has sent it. */
export function sendPasted(context: ViewContext, figure: string): void {
  const data = context.pictures === null ? null : takePicture(figure);
  if (data !== null) void sendPicture(context, figure, data, context.repaint);
}

/** Pictures that are pasted become figures; whether there were some. */
export function takePictures(context: ViewContext, data: DataTransfer | null, html: string): boolean {
  // A program that copies words with pictures in them gives both: the words are meant.
  if (context.pictures === null || !context.fields.editable || html !== "") return false;
  const pictures = [...(data?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
  for (const file of pictures) insert(context, file);
  return pictures.length > 0;
}

/** Pictures that are dropped become figures where they fall. */
export function dropPictures(context: ViewContext, view: EditorView, event: DragEvent): boolean {
  const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (at === null || (event.dataTransfer?.files.length ?? 0) === 0) return false;
  view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at.pos))));
  return takePictures(context, event.dataTransfer, "");
}

function insert(context: ViewContext, file: File): void {
  const { core } = context;
  core.runInBody(insertFigure(null));
  const { parent } = core.state.selection.$head;
  const id: unknown = parent.attrs["payload"];
  if (parent.type.name !== "figure" || typeof id !== "string") return;
  void sendPicture(context, id, file, context.repaint);
}
