/** The palette: every command that can be carried out now, and tickets by what was typed. */
import { signal, useSignal } from "@preact/signals";
import { Problem } from "../../api/problem";
import type { TicketRow } from "../../api/types";
import { COMMANDS, type CommandId, keysOf } from "../../keys/commands";
import { available, run } from "../../keys/handlers";
import { type Choice, Choices } from "../../parts/Choices";
import { Dialog } from "../../parts/Dialog";
import { StatusIcon } from "../../parts/icons";
import { Keys } from "../../parts/tips";
import { go, href } from "../../router/router";
import { referenceIn } from "../../store/filters";
import { desk, workspace } from "../../store/session";
import { tickets } from "../../store/tickets";
import { folded, t } from "../../words";

const opened = signal(false);

export function openPalette(): void {
  opened.value = true;
}

export function PaletteHost() {
  return opened.value ? <Palette /> : null;
}

const PAUSE = 180;

function Palette() {
  const text = useSignal("");
  const found = useSignal<readonly TicketRow[]>([]);
  const search = useSignal<{ timer?: ReturnType<typeof setTimeout>; stop?: AbortController }>({});
  const commands = useSignal(available().filter((id) => id !== "palette" && id !== "back"));
  const close = (): void => {
    clearTimeout(search.value.timer);
    search.value.stop?.abort();
    opened.value = false;
  };
  const typed = (value: string): void => {
    text.value = value;
    clearTimeout(search.value.timer);
    search.value.stop?.abort();
    if (value.trim().length < 2) found.value = [];
    else search.value = soon(value.trim(), (rows) => (found.value = rows));
  };
  const pick = (value: string): void => {
    close();
    if (value.startsWith(TO)) return go(href(`tickets/${encodeURIComponent(value.slice(TO.length))}`));
    // Once the dialog is gone, and the focus where it was: commands open dialogs of their own.
    setTimeout(() => run(value as CommandId));
  };
  return (
    <Dialog kind="palette" title={t("cmd.palette")} close={close} light untitled>
      <Choices label={t("cmd.palette")} placeholder={t("palette.hint")} choices={choices(commands.value, text.value, found.value)} pick={pick} typed={typed} none={t("choices.none")} />
    </Dialog>
  );
}

const TO = "to:";

function choices(commands: readonly CommandId[], text: string, found: readonly TicketRow[]): Choice[] {
  const wanted = folded(text).trim().split(/\s+/);
  const fitting = commands.filter((id) => {
    const words = folded(t(`cmd.${id}`)).split(/\s+/);
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  });
  const ref = referenceIn(text, workspace.value?.prefix);
  const jump: Choice[] = ref ? [{ value: TO + ref, label: t("palette.jump", { ref }), group: t("tickets") }] : [];
  const rows = found.filter((row) => row.ref !== ref).map(asChoice);
  return [...jump, ...fitting.map(commandChoice), ...rows];
}

function commandChoice(id: CommandId): Choice {
  const keys = keysOf(id);
  return { value: id, label: t(`cmd.${id}`), hint: keys && <Keys keys={keys} />, group: t(`group.${COMMANDS[id].group}`) };
}

function asChoice(row: TicketRow): Choice {
  const icon = <StatusIcon status={row.status} label={t(`status.${row.status}`)} />;
  return { value: TO + row.ref, label: row.title, icon, hint: <span class="ref">{row.ref}</span>, group: t("tickets") };
}

/** Look for tickets when nothing more was typed for a moment. */
function soon(text: string, show: (rows: readonly TicketRow[]) => void): { timer: ReturnType<typeof setTimeout>; stop: AbortController } {
  const stop = new AbortController();
  const look = async (): Promise<void> => {
    try {
      const page = await desk().list({ q: text }, 8, null, stop.signal);
      for (const row of page.items) tickets.put(row.ref, row);
      show(page.items);
    } catch (failure) {
      if (!stop.signal.aborted && !(failure instanceof Problem)) throw failure; // unreachable: the banner says so
    }
  };
  return { timer: setTimeout(() => void look(), PAUSE), stop };
}
