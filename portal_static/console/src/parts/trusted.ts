/**
 * What the page's policy (`require-trusted-types-for`) asks a promise for: parsing HTML, and running a worker. It names
 * one policy, so both are here; the first load has it, since each of the two views that need it may come first.
 */

declare global {
  /** The address of the service worker, as it was built. */
  const WORKER: string;
}

interface Rules {
  createHTML(text: string): string;
  createScriptURL(url: string): string;
}
interface Policies {
  createPolicy(name: string, rules: Rules): Rules;
}

const rules: Rules = {
  createHTML: (text) => text,
  createScriptURL: (url) => {
    if (url !== WORKER) throw new TypeError(`${url} is no worker of ours`);
    return url;
  },
};
const policy = (globalThis as { trustedTypes?: Policies }).trustedTypes?.createPolicy("messages", rules) ?? rules;

/** The HTML of a message. Parsing it into a `template` runs and loads nothing. */
export function meantToBeParsed(html: string): string {
  return policy.createHTML(html);
}

/** The address of the one worker there is. */
export function workerAddress(): string {
  return policy.createScriptURL(WORKER);
}
