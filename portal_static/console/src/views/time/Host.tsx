/** Where a time is asked for. The dialog is loaded when it is first wanted; keys are no commands meanwhile. */
import { Dialog } from "../../parts/Dialog";
import { Lazy } from "../../parts/Lazy";
import { t } from "../../words";
import { closeTime, timeAsked } from "./open";

const dialogs = () => import("./Asking");

export function TimeHost() {
  const asked = timeAsked.value;
  if (!asked) return null;
  return (
    <Lazy
      load={dialogs}
      props={{ asked }}
      around={(meanwhile) => (
        <Dialog kind="small" title={t("loading")} untitled close={closeTime}>
          {meanwhile}
        </Dialog>
      )}
    />
  );
}
