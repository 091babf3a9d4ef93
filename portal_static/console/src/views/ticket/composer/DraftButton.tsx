/** Has a reply drafted, to be read and changed before a person sends it. */
import { useSignal } from "@preact/signals";
import { problemText } from "../../../api/problemText";
import { toast } from "../../../store/desk/toasts";
import { t } from "../../../words";
import { w } from "../words";

export function DraftButton({ reference }: { reference: string }) {
  const busy = useSignal(false);
  const press = async (): Promise<void> => {
    busy.value = true;
    try {
      const assistant = await import("../assistant/carryOut").catch(() => null); // unreachable
      if (assistant) await assistant.draftReply(reference);
      else toast(t("problem.offline"), { tone: "error" });
    } catch (failure) {
      toast(problemText(failure), { tone: "error" });
    }
    busy.value = false;
  };
  return (
    <button type="button" class="plain" disabled={busy} aria-busy={busy} onClick={() => void press()}>
      {w("write.draft")}
    </button>
  );
}
