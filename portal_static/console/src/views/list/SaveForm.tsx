/** What the list's filters are saved as, or a saved view is to be. */
import { useSignal } from "@preact/signals";
import type { View } from "../../api/types";
import { Field, Trouble } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { useSending } from "../../parts/useSending";
import { query } from "../../router/router";
import { can } from "../../store/desk/session";
import { toast } from "../../store/desk/toasts";
import { filtersOf, searchOf } from "../../store/tickets/filters";
import { changeView, filtersOfView, isPassing, saveView } from "../../store/tickets/savedViews";
import { t } from "../../words";
import { toldFilters } from "../filters/told";

interface SaveFormProps {
  close(): void;
  /** The view that is changed; null for a new one. */
  view: View | null;
}

export default function SaveForm({ close, view }: SaveFormProps) {
  const name = useSignal(view?.name ?? "");
  const shared = useSignal(view?.shared ?? false);
  const anew = useSignal(false);
  const shown = filtersOf(query.value);
  const isOther = view !== null && searchOf(filtersOfView(view)).toString() !== searchOf(shown).toString();
  const { problem, busy, send } = useSending(async () => {
    if (view) await changeView(view, name.value.trim(), shared.value, anew.value ? shown : null);
    else await saveView(name.value.trim(), shared.value, shown);
    toast(t("view.saved", { name: name.value.trim() }));
    close();
  });
  return (
    <form onSubmit={(event) => (event.preventDefault(), void send())}>
      <Field label={t("view.name")} problem={problem.value?.at("name")}>
        {(field) => (
          <input
            {...field}
            required
            maxLength={50}
            ref={focusNow}
            value={name}
            onInput={(event) => (name.value = event.currentTarget.value)}
          />
        )}
      </Field>
      {can.value("tickets:write") && (
        <label class="switch">
          <input type="checkbox" checked={shared} onChange={(event) => (shared.value = event.currentTarget.checked)} />
          {t("view.shared")}
        </label>
      )}
      {isOther && (
        <label class="switch">
          <input type="checkbox" checked={anew} onChange={(event) => (anew.value = event.currentTarget.checked)} />
          <span>
            {t("view.filters")}
            <span class="quiet"> {[t(`tab.${shown.tab}`), toldFilters(shown)].filter(Boolean).join(" · ")}</span>
          </span>
        </label>
      )}
      {(view === null || anew.value) && isPassing(shown) && <p class="hint">{t("view.without")}</p>}
      <Trouble problem={problem.value} shownAt={["name"]} />
      <footer>
        <button type="button" onClick={close}>
          {t("cancel")}
        </button>
        <button class="solid" disabled={busy}>
          {t("save")}
        </button>
      </footer>
    </form>
  );
}
