// The page of the comparison: Tiptap with its starter kit, tables, collaboration and carets, kept on the device by
// y-indexeddb, over y-websocket. Nothing else: no toolbar, no status, no outline. Under the same style sheet as ours, so that
// letters cost the same; `?layout=all` lays out what is out of sight too, as Tiptap does where nobody says otherwise.
// Test only: no part of the product. Next: relay.ts.
import { Editor } from "@tiptap/core";
import Collaboration from "@tiptap/extension-collaboration";
import CollaborationCaret from "@tiptap/extension-collaboration-caret";
import { IndexeddbPersistence } from "y-indexeddb";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

import "../../../src/style/fonts.css";
import "../../../src/style/tokens.css";
import "../../../src/style/screen.css";
import "../../../src/style/chapter.css";
import "../../../src/style/text.css";
import "./page.css";
import { textExtensions } from "./extensions.ts";

const asked = new URLSearchParams(location.search);
const room = asked.get("room") ?? "text";
if (asked.get("layout") === "all") document.documentElement.classList.add("all-laid-out");

const document_ = new Y.Doc();
const kept = new IndexeddbPersistence(room, document_);
// What the device holds is read first, as by our page; the socket then brings what is missing.
await kept.whenSynced;
const provider = new WebsocketProvider(`ws://${location.host}`, room, document_, { disableBc: true });
new Editor({
  element: document.querySelector("#text"),
  extensions: [
    ...textExtensions(),
    Collaboration.configure({ document: document_ }),
    CollaborationCaret.configure({ provider, user: { name: "The person", color: "#8a5200" } }),
  ],
});
