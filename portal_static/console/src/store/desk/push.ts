/**
 * Notifications of this browser: whether it shows them, and telling the desk where to push them to. What the browser
 * says counts, not what was kept: permission and subscription can be taken back in its own settings.
 */
import { signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import type { PushSubscriptions, PushTrial, Subscribed } from "../../api/types";
import { workerAddress } from "../../parts/trusted";
import { language } from "../../words";
import { pushed } from "./preferences";
import { http, me } from "./session";

/** `refused`: whoever sits here told the browser so. `unable`: it can't, or its push service doesn't answer. */
export type Device = "asking" | "unable" | "refused" | "off" | "on";

export const device = signal<Device>("asking");
/** Whether the titles of tickets are shown here. */
export const titles = signal(false);

const PATH = "/v1/me/push-subscriptions";

/** Find out how things stand. Where notifications are on, the desk is told so anew. Throws a Problem. */
export async function lookAtDevice(): Promise<void> {
  if (!isAble()) device.value = "unable";
  else if (Notification.permission === "denied") device.value = "refused";
  else if (pushed.value !== null && pushed.value !== me.value?.id)
    await silence(); // whoever sat here before
  else if (Notification.permission !== "granted" || pushed.value === null) device.value = "off";
  else await subscribe();
}

/** Ask the person, if need be, and subscribe. To be called on a click alone. Throws a Problem. */
export async function switchOn(): Promise<void> {
  const answer = await Notification.requestPermission();
  if (answer === "granted") await subscribe();
  else device.value = answer === "denied" ? "refused" : "off";
}

/** Show none any more, here and at the desk. Throws a Problem when the desk can't be told; then they are still on. */
export async function switchOff(): Promise<void> {
  const found = await subscription();
  if (found) await http.ask("DELETE", PATH, { body: { endpoint: found.endpoint } });
  await silence();
}

/** Show none any more here, whatever the desk knows: its push service tells it in time. */
export async function silence(): Promise<void> {
  pushed.value = null;
  device.value = "off";
  await (await subscription())?.unsubscribe();
}

/** Whether the titles of tickets may be shown here. Shows at once; throws a Problem, and is then as before. */
export async function showTitles(wanted: boolean): Promise<void> {
  const before = titles.value;
  titles.value = wanted;
  try {
    const found = await subscription();
    if (found) await tell(found, wanted);
  } catch (failure) {
    titles.value = before;
    throw failure;
  }
}

/** Have the desk push something now. Throws a Problem. */
export async function tryOut(): Promise<PushTrial["outcome"]> {
  const found = await subscription();
  if (!found) return "gone";
  const { outcome } = await http.ask<PushTrial>("POST", `${PATH}/trial`, { body: { endpoint: found.endpoint } });
  if (outcome === "gone") await silence();
  return outcome;
}

function isAble(): boolean {
  return "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;
}

/** Subscribe with the desk's key of now, and tell the desk. One of an earlier key is given up. */
async function subscribe(): Promise<void> {
  const { public_key } = await http.ask<PushSubscriptions>("GET", PATH);
  const { pushManager } = await active(await navigator.serviceWorker.register(workerAddress()));
  try {
    const there = await pushManager.getSubscription();
    if (there && keyOf(there) !== public_key) await there.unsubscribe();
    const wanted = { userVisibleOnly: true, applicationServerKey: public_key };
    await tell(await pushManager.subscribe(wanted), null);
    pushed.value = me.value?.id ?? null;
    device.value = "on";
  } catch (failure) {
    if (failure instanceof Problem) throw failure;
    device.value = Notification.permission === "denied" ? "refused" : "unable"; // its push service says no, or nothing
  }
}

async function tell(subscription: PushSubscription, wanted: boolean | null): Promise<void> {
  const { endpoint, keys } = subscription.toJSON();
  const body = { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth }, titles: wanted, language: language.value };
  titles.value = (await http.ask<Subscribed>("POST", PATH, { body })).titles;
}

async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(workerAddress());
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Until its worker runs, a registration can't subscribe. */
async function active(registration: ServiceWorkerRegistration): Promise<ServiceWorkerRegistration> {
  const coming = registration.installing ?? registration.waiting;
  if (registration.active || !coming) return registration;
  await new Promise<void>((done) => {
    coming.addEventListener("statechange", () => {
      if (coming.state === "activated" || coming.state === "redundant") done();
    });
  });
  return registration;
}

function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
