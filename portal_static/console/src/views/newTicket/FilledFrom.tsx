/** The sentence that the form was filled in from, and who read it: nothing of it is made before a person says so. */
import type { Wished } from "../../store/newTicket/types";
import { FallbackNotice } from "../ticket/assistant/FallbackNotice";
import { w } from "./words";

export function FilledFrom({ id, wished: { sentence, engine, fallback } }: { id: string; wished: Wished }) {
  return (
    <div id={id} class="filled-from">
      <p>{w("filled", { sentence })}</p>
      <p class="quiet">{readBy(engine)}</p>
      <FallbackNotice back={fallback} />
    </div>
  );
}

function readBy(engine: string): string {
  if (engine === "model_free") return w("filled.model_free");
  return w("filled.model", { name: engine === "bedrock" ? "Amazon Bedrock" : w("filled.openai_compatible") });
}
