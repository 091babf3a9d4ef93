/** The desk's own addresses, fetched when somebody filters by them. */
import { signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import { problemText } from "../../api/problemText";
import type { Mailbox, Page } from "../../api/types";
import { desk } from "./session";
import { toast } from "./toasts";

export const mailboxes = signal<readonly Mailbox[]>([]);

export async function loadMailboxes(): Promise<void> {
  try {
    mailboxes.value = (await desk().ask<Page<Mailbox>>("GET", "mailboxes", { query: { limit: 100 } })).items;
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure;
    toast(problemText(failure), { tone: "error" });
  }
}
