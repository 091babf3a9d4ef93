/**
 * Where the dialogs of an open ticket come up. They are loaded behind its back; whoever is quicker waits in a dialog
 * already, so that what is typed next is no command to the page.
 */
import { useEffect } from "preact/hooks";
import { Dialog } from "../../../parts/Dialog";
import { Lazy, preload } from "../../../parts/Lazy";
import { ticketSignal } from "../../../store/tickets/tickets";
import { t } from "../../../words";
import { closeDialog, opened } from "./open";

const dialogs = () => import("./Dialogs");

export function DialogHost({ reference }: { reference: string }) {
  useEffect(() => void preload(dialogs), []);
  const asked = opened.value;
  const ticket = asked?.ref === reference ? ticketSignal(reference)?.value : undefined;
  if (!asked || !ticket) return null;
  return (
    <Lazy
      typing
      load={dialogs}
      props={{ name: asked.name, ticket }}
      around={(meanwhile) => (
        <Dialog kind="small" title={t("loading")} untitled close={closeDialog}>
          {meanwhile}
        </Dialog>
      )}
    />
  );
}
