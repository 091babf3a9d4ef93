/** Where the console starts. */
import { render } from "preact";
import { listenToKeys } from "./keys/listen";
import { startRouter } from "./router/router";
import { startDrafts } from "./store/composer/drafts";
import { startClock } from "./store/desk/clock";
import { watchFaults } from "./store/desk/faults";
import { listenToWorker } from "./store/desk/heard";
import { watchNetwork } from "./store/desk/online";
import { startOwnTexts } from "./store/desk/ownTexts";
import { startPreferences } from "./store/desk/preferences";
import { start } from "./store/desk/session";
import { startTicketView } from "./views/shell/OpenTicket";
import { Shell } from "./views/shell/Shell";

watchFaults();
startRouter();
startTicketView();
listenToKeys();
watchNetwork();
listenToWorker();
startDrafts();
startOwnTexts();
startClock();
await startPreferences();
const root = document.getElementById("console");
if (root) render(<Shell />, root);
await start();
