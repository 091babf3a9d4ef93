/** What a push says, and whether it is to be shown: rules without a browser. */

export interface Shown {
  title: string;
  body: string;
  /** Names the notice: one that comes again takes the place of the first. */
  tag: string;
  /** Where a click leads, within the console. */
  to: string;
  /** Shown also while somebody looks at the console. */
  always: boolean;
}

export interface Tab {
  url: string;
  visibilityState: string;
}

const ROOT = "/console";
const INBOX = `${ROOT}/inbox`;

/** What is in a push. Something has to be shown for each: of one that isn't understood, that there is news. */
export function shownOf(text: string): Shown {
  const said = parsed(text);
  const to = typeof said.to === "string" && isOurs(said.to) ? said.to : INBOX;
  return {
    title: typeof said.title === "string" && said.title !== "" ? said.title : "Workestra Tickets",
    body: typeof said.body === "string" ? said.body : "",
    tag: typeof said.tag === "string" ? said.tag : "news",
    to,
    always: said.always === true,
  };
}

function parsed(text: string): Partial<Record<keyof Shown, unknown>> {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === "object" && said !== null ? said : {};
  } catch {
    return {}; // of a later release, or of nobody we know
  }
}

/** Whether it is a path of the console, which no other host or script can hide behind. */
function isOurs(to: string): boolean {
  return (to === ROOT || to.startsWith(`${ROOT}/`)) && !to.includes("\\");
}

/** The tabs that have the console open, the one looked at last first. */
export function consoles<T extends Tab>(tabs: readonly T[]): T[] {
  return tabs.filter(({ url }) => isOurs(new URL(url).pathname));
}

/**
 * Whether to show it: not while somebody looks at the console, which shows it itself. Safari takes the permission away
 * from whoever shows nothing for a push, so there it is always shown.
 */
export function isToBeShown(shown: Shown, tabs: readonly Tab[], endpoint: string): boolean {
  const looked = consoles(tabs).some(({ visibilityState }) => visibilityState === "visible");
  return shown.always || !looked || /^https:\/\/[^/]+\.push\.apple\.com\//.test(endpoint);
}
