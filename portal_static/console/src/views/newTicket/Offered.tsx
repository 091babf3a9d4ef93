/** The answers to a question, a button each. */
import type { WishContact } from "../../api/types";

interface OfferedProps {
  label: string;
  options: readonly WishContact[];
  name?(option: WishContact): string;
  pick(option: WishContact): void;
}

export function Offered({ label, options, name = ({ name }) => name, pick }: OfferedProps) {
  if (options.length === 0) return null;
  return (
    <div class="offered" role="group" aria-label={label}>
      {options.map((each) => (
        <button key={each.id} type="button" onClick={() => pick(each)}>
          {name(each)}
        </button>
      ))}
    </div>
  );
}
