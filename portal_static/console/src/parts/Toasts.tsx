/** Short messages at the edge of the page. What is said is read out; failures at once. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { dismiss, hold, resume, type Toast, toasts } from "../store/desk/toasts";
import { t } from "../words";
import { Countdown, type CountdownProps } from "./Countdown";
import { Icon } from "./icons";

export function Toasts() {
  const box = useRef<HTMLDivElement>(null);
  const any = toasts.value.length > 0;
  useLayoutEffect(() => (any && box.current ? stayAbove(box.current) : undefined), [any]);
  return (
    <div ref={box} class="toasts">
      <div role="status">
        {toasts.value
          .filter((each) => each.tone === "plain")
          .map((each) => (
            <Message key={each.id} toast={each} />
          ))}
      </div>
      <div role="alert">
        {toasts.value
          .filter((each) => each.tone === "error")
          .map((each) => (
            <Message key={each.id} toast={each} />
          ))}
      </div>
    </div>
  );
}

function Message({ toast }: { toast: Toast }) {
  const stay = (): void => hold(toast);
  const go = (): void => resume(toast);
  return (
    <div class={`toast ${toast.tone}`} onPointerEnter={stay} onPointerLeave={go} onFocusIn={stay} onFocusOut={go}>
      {toast.tone === "error" && <Icon name="warn" />}
      <p>
        {toast.counted && toast.until ? (
          <Counted text={toast.text} until={toast.until} say={toast.counted} />
        ) : (
          toast.text
        )}
      </p>
      {toast.action && (
        <button type="button" onClick={toast.action.run}>
          {toast.action.label}
        </button>
      )}
      <button type="button" class="bare" aria-label={t("close")} onClick={() => dismiss(toast.id)}>
        <Icon name="close" />
      </button>
    </div>
  );
}

/** What counts down is seen; what is read out is said once. */
function Counted({ text, ...counted }: { text: string } & CountdownProps) {
  return (
    <>
      <span class="unseen">{text}</span>
      <span aria-hidden="true">
        <Countdown {...counted} />
      </span>
    </>
  );
}

/** Tell the style sheet how much of the window's end is where one writes, or beyond it. Gives how to stop. */
function stayAbove(box: HTMLElement): () => void {
  const place = (): void => {
    const top = document.querySelector(".writing")?.getBoundingClientRect().top ?? innerHeight;
    box.style.setProperty("--writing", `${Math.max(0, innerHeight - top)}px`);
  };
  const observer = new ResizeObserver(place); // it hears at once, too
  observer.observe(document.body);
  addEventListener("scroll", place, { passive: true });
  return () => {
    observer.disconnect();
    removeEventListener("scroll", place);
  };
}
