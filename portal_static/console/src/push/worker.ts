/** The service worker. It caches nothing, and comes between the console and the desk in nothing. */
import { attend, type Worker } from "./attend";

attend(self as unknown as Worker);
