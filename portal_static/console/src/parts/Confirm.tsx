/** Asking before what is hard to take back. `confirm({…})` from anywhere; Enter says yes, Escape no. */
import { signal } from "@preact/signals";
import { t } from "../words";
import { Dialog } from "./Dialog";

export interface Asking {
  title: string;
  text: string;
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
