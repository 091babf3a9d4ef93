/** The bar above an open ticket: the way back, its reference, its neighbours in the list, and what to do with it. */
import { COMMANDS, type CommandId, keysOf } from "../../keys/commands";
import { Icon, type LineName } from "../../parts/icons";
import { Menu, type MenuItem } from "../../parts/Menu";
import { Keys, tipOf } from "../../parts/tips";
import { besideHref, ticketHref } from "../../router/router";
import type { Known } from "../../store/tickets/tickets";
import { number, t } from "../../words";
import { around, neighbourOf } from "./around";
import { copyReference, type TicketCommands } from "./commands";
import { shown, toggle } from "./properties";
import { w } from "./words";

export function TicketHeader({
  reference,
  ticket,
  commands,
}: {
  reference: string;
  ticket: Known | undefined;
  commands: TicketCommands;
}) {
  const copies = { "data-tip": w("ref.copy", { ref: reference }), "aria-label": w("ref.copy", { ref: reference }) };
  return (
    <header class="ticket-bar">
      <a class="icon" href={besideHref()} aria-label={w("back")} {...tipOf("back")}>
        <Icon name="back" />
      </a>
      <button type="button" class="reference" {...copies} onClick={() => void copyReference(reference)}>
        {reference}
      </button>
      <span class="spring" />
      <Neighbours reference={reference} />
      {ticket && <Actions commands={commands} />}
    </header>
  );
}

/** Where the ticket is in the list it was opened from. */
function Neighbours({ reference }: { reference: string }) {
  const refs = around();
  const at = refs.indexOf(reference);
  const [previous, next] = [neighbourOf(reference, -1), neighbourOf(reference, 1)];
  if (at < 0 && !previous && !next) return null;
  const position = at < 0 ? "" : w("position", { at: number(at + 1), all: number(refs.length) });
  return (
    <nav class="neighbours" aria-label={position || w("next")}>
      <span aria-hidden="true">{position}</span>
      <Neighbour reference={previous} label={w("previous")} arrow="up" />
      <Neighbour reference={next} label={w("next")} arrow="down" />
    </nav>
  );
}

function Neighbour({ reference, label, arrow }: { reference: string | null; label: string; arrow: "up" | "down" }) {
  if (!reference)
    return (
      <span class="icon" aria-hidden="true">
        <Icon name={arrow} />
      </span>
    );
  return (
    <a class="icon" href={ticketHref(reference)} aria-label={label} {...tipOf(arrow === "up" ? "previous" : "next")}>
      <Icon name={arrow} />
    </a>
  );
}

function Actions({ commands }: { commands: TicketCommands }) {
  const { escalate, resolve } = commands;
  const menu = MENU.flatMap(({ id, icon, label }): MenuItem[] => {
    const run = commands[id];
    return run
      ? [
          {
            label: label ? w(label) : t(`cmd.${id as CommandId}`),
            icon: <Icon name={icon} />,
            keys: id in COMMANDS ? keysOf(id as CommandId) : null,
            run,
          },
        ]
      : [];
  });
  return (
    <>
      {escalate && (
        <button type="button" {...tipOf("escalate")} onClick={escalate}>
          {t("cmd.escalate")}
        </button>
      )}
      {resolve && (
        <button type="button" class="solid" {...tipOf("resolve")} onClick={resolve}>
          {t("cmd.resolve")} <Keys keys="Shift+r" />
        </button>
      )}
      <Menu label={w("more")} items={[...menu, toggleProperties()]} class="bare">
        <Icon name="more" />
      </Menu>
    </>
  );
}

type Keyless = "not_spam" | "describe" | "hold" | "release";
type Offered = CommandId | Keyless;
type Named = "not_spam" | "hold" | "release" | "previous" | "next" | "description.edit";

const MENU: readonly { id: Offered; icon: LineName; label?: Named }[] = [
  { id: "macro", icon: "settings" },
  { id: "forward", icon: "forward" },
  { id: "merge", icon: "link" },
  { id: "snooze", icon: "clock" },
  { id: "wake", icon: "back" },
  { id: "remind", icon: "bell" },
  { id: "link.ticket", icon: "link" },
  { id: "archive", icon: "archive" },
  { id: "restore", icon: "back" },
  { id: "spam", icon: "warn" },
  { id: "not_spam", icon: "warn", label: "not_spam" },
  { id: "hold", icon: "lock", label: "hold" },
  { id: "release", icon: "lock", label: "release" },
  { id: "redact", icon: "trash" },
  { id: "delete", icon: "trash" },
  { id: "describe", icon: "tickets", label: "description.edit" },
  { id: "copy.link", icon: "link" },
  { id: "previous", icon: "up", label: "previous" },
  { id: "next", icon: "down", label: "next" },
];

function toggleProperties(): MenuItem {
  return { label: w(shown.value ? "properties.hide" : "properties.show"), icon: <Icon name="panel" />, run: toggle };
}
