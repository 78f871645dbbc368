// The service is put back to yesterday's backup while two people have a chapter open: the pages say so and send nothing, and
// lose nothing; loaded again, each device brings back what it holds, what was typed without a line too, and everybody reads
// all of it once. With the program's own backup and restore. The rules are tested in tests/it/heal.
import { renameSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { heldOnDevice, unsent } from "./offline-support.ts";
import { tooWide, violations } from "./support/audit.ts";
import { Scene } from "./support/scene.ts";
import { Writer } from "./support/writer.ts";

const folder = mkdtempSync(join(tmpdir(), "chancery-restored-"));
const SAYS = "The service was renewed or put back; this page is from before.";

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  await scene.strike();
  rmSync(folder, { recursive: true, force: true });
});

/** Waits until the device has the receipt for what it writes under, which it asks for by itself. */
async function writesWithReceipt(writer: Writer, words: string): Promise<void> {
  const receipt = writer.page.waitForResponse((response) => response.url().includes("/api/v1/receipts/"));
  await writer.page.click(".ProseMirror");
  await writer.presses("Control+End");
  await writer.types(words);
  await writer.settled();
  expect((await receipt).ok()).toBe(true);
}

test("put back to a backup that lacks the day: both devices bring it back, nothing is lost and nothing doubled", async () => {
  const { service } = scene;
  const chapter = await scene.chapter("A day");
  const ghana = await scene.writer("Ghana", chapter);
  // The backup knows that Denmark is signed in, and under what Ghana writes.
  await scene.window("Denmark");
  await writesWithReceipt(ghana, "Ghana before. ");
  const key = join(folder, "key");
  const recipient = await service.run("backup", "key", key);
  await service.command("backup", "--to", join(folder, "backup"), "--for", recipient);

  const denmark = await scene.writer("Denmark", chapter);
  await denmark.reads("Ghana before.");
  await writesWithReceipt(denmark, "Denmark after. ");
  await ghana.reads("Denmark after.");
  await ghana.presses("Control+End");
  await ghana.types("Ghana after. ");
  await ghana.settled();
  await denmark.reads("Ghana after.");
  for (const { page } of [ghana, denmark]) await heldOnDevice(page, 1);

  await service.kill();
  await Promise.all([ghana.sees("offline"), denmark.sees("offline")]);
  await denmark.presses("Control+End");
  await denmark.types("Denmark alone. ");
  expect(await unsent(denmark.page)).toBeGreaterThan(0);
  renameSync(service.data, `${service.data}.lost`);
  await service.command("restore", "--from", join(folder, "backup"), "--key", key, "--keep-sessions");
  await service.serve();

  await Promise.all([ghana.hurry(), denmark.hurry()]);
  for (const writer of [ghana, denmark]) {
    await writer.sees("outdated");
    await writer.page.getByText(SAYS).first().waitFor();
    expect(await writer.text()).toContain("Ghana before. Denmark after. Ghana after.");
    expect(await violations(writer.page)).toEqual([]);
    expect(await tooWide(writer.page)).toBeLessThanOrEqual(0);
  }
  const observer = await Writer.open(await scene.window("Norway"), chapter, "reading");
  expect(await observer.text()).not.toContain("after");

  for (const { page } of [ghana, denmark]) await page.getByRole("button", { name: "Reload" }).click();
  const whole = "Ghana before. Denmark after. Ghana after. Denmark alone. ";
  for (const writer of [ghana, denmark, observer])
    await expect.poll(() => writer.text(), { timeout: 120_000 }).toBe(whole);
  await Promise.all([ghana.sees("saved", '[data-pending="0"]'), denmark.sees("saved", '[data-pending="0"]')]);
  for (const { page } of [ghana, denmark]) expect(await page.getAttribute(".foot", "data-shelved")).toBe("0");
  // And it is on the disk of the service, for whoever comes with an empty device.
  await service.kill();
  await service.serve();
  const fresh = await Writer.open(await scene.window("Secretariat"), chapter);
  expect(await fresh.text()).toBe(whole);
  expect(scene.complaints()).toEqual([]);
});
