/** Labels that are made while one labels a ticket. */
import type { Label } from "../../api/types";
import { labels } from "./directory";
import { desk } from "./session";

/** The longest name that the desk takes, in characters. */
export const LONGEST_LABEL = 60;

/** Told apart on the light page and, drawn lighter, on the dark one. */
export const LABEL_COLORS = [
  "#3b4fd8",
  "#a13a00",
  "#14693a",
  "#6d28d9",
  "#8a5200",
  "#b3261e",
  "#0f6b7a",
  "#a3246f",
] as const;

/** Make a label in the colour that fewest have, and have it among the others at once. Throws a Problem. */
export async function createLabel(name: string): Promise<Label> {
  const made = await desk().ask<Label>("POST", "labels", { body: { name, color: rarest() } });
  labels.value = [...labels.value.filter((each) => each.id !== made.id), made];
  return made;
}

function rarest(): string {
  const uses = (color: string): number => labels.value.filter((each) => each.color === color).length;
  return LABEL_COLORS.reduce((least, each) => (uses(each) < uses(least) ? each : least));
}
