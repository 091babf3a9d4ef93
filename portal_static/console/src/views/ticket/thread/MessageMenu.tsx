/** What there is to do with one message: read it in one's own language, or remove something of it for good. */
import { useRef } from "preact/hooks";
import { Icon } from "../../../parts/icons";
import { Menu, type MenuItem } from "../../../parts/Menu";
import { toggleTranslation, translationOf } from "../../../store/assistant/translations";
import { can } from "../../../store/desk/session";
import { DELETED } from "../../../store/tickets/fields";
import { ticketSignal } from "../../../store/tickets/tickets";
import { w } from "../../privacy/words";
import { w as assistantWord } from "../assistant/words";
import { openRedaction, selectedText } from "../dialogs/open";
import { w as ofTicket } from "../words";
import { split } from "./splitting";

interface MessageMenuProps {
  reference: string;
  id: string;
  /** Whether there is a model that translates it. */
  translates: boolean;
  /** Whether it can become a ticket of its own. */
  splits: boolean;
}

export default function MessageMenu({ reference, id, translates, splits }: MessageMenuProps) {
  const selected = useRef("");
  const ticket = ticketSignal(reference)?.value;
  const keep = (): void => {
    selected.current = selectedText(); // a press on the menu may take the selection away
  };
  const remove = (): void => openRedaction(reference, { entry: id, words: selected.current });
  const removes = can.value("tickets:delete") && ticket !== undefined && !DELETED.of(ticket);
  const items: MenuItem[] = [
    ...(translates ? [translating(reference, id)] : []),
    ...(splits ? [{ label: ofTicket("split"), icon: <Icon name="link" />, run: () => void split(reference, id) }] : []),
    ...(removes ? [{ label: w("redact.message"), icon: <Icon name="trash" />, run: remove }] : []),
  ];
  if (items.length === 0) return null;
  return (
    <div onPointerDownCapture={keep} onKeyDownCapture={keep}>
      <Menu label={w("message.menu")} items={items} class="bare">
        <Icon name="more" />
      </Menu>
    </div>
  );
}

function translating(reference: string, id: string): MenuItem {
  const { shown } = translationOf(reference, id).value;
  const run = (): void => void toggleTranslation(reference, id);
  return { label: assistantWord(shown ? "translate.hide" : "translate"), run };
}
