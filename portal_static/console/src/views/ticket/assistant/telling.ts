/** The part of a summary that tells most where there is room for one. */
import type { AssistantPanel, Status } from "../../../api/types";

type Part = AssistantPanel["summary"]["parts"][number];

const STANDING: readonly Part["kind"][] = ["open", "done", "wanted"];
/** Nothing is open of what is over: what was done about it tells more. */
const OVER: readonly Part["kind"][] = ["done", "wanted", "open"];

export function telling(parts: readonly Part[], status: Status): Part | undefined {
  const order = status === "resolved" || status === "closed" ? OVER : STANDING;
  return order.map((kind) => parts.find((each) => each.kind === kind && each.text !== "")).find(Boolean);
}
