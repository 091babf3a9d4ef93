/** Where the pictures of messages are: asked for when they come into view, those of a moment at once. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Attachment } from "../../api/types";
import { desk } from "../desk/session";

const AT_ONCE = 50;
const GATHERED = 50;
const RENEWED_BEFORE = 20_000;

interface Place {
  url: Signal<string | null>;
  until: number;
}

const places = new Map<string, Place>();
const wanted = new Map<string, Set<string>>();

/** Whether pages show the file: a picture, and none that nobody is handed. */
export function isShown(file: Attachment): boolean {
  return Boolean(file.picture) && !isWithheld(file);
}

/** Nobody is handed a file with a virus, nor one of which only a later release of the desk knows what was found. */
export function isWithheld(file: Attachment): boolean {
  return file.scanned !== "clean" && file.scanned !== "unscanned";
}

/** The address of a ticket's picture; null until it is known. */
export function addressOf(ref: string, id: string): ReadonlySignal<string | null> {
  return place(ref, id).url;
}

/** Have the address asked for, unless it is known and good for a while. Waits a moment for others of the same ticket. */
export function want(ref: string, id: string): void {
  if (place(ref, id).until - RENEWED_BEFORE > Date.now()) return;
  const ids = wanted.get(ref);
  if (ids) return void ids.add(id);
  wanted.set(ref, new Set([id]));
  setTimeout(() => void ask(ref), GATHERED);
}

async function ask(ref: string): Promise<void> {
  const ids = [...(wanted.get(ref) ?? [])];
  wanted.delete(ref);
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const found = await desk()
      .pictureLinks(ref, ids.slice(at, at + AT_ONCE))
      .catch(() => null); // its name stands there meanwhile, and it is asked for when it is looked at again
    for (const { id, url } of found?.items ?? []) {
      const known = place(ref, id);
      known.until = Date.parse(found?.expires_at ?? "");
      known.url.value = url;
    }
  }
}

function place(ref: string, id: string): Place {
  const key = `${ref} ${id}`;
  const known = places.get(key) ?? { url: signal(null), until: 0 };
  places.set(key, known);
  return known;
}

/** The room that a picture takes, in pixels: its own, or less in the same form. */
export function fitted(size: { width: number; height: number }, most: { width: number; height: number }) {
  const part = Math.min(1, most.width / size.width, most.height / size.height);
  return { width: Math.max(1, Math.round(size.width * part)), height: Math.max(1, Math.round(size.height * part)) };
}

/** Which of `count` pictures is shown after a key, from the one at `at`; null for a key that means nothing. */
export function pictureAfter(key: string, at: number, count: number): number | null {
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: count - 1 }[key];
  return to === undefined ? null : Math.min(Math.max(to, 0), count - 1);
}

/** The parts of a text, with the pictures that its words stand for: each picture once, the first of a mark first. */
export function withPictures<T extends { mark: string | null }>(text: string, left: T[]): (string | T)[] {
  const first = left
    .map((picture) => ({ picture, at: picture.mark ? text.indexOf(picture.mark) : -1 }))
    .filter(({ at }) => at >= 0)
    .reduce<{ picture: T; at: number } | null>((best, each) => (best && best.at <= each.at ? best : each), null);
  if (!first) return text ? [text] : [];
  const { picture, at } = first;
  left.splice(left.indexOf(picture), 1);
  const before = text.slice(0, at);
  return [...(before ? [before] : []), picture, ...withPictures(text.slice(at + (picture.mark?.length ?? 0)), left)];
}
