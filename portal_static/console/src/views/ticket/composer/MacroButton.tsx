/** Macros, where one would otherwise write. */
import { tipOf } from "../../../parts/tips";
import { pickMacro } from "../../ticketCommands/commands";
import { w } from "../words";

export function MacroButton({ reference }: { reference: string }) {
  return (
    <button
      type="button"
      class="plain"
      aria-haspopup="dialog"
      {...tipOf("macro")}
      onClick={({ currentTarget }) => void pickMacro({ refs: [reference], anchor: currentTarget })}>
      {w("write.macro")}
    </button>
  );
}
