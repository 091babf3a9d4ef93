/**
 * Asking before what is hard to take back. `confirm({…})` from anywhere; Enter says yes, Escape no. What is asked twice
 * is never said yes to by a key that was held, nor by a double press.
 */
import { signal, useSignal } from "@preact/signals";
import { t } from "../words";
import { Dialog } from "./Dialog";

export interface Asking {
  title: string;
  text: string;
  points?: readonly string[];
  /** What is asked once more before it is done, and what leads there; left out, once is enough. */
  again?: { text: string; next: string };
  /** What there is to know besides, and where. */
  besides?: { text: string; href: string; label: string } | null;
  /** What the button that does it says. */
  yes: string;
  run(): void;
}

const asking = signal<Asking | null>(null);

export function confirm(asked: Asking): void {
  asking.value = asked;
}

export function ConfirmHost() {
  const asked = asking.value;
  if (!asked) return null;
  const close = (): void => {
    asking.value = null;
  };
  return asked.again ? <Twice asked={asked} again={asked.again} close={close} /> : <Once asked={asked} close={close} />;
}

interface AskedProps {
  asked: Asking;
  close(): void;
}

function Once({ asked, close }: AskedProps) {
  return (
    <Dialog kind="confirm" title={asked.title} close={close}>
      <p>{asked.text}</p>
      {asked.besides && (
        <p>
          {asked.besides.text}{" "}
          <a href={asked.besides.href} onClick={close}>
            {asked.besides.label}
          </a>
        </p>
      )}
      <footer>
        <button type="button" onClick={close}>
          {t("cancel")}
        </button>
        <button type="button" class="solid" autofocus onClick={() => (close(), asked.run())}>
          {asked.yes}
        </button>
      </footer>
    </Dialog>
  );
}

function Twice({ asked, again, close }: AskedProps & { again: NonNullable<Asking["again"]> }) {
  const last = useSignal(false);
  const isDouble = (event: MouseEvent): boolean => event.detail > 1;
  const yes = (event: MouseEvent): void => {
    if (isDouble(event)) return;
    if (!last.value) last.value = true;
    else close(), asked.run();
  };
  return (
    <Dialog key={String(last.value)} kind="confirm" title={asked.title} close={close}>
      <p>{last.value ? again.text : asked.text}</p>
      {!last.value && asked.points && (
        <ul>
          {asked.points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      )}
      <footer>
        <button type="button" autofocus onClick={close}>
          {t("cancel")}
        </button>
        <button
          type="button"
          class={last.value ? "solid" : ""}
          onMouseDown={(event) => isDouble(event) && event.preventDefault()}
          onClick={yes}>
          {last.value ? asked.yes : again.next}
        </button>
      </footer>
    </Dialog>
  );
}
