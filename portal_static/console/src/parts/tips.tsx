/**
 * Tooltips: one for the whole page, shown for what has `data-tip` when it is pointed at or focused by key. It can be
 * pointed at itself and goes away with Escape (WCAG 1.4.13). What it says is also the thing's own name or key shortcut,
 * so nothing is said twice to those who listen. A link that lies over other things (`data-covers`) hides no tips of
 * theirs.
 */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type CommandId, keysOf } from "../keys/commands";
import { ariaKeys, shownKeys } from "../keys/keymap";
import { MAC } from "../keys/listen";
import { t } from "../words";
import { placeNear } from "./placeNear";

/**
 * What a button that carries out a command has: its name in the tooltip with the keys, which listeners hear as well.
 */
export function tipOf(id: CommandId): {
  "data-tip": string;
  "data-keys": string | undefined;
  "aria-keyshortcuts": string | undefined;
} {
  const keys = keysOf(id) ?? undefined;
  return { "data-tip": t(`cmd.${id}`), "data-keys": keys, "aria-keyshortcuts": keys && ariaKeys(keys, MAC) };
}

export function Keys({ keys }: { keys: string }) {
  return (
    <kbd class="keys" aria-hidden="true">
      {shownKeys(keys, MAC).join(" ")}
    </kbd>
  );
}

interface Shown {
  at: HTMLElement;
  text: string;
  keys: string | null;
}

const DELAY = 400;

export function TooltipHost() {
  const shown = useSignal<Shown | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => watchTips((found) => (shown.value = found)), []);
  const now = shown.value;
  useEffect(() => {
    if (!box.current) return;
    if (!now) return box.current.hidePopover();
    box.current.showPopover();
    placeNear(box.current, now.at, { centred: true });
  }, [now]);
  return (
    <div ref={box} popover="manual" class="tooltip" aria-hidden="true">
      {now?.text} {now?.keys && <Keys keys={now.keys} />}
    </div>
  );
}

/** Tell which tip is to be shown, from now on. Gives back how to stop. */
function watchTips(show: (shown: Shown | null) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: Shown | null = null;
  const soon = (found: Shown | null, delay: number): void => {
    clearTimeout(timer);
    if (found === null && last === null) return; // each key and each scroll comes by here
    timer = setTimeout(() => show((last = found)), delay);
  };
  let pointed: Element | null = null;
  const point = (found: Shown | null): void => {
    pointed = found?.at ?? null;
    soon(found, found ? DELAY : 100);
  };
  const stop = new AbortController();
  const on = (
    name: "pointerover" | "pointermove" | "focusin" | "focusout" | "keydown" | "pointerdown" | "scroll",
    hear: (event: Event) => void,
  ): void => document.addEventListener(name, hear, { signal: stop.signal, capture: true, passive: true });
  on("pointerover", (event) => {
    if (event instanceof PointerEvent && event.pointerType === "touch") return;
    if (event.target instanceof Element && event.target.closest(".tooltip")) return clearTimeout(timer);
    point(tipAt(event));
  });
  on("pointermove", (event) => {
    if (!covers(event.target) || !(event instanceof PointerEvent) || event.pointerType === "touch") return;
    const found = tipAt(event);
    if ((found?.at ?? null) !== pointed) point(found);
  });
  on("focusin", (event) => {
    if (event.target instanceof Element && event.target.matches(":focus-visible")) soon(tipAt(event), DELAY);
  });
  for (const name of ["focusout", "keydown", "pointerdown", "scroll"] as const) on(name, () => soon(null, 0));
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}

function covers(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[data-covers]") !== null;
}

function tipAt(event: Event): Shown | null {
  const below =
    event instanceof PointerEvent && covers(event.target)
      ? document.elementsFromPoint(event.clientX, event.clientY)
      : [event.target];
  const found = below.map((each) => (each instanceof Element ? each.closest<HTMLElement>("[data-tip]") : null));
  const at = found.find((each) => each !== null);
  return at?.dataset.tip ? { at, text: at.dataset.tip, keys: at.dataset.keys ?? null } : null;
}
