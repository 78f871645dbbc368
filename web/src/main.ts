// Wires the parts: styles, the language of this device, and the page that the address means. Nothing else.
import { mount } from "svelte";

import "./style/fonts.css";
import "./style/tokens.css";
import "./style/screen.css";
import "./style/manual.css";
import "./style/tree.css";
import "./style/finding.css";
import "./style/chapter.css";
import "./style/news.css";
import "./style/tools.css";
import "./style/kept.css";
import "./style/desk.css";
import "./style/publishing.css";
import "./style/import.css";
import "./style/proposals.css";
import "./style/text.css";
import "./style/payloads.css";
import "./style/payload-tools.css";
import "./style/parts.css";
import "./style/print.css";
import { load, preferred } from "./lang/index.ts";
import App from "./pages/App.svelte";
import { placeOf } from "./router.ts";
import { watchForUpdates } from "./worker/update.ts";

const target = document.getElementById("app");
if (target === null) throw new Error("the page has no place for the application");

const words = await load(preferred());
mount(App, { target, props: { place: placeOf(location.pathname), firstWords: words } });
watchForUpdates();
