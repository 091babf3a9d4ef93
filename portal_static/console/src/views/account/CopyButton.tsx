/** Takes a text along by a press, and says whether it did. */
import { useSignal } from "@preact/signals";
import { type AccountKey, w } from "./words";

export function CopyButton({ text, about }: { text: string; about: string }) {
  const outcome = useSignal<AccountKey | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      outcome.value = "copied";
    } catch {
      outcome.value = "not_copied"; // refused by the browser; the text can be marked by hand
    }
  };
  return (
    <>
      <button type="button" aria-label={`${w("copy")}: ${about}`} onClick={() => void copy()}>
        {w("copy")}
      </button>
      <span role="status" class="quiet">
        {outcome.value && w(outcome.value)}
      </span>
    </>
  );
}
