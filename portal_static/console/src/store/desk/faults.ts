/**
 * Faults of the console itself, told to the desk, which has no log of what happens in browsers: each message once, and
 * five at most as long as the page lives. What the desk refused isn't told again, and nothing while it can't be reached.
 */
import { Problem } from "../../api/problem";
import { place } from "../../router/router";
import { online } from "./online";

const MOST = 5;
const LONGEST = 500;
/** Browsers call it an error when a box changes its size while sizes are watched. Nothing is wrong then. */
const HARMLESS = /^ResizeObserver loop/;

export interface Told {
  message: string;
  build: string;
  route: string;
}

/** Takes faults, and sends those that are to be told. */
export function teller(send: (told: Told) => void): (fault: unknown) => void {
  const known = new Set<string>();
  return (fault) => {
    if (fault instanceof Problem || !online.value || known.size >= MOST) return;
    const message = messageOf(fault);
    if (!message || HARMLESS.test(message) || known.has(message)) return;
    known.add(message);
    send({ message, build: buildOf(import.meta.url), route: `/console/${place.value.view}` });
  };
}

export function watchFaults(): void {
  const tell = teller(post);
  addEventListener("error", (event) => {
    if (!event.filename || event.filename.startsWith(location.origin)) tell(event.error ?? event.message); // others' are extensions
  });
  addEventListener("unhandledrejection", (event) => tell(event.reason));
}

/** In whole characters: half of one is refused. */
function messageOf(fault: unknown): string {
  const text = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault ?? "");
  return [...text].slice(0, LONGEST).join("");
}

function buildOf(url: string): string {
  return (url.split("/").pop() ?? "").replace(/[^\w.-]/g, "").slice(0, 64);
}

function post(told: Told): void {
  const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(told) };
  void fetch("/v1/client-errors", { ...init, keepalive: true }).catch(() => undefined); // telling is no fault of its own
}
