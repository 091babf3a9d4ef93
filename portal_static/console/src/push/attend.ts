/** What the service worker does: shows what is pushed, and opens what is clicked. */
import { consoles, isToBeShown, shownOf, type Tab } from "./shown";

interface Window extends Tab {
  focus(): Promise<Window>;
  postMessage(message: unknown): void;
}
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Pushed extends Lasting {
  data: { text(): string } | null;
}
interface Clicked extends Lasting {
  notification: Notification;
}
/** As much of a service worker's surroundings as is used; the console's types are those of a page. */
export interface Worker {
  registration: ServiceWorkerRegistration;
  clients: {
    matchAll(which: { type: "window"; includeUncontrolled: true }): Promise<Window[]>;
    openWindow(url: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: "push", handle: (event: Pushed) => void): void;
  addEventListener(type: "notificationclick", handle: (event: Clicked) => void): void;
  addEventListener(type: "install", handle: (event: Lasting) => void): void;
}

/** Have a service worker show and open. */
export function attend(worker: Worker): void {
  worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
  worker.addEventListener("push", (event) => event.waitUntil(show(worker, event.data?.text() ?? "")));
  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(worker, shownOf(JSON.stringify({ to: event.notification.data })).to));
  });
}

/** Tabs of the console. They aren't under this worker's control, since it is served elsewhere than they are. */
async function tabs({ clients }: Worker): Promise<Window[]> {
  return consoles(await clients.matchAll({ type: "window", includeUncontrolled: true }));
}

async function show(worker: Worker, text: string): Promise<void> {
  const shown = shownOf(text);
  const there = await tabs(worker);
  for (const each of there) each.postMessage({});
  const subscription = await worker.registration.pushManager.getSubscription();
  if (!isToBeShown(shown, there, subscription?.endpoint ?? "")) return;
  const { title, body, tag, to } = shown;
  await worker.registration.showNotification(title, { body, tag, data: to });
}

/** In a tab that is there, or else in a new one. */
async function open(worker: Worker, to: string): Promise<void> {
  const [first] = await tabs(worker);
  if (!first) {
    await worker.clients.openWindow(to);
    return;
  }
  await first.focus();
  first.postMessage({ to });
}
