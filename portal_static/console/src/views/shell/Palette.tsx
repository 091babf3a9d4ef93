/**
 * The palette: every command that can be carried out now, saved views, pages of the settings and tickets by what was
 * typed, and a new one from a sentence.
 */
import { batch, signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Problem } from "../../api/problem";
import type { Macro, TicketRow } from "../../api/types";
import { COMMANDS, type CommandId, keysOf } from "../../keys/commands";
import { available, run, runMacro } from "../../keys/handlers";
import { type Choice, Choices } from "../../parts/Choices";
import { Dialog } from "../../parts/Dialog";
import { ChoiceIcon, Icon } from "../../parts/icons";
import { Keys } from "../../parts/tips";
import { go, href } from "../../router/router";
import { loadMacros, macros } from "../../store/desk/macros";
import { can, desk, workspace } from "../../store/desk/session";
import { LONGEST, mayBeWished } from "../../store/newTicket/fromSentence";
import { referenceIn } from "../../store/tickets/filters";
import { tickets } from "../../store/tickets/tickets";
import { folded, t } from "../../words";
import { useWishing, WishState } from "./FromSentence";
import { fetchSettingsPages, type SavedPlace, savedPlaces } from "./palettePlaces";

const opened = signal(false);

export function openPalette(): void {
  opened.value = true;
}

export function PaletteHost() {
  return opened.value ? <Palette /> : null;
}

const PAUSE = 180;
const LONGEST_SEARCH = 200;
/** Of a sentence, in the line that offers to make a ticket of it. */
const SHOWN = 120;
const TO = "to:";
const WISH = "wish:";
const PLACE = "place:";
const MACRO = "macro:";

function Palette() {
  const text = useSignal("");
  const found = useSignal<readonly TicketRow[]>([]);
  const looking = useSignal(false);
  const search = useSignal<{ timer?: ReturnType<typeof setTimeout>; stop?: AbortController }>({});
  useEffect(() => void fetchSettingsPages(), []);
  const commands = useSignal(available().filter((id) => id !== "palette" && id !== "back"));
  const runsMacros = commands.value.includes("macro");
  useEffect(() => {
    if (runsMacros) loadMacros().catch(() => undefined); // offline: those that are known are offered
  }, []);
  const halt = (): void => {
    clearTimeout(search.value.timer);
    search.value.stop?.abort();
  };
  const close = (): void => {
    halt();
    wishing.stop();
    opened.value = false;
  };
  const wishing = useWishing(text, close);
  const typed = (value: string): void => {
    text.value = value;
    halt();
    wishing.stop();
    const words = value.trim();
    looking.value = words.length > 1 && words.length <= LONGEST_SEARCH;
    if (!looking.value) found.value = [];
    else search.value = soon(words, (rows) => batch(() => ((found.value = rows), (looking.value = false))));
  };
  const pick = (value: string): void => {
    if (value === WISH) return wishing.begin();
    close();
    if (value.startsWith(TO)) return go(href(`tickets/${encodeURIComponent(value.slice(TO.length))}`));
    if (value.startsWith(PLACE)) return go(value.slice(PLACE.length));
    // Once the dialog is gone, and the focus where it was: commands open dialogs of their own.
    setTimeout(() => (value.startsWith(MACRO) ? runMacro(value.slice(MACRO.length)) : run(value as CommandId)));
  };
  const fitting = choices(commands.value, text.value, found.value, runsMacros ? macros.value : []);
  const writes = can.value("tickets:write");
  const wished = writes && mayBeWished(text.value, looking.value ? null : fitting.length);
  return (
    <Dialog kind="palette" title={t("cmd.palette")} close={close} light untitled>
      <Choices
        label={t("cmd.palette")}
        placeholder={t(writes ? "palette.hint_wish" : "palette.hint")}
        choices={wished ? [...fitting, wishChoice(text.value.trim())] : fitting}
        pick={pick}
        typed={typed}
        none={t("choices.none")}
        longest={LONGEST}
      />
      <WishState wishing={wishing} />
    </Dialog>
  );
}

function choices(
  commands: readonly CommandId[],
  text: string,
  found: readonly TicketRow[],
  toRun: readonly Macro[],
): Choice[] {
  const fits = fitter(text);
  const fitting = commands.filter((id) => fits(t(`cmd.${id}`)));
  const places = text.trim() === "" ? [] : savedPlaces().filter(({ label }) => fits(label));
  const named = text.trim() === "" ? [] : toRun.map(macroChoice).filter(({ label }) => fits(label));
  const ref = referenceIn(text, workspace.value?.prefix);
  const jump: Choice[] = ref ? [{ value: TO + ref, label: t("palette.jump", { ref }), group: t("tickets") }] : [];
  const rows = found.filter((row) => row.ref !== ref).map(asChoice);
  return [...jump, ...fitting.map(commandChoice), ...named, ...places.map(placeChoice), ...rows];
}

/** Whether every word that was typed begins a word of a text. */
function fitter(typed: string): (text: string) => boolean {
  const wanted = folded(typed).trim().split(/\s+/);
  return (text) => {
    const words = folded(text).split(/\s+/);
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  };
}

function placeChoice({ to, label, group }: SavedPlace): Choice {
  return { value: PLACE + to, label, group };
}

function wishChoice(typed: string): Choice {
  const sentence = typed.length > SHOWN ? `${typed.slice(0, SHOWN)}…` : typed;
  return { value: WISH, label: t("palette.wish", { sentence }), icon: <Icon name="plus" />, group: t("cmd.new") };
}

function commandChoice(id: CommandId): Choice {
  const keys = keysOf(id);
  return {
    value: id,
    label: t(`cmd.${id}`),
    hint: keys && <Keys keys={keys} />,
    group: t(`group.${COMMANDS[id].group}`),
  };
}

function macroChoice({ id, name }: Macro): Choice {
  return { value: MACRO + id, label: t("palette.macro", { name }), group: t("group.ticket") };
}

function asChoice(row: TicketRow): Choice {
  const icon = <ChoiceIcon name="status" value={row.status} label={t(`status.${row.status}`)} />;
  return { value: TO + row.ref, label: row.title, icon, hint: <span class="ref">{row.ref}</span>, group: t("tickets") };
}

/** Look for tickets when nothing more was typed for a moment. */
function soon(
  text: string,
  show: (rows: readonly TicketRow[]) => void,
): { timer: ReturnType<typeof setTimeout>; stop: AbortController } {
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
