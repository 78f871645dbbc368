// Two writers without a line between them, and together again.
import type { Scene } from "./scene.ts";
import type { Writer } from "./writer.ts";

export interface Apart {
  readonly ghana: (writer: Writer) => Promise<void>;
  readonly denmark: (writer: Writer) => Promise<void>;
}

/** Both do what they do without a line between them; then the line is mended and both are saved. */
export async function apart(scene: Scene, writers: readonly [Writer, Writer], row: Apart): Promise<void> {
  const [ghana, denmark] = writers;
  await scene.service.kill();
  await Promise.all(writers.map((writer) => writer.sees("offline")));
  await row.ghana(ghana);
  await row.denmark(denmark);
  await scene.service.serve();
  await Promise.all(writers.map((writer) => writer.hurry()));
  await Promise.all(writers.map((writer) => writer.settled()));
  await Promise.all(writers.map((writer) => writer.frame()));
}
