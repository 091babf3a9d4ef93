/** Keys: whether single ones count, and all that there are. */
import { singleKeys } from "../../../store/desk/preferences";
import { t } from "../../../words";
import ShortcutList from "../../shell/ShortcutList";
import { AdvanceChoice } from "../AdvanceChoice";
import { Page } from "../frame";
import { w } from "../words";

export default function Keyboard() {
  return (
    <Page title={w("section.keyboard")} about={t("single_keys.about")}>
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          checked={singleKeys}
          onChange={(event) => (singleKeys.value = event.currentTarget.checked)}
        />
        {t("single_keys")}
      </label>
      <AdvanceChoice />
      <h2>{t("cmd.help")}</h2>
      <ShortcutList />
    </Page>
  );
}
