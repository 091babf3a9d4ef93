/** The sheet of shortcuts, with the switch that turns single keys off. */
import { signal } from "@preact/signals";
import { Dialog } from "../../parts/Dialog";
import { Lazy } from "../../parts/Lazy";
import { singleKeys } from "../../store/desk/preferences";
import { t } from "../../words";

const opened = signal(false);
const list = () => import("./ShortcutList");

export function openShortcuts(): void {
  opened.value = true;
}

export function ShortcutsHost() {
  if (!opened.value) return null;
  return (
    <Dialog kind="sheet" title={t("cmd.help")} close={() => (opened.value = false)} light>
      <Lazy load={list} props={{}} />
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          checked={singleKeys}
          onChange={(event) => (singleKeys.value = event.currentTarget.checked)}
        />
        {t("single_keys")}
      </label>
      <p class="quiet">{t("single_keys.about")}</p>
    </Dialog>
  );
}
