/** A dialog over the page, on the browser's own: it keeps the focus, makes the rest inert and gives the focus back. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../words";
import { Icon } from "./icons";
import { keepNear } from "./placeNear";

interface DialogProps {
  title: string;
  close(): void;
  children: ComponentChildren;
  kind?: string;
  /** A press beside it closes it, too: for what loses nothing by that. */
  light?: boolean;
  /** Stand at this instead of in the middle. */
  anchor?: Element | null;
  /** Whether the title is only for those who listen. */
  untitled?: boolean;
}

export function Dialog({
  title,
  close,
  children,
  kind = "",
  light = false,
  anchor = null,
  untitled = false,
}: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  // Before the page is drawn: the next key that is pressed may be meant for the dialog already.
  useLayoutEffect(() => {
    const dialog = box.current;
    if (!dialog) return;
    dialog.showModal();
    const stop = anchor?.isConnected ? keepNear(dialog, anchor) : undefined;
    return () => {
      stop?.();
      dialog.close(); // gives the focus back to where it was
    };
  }, []);
  const cancel = (event: Event): void => {
    event.preventDefault(); // whoever showed it takes it off the page
    close();
  };
  /** Browsers let a second Escape close it without asking: it comes back, and whoever showed it decides as before. */
  const closed = ({ currentTarget }: { currentTarget: HTMLDialogElement }): void => {
    if (!currentTarget.isConnected || currentTarget.open) return;
    currentTarget.showModal();
    close();
  };
  return (
    <dialog
      ref={box}
      class={`${kind} ${anchor ? "anchored" : ""}`}
      aria-label={title}
      onCancel={cancel}
      onClose={closed}
      onKeyDown={submitByKey}
      onPointerDown={(event) =>
        light && event.target === event.currentTarget && !isInside(event, event.currentTarget) && close()
      }>
      {!untitled && (
        <header>
          <h2>{title}</h2>
          <button type="button" class="bare" aria-label={t("close")} onClick={close}>
            <Icon name="close" />
          </button>
        </header>
      )}
      {children}
    </dialog>
  );
}

/** Ctrl or Cmd and Enter send a form from within its texts, too. */
export function submitByKey(event: KeyboardEvent): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target instanceof Element ? event.target.closest("form") : null;
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
}

function isInside(event: PointerEvent, dialog: HTMLDialogElement): boolean {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
}
