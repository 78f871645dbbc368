// How Svelte components are compiled: plain TypeScript inside them, nothing else. Read vite.config.ts next.
import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

export default {
  preprocess: vitePreprocess(),
};
