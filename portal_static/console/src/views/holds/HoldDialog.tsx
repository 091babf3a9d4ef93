/** Why a ticket or a contact is to be kept. */
import { ReasonDialog } from "../../parts/ReasonDialog";
import { w } from "../privacy/words";

interface HoldDialogProps {
  /** What is put on hold, as people call it. */
  name: string;
  hint: string;
  begun?: string;
  typed?(text: string): void;
  /** Throws a Problem. */
  hold(reason: string): Promise<void>;
  close(): void;
}

export function HoldDialog({ name, hold, ...rest }: HoldDialogProps) {
  return (
    <ReasonDialog
      title={w("hold.title", { name })}
      label={w("hold.reason")}
      yes={w("hold.put")}
      longest={500}
      send={hold}
      {...rest}
    />
  );
}
