// What a paste may bring in beyond the schema's own parse rules: plain text becomes paragraphs, one a line, and control
// characters become spaces, because in the flat text they would show as line breaks. Next: schema.ts.
import { Fragment, Slice, type Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { schema } from "./schema.ts";

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

export function clipboard(): Plugin {
  return new Plugin({
    props: {
      clipboardTextParser: (text, $context) => {
        const lines = text.replace(/\r\n?/g, "\n").split(/\n+/);
        const blocks = lines.map((line) =>
          schema.node("paragraph", null, line === "" ? [] : schema.text(line, $context.marks())),
        );
        return new Slice(Fragment.fromArray(blocks), 1, 1);
      },
      clipboardTextSerializer: (slice) => slice.content.textBetween(0, slice.content.size, "\n\n"),
      transformPasted: (slice) => new Slice(cleaned(slice.content), slice.openStart, slice.openEnd),
    },
  });
}

function cleaned(content: Fragment): Fragment {
  const nodes: Node[] = [];
  content.forEach((node) => {
    if (!node.isText) nodes.push(node.copy(cleaned(node.content)));
    else nodes.push(schema.text((node.text ?? "").replace(CONTROL, " "), node.marks));
  });
  return Fragment.fromArray(nodes);
}
