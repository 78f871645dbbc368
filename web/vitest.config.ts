// The suites: unit (node, no DOM, seconds), device (what is kept while everything fails), property (seeded rounds of the
// editor's binding), browser (real pages against the real program), shots (pictures of the pages for a person to look at)
// and bench (a table of times). Their scripts are in package.json.
import { defineConfig } from "vitest/config";

const MINUTE_MS = 60_000;
/** Each file starts a service and a browser of its own, on ports that were free. No limit is a measure: a machine may stand still. */
const LONG = { testTimeout: 5 * MINUTE_MS, hookTimeout: 5 * MINUTE_MS };
const ONE_BY_ONE = { ...LONG, fileParallelism: false };
const TWO_BY_TWO = { ...LONG, fileParallelism: true, maxWorkers: 2 };

export default defineConfig({
  test: {
    environment: "node",
    // What is waited for comes when it comes; the default is a second.
    expect: { poll: { timeout: MINUTE_MS / 2, interval: 50 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["unit", "editor", "paste", "import"].map((folder) => `test/${folder}/**/*.test.ts`),
          testTimeout: MINUTE_MS,
        },
      },
      {
        extends: true,
        test: {
          name: "device",
          include: ["test/device/**/*.test.ts"],
          testTimeout: (process.env["CHANCERY_PROVE"] === "1" ? 30 : 1) * MINUTE_MS,
        },
      },
      {
        extends: true,
        test: {
          name: "property",
          include: ["test/property/**/*.test.ts"],
          testTimeout: (process.env["CHANCERY_PROVE"] === "1" ? 60 : 2) * MINUTE_MS,
        },
      },
      { extends: true, test: { name: "browser", include: ["test/browser/**/*.test.ts"], ...TWO_BY_TWO } },
      {
        extends: true,
        test: { name: "bench", include: ["test/bench/*.bench.ts"], ...ONE_BY_ONE, testTimeout: 10 * MINUTE_MS },
      },
      { extends: true, test: { name: "handbook", include: ["test/browser/handbook.ts"], ...ONE_BY_ONE } },
      { extends: true, test: { name: "shots", include: ["test/browser/shots.ts"], ...ONE_BY_ONE } },
    ],
  },
});
