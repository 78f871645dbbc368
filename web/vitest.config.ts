// Three suites: unit (node, no DOM, seconds), property (seeded rounds of the editor's binding) and browser (real pages
// against the real program). `npm test`, `npm run test:property`, `npm run test:browser`.
import { defineConfig } from "vitest/config";

const MINUTE_MS = 60_000;

export default defineConfig({
  test: {
    environment: "node",
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["test/unit/**/*.test.ts", "test/editor/**/*.test.ts"], testTimeout: 10_000 },
      },
      {
        extends: true,
        test: {
          name: "property",
          include: ["test/property/**/*.test.ts"],
          testTimeout: (process.env["CHANCERY_PROVE"] === "1" ? 60 : 2) * MINUTE_MS,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          testTimeout: 2 * MINUTE_MS,
          hookTimeout: 2 * MINUTE_MS,
          fileParallelism: false,
        },
      },
    ],
  },
});
