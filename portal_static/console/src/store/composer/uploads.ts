/** Files on their way to the desk: straight to the file store, by a form that the desk hands out for each. */
import { signal } from "@preact/signals";
import { Problem, silence } from "../../api/problem";
import type { Attachment, Upload } from "../../api/types";
import { online, reached, whenOnline } from "../desk/online";
import { desk } from "../desk/session";

/** The desk's own limits, said before anything is sent. */
export const MOST_BYTES = 25 * 1024 * 1024;
export const MOST_FILES = 20;

export type Trouble = "too_large" | "empty" | Problem;

/** One file under way. `part` is how much of it was sent, 0 to 1. */
export interface Sent {
  key: number;
  name: string;
  size: number;
  part: number;
  /** Whether it waits for the desk to be reached again. */
  waits: boolean;
  trouble: Trouble | null;
  again(): void;
  stop(): void;
}

export const underWay = signal<ReadonlyMap<string, readonly Sent[]>>(new Map());
let last = 0;
const here = new Map<string, File>();

/** The file that was sent under an id, as long as this page is open. */
export function fileHere(id: string): File | undefined {
  return here.get(id);
}

/** Send a file for `place`; `done` hears of it when the file store has it all. `ref` is the ticket, if there is one. */
export function upload(place: string, ref: string | null, file: File, done: (file: Attachment) => void): void {
  const key = ++last;
  const stop = new AbortController();
  const set = (change: Partial<Sent>): void => update(place, key, change);
  const start = async (): Promise<void> => {
    set({ trouble: refusal(file), part: 0, waits: false });
    if (refusal(file)) return;
    try {
      const about = { name: file.name || "file", type: typeOf(file), size: file.size };
      const { upload: form, ...offered } = await desk().offerUpload(about, ref);
      await post(form, file, stop.signal, (part) => set({ part }));
      remove(place, key);
      here.set(offered.id, file);
      done({ ...offered, scanned: "unscanned" });
    } catch (failure) {
      if (stop.signal.aborted) return;
      if (!(failure instanceof Problem)) throw failure;
      if (isOffline(failure)) await waitAndGoOn();
      else set({ trouble: failure });
    }
  };
  const waitAndGoOn = async (): Promise<void> => {
    set({ waits: true, part: 0 });
    await whenOnline();
    if (!stop.signal.aborted) await start();
  };
  const leave = (): void => {
    stop.abort();
    remove(place, key);
  };
  const made: Sent = {
    key,
    name: file.name,
    size: file.size,
    part: 0,
    waits: false,
    trouble: null,
    again: () => void start(),
    stop: leave,
  };
  setAt(place, [...at(place), made]);
  void start();
}

export function isSending(place: string): boolean {
  return at(place).some((each) => each.trouble === null);
}

/** Whether it failed since nothing can be reached. A file store that is down by itself is something else. */
function isOffline(failure: Problem): boolean {
  if (failure.status === 0 && globalThis.navigator?.onLine === false) reached(false);
  return failure.status === 0 && !online.peek();
}

function refusal(file: File): Trouble | null {
  if (file.size > MOST_BYTES) return "too_large";
  return file.size === 0 ? "empty" : null;
}

/** The type alone, as the desk wants it; browsers add a charset to some and know nothing of others. */
function typeOf(file: File): string {
  const type = file.type.split(";")[0]?.trim().toLowerCase() ?? "";
  return /^[a-z0-9][a-z0-9.+-]{0,63}\/[a-z0-9][a-z0-9.+-]{0,63}$/.test(type) ? type : "application/octet-stream";
}

/** `fetch` can't tell how much was sent; the older way can. */
function post(
  form: Upload["upload"],
  file: File,
  signal: AbortSignal,
  progress: (part: number) => void,
): Promise<void> {
  const data = new FormData();
  for (const [name, value] of Object.entries(form.fields)) data.append(name, value);
  data.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.url);
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status < 300) resolve();
      else reject(new Problem({ status: request.status, code: "upload_refused", detail: "" }));
    };
    request.onerror = () => reject(silence(null));
    signal.addEventListener("abort", () => request.abort());
    request.send(data);
  });
}

function at(place: string): readonly Sent[] {
  return underWay.peek().get(place) ?? [];
}

function setAt(place: string, files: readonly Sent[]): void {
  underWay.value = new Map([...underWay.peek(), [place, files]]);
}

function update(place: string, key: number, change: Partial<Sent>): void {
  setAt(
    place,
    at(place).map((each) => (each.key === key ? { ...each, ...change } : each)),
  );
}

function remove(place: string, key: number): void {
  setAt(
    place,
    at(place).filter((each) => each.key !== key),
  );
}
