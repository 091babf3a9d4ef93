/** Where the console starts. */
import { render } from "preact";
import { listenToKeys } from "./keys/listen";
import { startRouter } from "./router/router";
import { startClock } from "./store/clock";
import { startDrafts } from "./store/drafts";
import { watchNetwork } from "./store/online";
import { startPreferences } from "./store/preferences";
import { start } from "./store/session";
import { Shell } from "./views/shell/Shell";

startRouter();
listenToKeys();
watchNetwork();
startDrafts();
startClock();
await startPreferences();
const root = document.getElementById("console");
if (root) render(<Shell />, root);
await start();
