/** Keeping a contact and all their tickets, and releasing them again. */
import { useSignal } from "@preact/signals";
import type { ContactDetails } from "../../api/types";
import { can, desk } from "../../store/desk/session";
import HoldBanner from "../holds/HoldBanner";
import { HoldDialog } from "../holds/HoldDialog";
import { w } from "../privacy/words";
import { attempt } from "../settings/collection";

export function Holding({ contact, reload }: { contact: ContactDetails; reload(): Promise<void> }) {
  const asking = useSignal(false);
  const may = can.value("contacts:write") && can.value("tickets:delete");
  const hold = async (reason: string): Promise<void> => {
    await desk().ask("PUT", `contacts/${encodeURIComponent(contact.id)}/hold`, { body: { reason } });
    await reload();
  };
  const release = (): void =>
    attempt(async () => {
      await desk().ask("DELETE", `contacts/${encodeURIComponent(contact.id)}/hold`);
      await reload();
    });
  if (contact.held) return <HoldBanner held={contact.held} release={may ? release : undefined} />;
  if (!may) return null;
  return (
    <>
      <p>
        <button type="button" aria-haspopup="dialog" onClick={() => (asking.value = true)}>
          {w("hold.put")}
        </button>
      </p>
      {asking.value && (
        <HoldDialog
          name={contact.name || (contact.email ?? "")}
          hint={w("hold.contact_hint")}
          hold={hold}
          close={() => (asking.value = false)}
        />
      )}
    </>
  );
}
