/** When the reply that is written is to be sent, or one that waits already. */
import PickTime from "../../time/PickTime";
import { w } from "../words";

interface SendLaterProps {
  begun?: Date;
  /** Throws a Problem. */
  keep(at: Date): Promise<void>;
  close(): void;
}

export default function SendLater(props: SendLaterProps) {
  return (
    <PickTime
      {...props}
      title={w("later.title")}
      label={w("later.at")}
      hint={w("later.hint")}
      yes={w("later.keep")}
      field="send_at"
    />
  );
}
