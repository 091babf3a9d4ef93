/** What contacts are called that a filter names by their ids. */
import { signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import type { Contact } from "../../api/types";
import { t } from "../../words";
import { can, desk } from "./session";

/** By id; null for those that there aren't any more. */
const names = signal<ReadonlyMap<string, string | null>>(new Map());
const asked = new Set<string>();

export function contactName(id: string): string {
  const name = names.value.get(id);
  return name === null ? t("filter.gone") : (name ?? "…");
}

export function shownName({ id, name, email }: Contact): string {
  return name || (email ?? id);
}

export function knowContacts(contacts: readonly Contact[]): void {
  if (contacts.length === 0) return;
  names.value = new Map([...names.peek(), ...contacts.map((each) => [each.id, shownName(each)] as const)]);
}

/** Ask the desk for those whose names aren't known, if it may be asked. */
export async function loadContactNames(ids: readonly string[]): Promise<void> {
  if (!can.peek()("contacts:read")) return;
  const missing = ids.filter((id) => !names.peek().has(id) && !asked.has(id));
  await Promise.all(missing.map(load));
}

async function load(id: string): Promise<void> {
  asked.add(id);
  try {
    knowContacts([await desk().contact(id)]);
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    if (failure.status === 404) names.value = new Map([...names.peek(), [id, null]]);
  } finally {
    asked.delete(id);
  }
}
