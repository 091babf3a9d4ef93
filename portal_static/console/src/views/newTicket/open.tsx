/**
 * Where the dialog for a new ticket comes up. Its form is loaded behind the desk's back, so that it is there at once.
 */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Dialog } from "../../parts/Dialog";
import { Lazy, preload } from "../../parts/Lazy";
import { t } from "../../words";

const opened = signal(false);
const form = () => import("./NewTicket");
const SOON = 1_500;

export function openNewTicket(): void {
  opened.value = true;
}

export function NewTicketHost() {
  useEffect(() => {
    const timer = setTimeout(() => void preload(form), SOON);
    return () => clearTimeout(timer);
  }, []);
  const close = (): void => {
    opened.value = false;
  };
  if (!opened.value) return null;
  return (
    <Dialog kind="new-ticket" title={t("cmd.new")} close={close}>
      <Lazy typing load={form} props={{ close }} />
    </Dialog>
  );
}
