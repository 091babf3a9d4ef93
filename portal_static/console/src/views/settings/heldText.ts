/** What there is to say of mail that can't leave the desk. */
import type { DeskSettings } from "../../api/types";
import { whole } from "../ticket/when";
import { hasWord, w } from "./words";

/** Since when and why, and what to do about it; nothing while mail goes. A reason of a later release is named by its word. */
export function heldTold({
  mail_held_since: at,
  mail_held_why: why,
}: Pick<DeskSettings, "mail_held_since" | "mail_held_why">): string | null {
  if (!at) return null;
  const key = `held.${why ?? "unknown"}`;
  return `${hasWord(key) ? w(key) : why} ${w("held.since", { at: whole(at) })}`;
}
