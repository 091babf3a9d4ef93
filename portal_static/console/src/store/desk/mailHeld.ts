/** Whether mail can leave the desk: what admins are told wherever they are, since no mail could tell them. */
import { signal } from "@preact/signals";
import { Problem } from "../../api/problem";
import type { DeskSettings } from "../../api/types";
import { can, desk, workspace } from "./session";

/** Since when mail is held; null while it goes. */
export const mailHeldSince = signal<string | null>(null);

const EVERY = 600_000;

/** Ask now and every few minutes, where it is somebody's to mend; the answer ends that. */
export function followMailHeld(): () => void {
  void ask();
  const timer = setInterval(() => void ask(), EVERY);
  return () => {
    clearInterval(timer);
    mailHeldSince.value = null;
  };
}

async function ask(): Promise<void> {
  const asked = workspace.peek()?.id;
  if (!can.peek()("settings:write") || document.hidden) return;
  try {
    const found = await desk().ask<DeskSettings>("GET", "settings");
    if (asked === workspace.peek()?.id) mailHeldSince.value = found.mail_held_since ?? null;
  } catch (failure) {
    if (!(failure instanceof Problem)) throw failure; // what can't be asked says so elsewhere
  }
}
