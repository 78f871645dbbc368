// The library says nothing of its types.
declare module "markdown-it-footnote" {
  import type MarkdownIt from "markdown-it";
  const plugin: (reader: MarkdownIt) => void;
  export default plugin;
}
