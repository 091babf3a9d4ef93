/** Ready-made answers, filled in for this ticket. */
import { useSignal } from "@preact/signals";
import { fetchOrTell } from "../../../parts/Lazy";
import { tipOf } from "../../../parts/tips";
import type { Known } from "../../../store/tickets/tickets";
import { locale } from "../../../words";
import { w } from "../words";

export type Field = { readonly current: HTMLTextAreaElement | null };

export interface CannedProps {
  ticket: Known;
  field: Field;
  change(body: string): void;
  /** Hear of variables that could not be filled. */
  missing(names: readonly string[]): void;
}

export function CannedButton({ ticket, field, change, missing }: CannedProps) {
  const busy = useSignal(false);
  const press = async (anchor: Element): Promise<void> => {
    busy.value = true;
    await offer(anchor, { ticket, field, change, missing });
    busy.value = false;
  };
  return (
    <button
      type="button"
      class="plain canned"
      disabled={busy}
      aria-haspopup="dialog"
      {...tipOf("canned")}
      onClick={(event) => void press(event.currentTarget)}>
      {w("write.canned")} <kbd aria-hidden="true">/</kbd>
    </button>
  );
}

/** Let the person pick one; what is picked takes the place of the selection. */
export async function offer(anchor: Element | null, asked: CannedProps): Promise<void> {
  const picker = await fetchOrTell(() => import("./CannedPicker"));
  await picker?.default(anchor, asked);
}

/** Variables that could not be filled: said until the text is sent, so that no gap goes out unseen. */
export function Missing({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  const list = new Intl.ListFormat(locale()).format(names.map((name) => `{{${name}}}`));
  return (
    <p class="warned" role="alert">
      {w("canned.empty", { names: list })}
    </p>
  );
}
