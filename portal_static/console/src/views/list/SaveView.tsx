/** Saving the list's filters under a name. */
import { signal } from "@preact/signals";
import { Dialog } from "../../parts/Dialog";
import { Lazy } from "../../parts/Lazy";
import { t } from "../../words";

const opened = signal(false);
const form = () => import("./SaveForm");

export function openSaveView(): void {
  opened.value = true;
}

export function SaveViewHost() {
  const close = (): void => {
    opened.value = false;
  };
  if (!opened.value) return null;
  return (
    <Dialog kind="small" title={t("view.save")} close={close}>
      <Lazy typing load={form} props={{ close }} />
    </Dialog>
  );
}
