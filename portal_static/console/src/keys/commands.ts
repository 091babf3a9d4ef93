/**
 * Everything that can be done by a key, in one table: the key map, the palette, tooltips and the sheet of shortcuts are
 * all made from it; those that set a field come from the table of choices. What a command is called stands in the
 * catalogues, as `cmd.<id>`.
 *
 * Those of the group `text` are about what is selected in a text that is being written. They are heard in it alone, and
 * there before all others.
 *
 * Keys are written as `x`, `Shift+x`, `Mod+k` (Ctrl, or Cmd on a Mac), `g i` (one after the other). A command without
 * keys is in the palette alone.
 */

import { CHOICES, COMMANDED, type CommandedName } from "../store/tickets/choices";

export const GROUPS = ["go", "list", "ticket", "write", "text", "desk"] as const;
export type Group = (typeof GROUPS)[number];

interface Command {
  group: Group;
  keys: readonly string[];
}

function command(group: Group, ...keys: string[]): Command {
  return { group, keys };
}

const CHOOSING = Object.fromEntries(
  COMMANDED.map((name) => [name, command("ticket", ...(CHOICES[name].keys ?? []))]),
) as Record<CommandedName, Command>;

export const COMMANDS = {
  "go.inbox": command("go", "g i"),
  "go.tickets": command("go", "g t"),
  "go.mine": command("go", "g m"),
  "go.reports": command("go", "g r"),
  "go.settings": command("go", "g s"),
  search: command("go", "/"),
  next: command("list", "j"),
  previous: command("list", "k"),
  open: command("list", "Enter", "o"),
  filter: command("list", "f"),
  done: command("list", "d"),
  select: command("list", "x"),
  "select.range": command("list", "Shift+x"),
  "select.all": command("list", "Mod+a"),
  ...CHOOSING,
  assign: command("ticket", "a"),
  "assign.me": command("ticket", "i"),
  labels: command("ticket", "l"),
  snooze: command("ticket", "b"),
  wake: command("ticket"),
  remind: command("ticket", "Shift+b"),
  macro: command("ticket", "Shift+m"),
  resolve: command("ticket", "Shift+r"),
  escalate: command("ticket", "Shift+e"),
  merge: command("ticket", "m"),
  split: command("ticket", "Shift+s"),
  "link.ticket": command("ticket", "Shift+l"),
  answer_reports: command("ticket"),
  resolve_reports: command("ticket"),
  forward: command("ticket", "Shift+f"),
  archive: command("ticket", "e"),
  delete: command("ticket", "Shift+Delete", "Shift+Backspace"),
  restore: command("ticket", "u"),
  redact: command("ticket"),
  spam: command("ticket", "!"),
  "copy.link": command("ticket"),
  reply: command("write", "r"),
  canned: command("write", "t"),
  note: command("write", "n"),
  ask: command("write", "q"),
  draft: command("write", "Shift+d"),
  send: command("write", "Mod+Enter"),
  "send.how": command("write", "Mod+Shift+Enter"),
  "send.later": command("write"),
  preview: command("write", "v", "Mod+Shift+o"),
  bold: command("text", "Mod+b"),
  italic: command("text", "Mod+i"),
  bullets: command("text", "Mod+Shift+8"),
  numbers: command("text", "Mod+Shift+7"),
  quote: command("text", "Mod+Shift+9"),
  code: command("text", "Mod+e"),
  link: command("text", "Mod+k"),
  new: command("desk", "c"),
  palette: command("desk", "Mod+k"),
  undo: command("desk", "z"),
  back: command("desk", "Escape"),
  help: command("desk", "?"),
  "theme.light": command("desk"),
  "theme.dark": command("desk"),
  "theme.system": command("desk"),
  signout: command("desk"),
} as const satisfies Record<string, Command>;

export type CommandId = keyof typeof COMMANDS;
export type TextCommand = "bold" | "italic" | "bullets" | "numbers" | "quote" | "code" | "link";
export const COMMAND_IDS = Object.keys(COMMANDS) as CommandId[];

/** The first keys of a command, for a tooltip; null if it has none. */
export function keysOf(id: CommandId): string | null {
  return COMMANDS[id].keys[0] ?? null;
}
