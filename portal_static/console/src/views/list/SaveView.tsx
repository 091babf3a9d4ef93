/** Saving the list's filters under a name, and changing what was saved. */
import { signal } from "@preact/signals";
import type { View } from "../../api/types";
import { Dialog } from "../../parts/Dialog";
import { Lazy } from "../../parts/Lazy";
import { t } from "../../words";

const opened = signal<{ view: View | null } | null>(null);
const form = () => import("./SaveForm");

export function openSaveView(): void {
  opened.value = { view: null };
}

export function openViewForm(view: View): void {
  opened.value = { view };
}

export function SaveViewHost() {
  const close = (): void => {
    opened.value = null;
  };
  if (!opened.value) return null;
  const { view } = opened.value;
  return (
    <Dialog kind="small" title={view ? t("view.edit.title", { name: view.name }) : t("view.save")} close={close}>
      <Lazy typing load={form} props={{ close, view }} />
    </Dialog>
  );
}
