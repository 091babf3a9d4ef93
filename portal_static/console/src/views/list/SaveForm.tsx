/** What the list's filters are saved as. */
import { useSignal } from "@preact/signals";
import { Field, Trouble } from "../../parts/Field";
import { focusNow } from "../../parts/focusNow";
import { useSending } from "../../parts/useSending";
import { query } from "../../router/router";
import { can } from "../../store/desk/session";
import { toast } from "../../store/desk/toasts";
import { filtersOf } from "../../store/tickets/filters";
import { isPassing, saveView } from "../../store/tickets/savedViews";
import { t } from "../../words";

export default function SaveForm({ close }: { close(): void }) {
  const name = useSignal("");
  const shared = useSignal(false);
  const { problem, busy, send } = useSending(async () => {
    await saveView(name.value.trim(), shared.value, filtersOf(query.peek()));
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
      {isPassing(filtersOf(query.value)) && <p class="hint">{t("view.without")}</p>}
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
