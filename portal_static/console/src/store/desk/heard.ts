/** What the service worker tells an open tab: that a notice came, or that one was clicked. */
import { signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import { go } from "../../router/router";
import { pushed } from "./preferences";
import { switchWorkspace, workspace } from "./session";

/** Grows with each notice that was pushed to this browser: the feed then asks at once. */
export const heard = signal(0);

export function listenToWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => take(data));
  navigator.serviceWorker.startMessages();
}

/** A browser's subscription may have gone, or the desk's key be another one: see to it once the console is open. */
export async function resumeDevice(): Promise<void> {
  if (!pushed.peek()) return;
  try {
    await (await import("./push")).lookAtDevice();
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure; // the settings say so; next time may do better
  }
}

function take(said: unknown): void {
  const { to } = (said ?? {}) as { to?: unknown };
  if (typeof to === "string") openAt(to);
  else heard.value++;
}

/** Go to an address that names its workspace, too: what is clicked may be of another one than is open here. */
function openAt(to: string): void {
  const address = new URL(to, location.origin);
  if (address.origin !== location.origin || !address.pathname.startsWith("/console/")) return;
  const wanted = address.searchParams.get("workspace");
  address.searchParams.delete("workspace");
  if (wanted && wanted !== workspace.value?.id) switchWorkspace(wanted);
  go(address.pathname + address.search);
}
