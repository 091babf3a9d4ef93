/** Lets the person pick a ready-made answer, shown as it would be put in. Loaded when it is asked for. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Problem } from "../../../api/problem";
import { problemText } from "../../../api/problemText";
import type { Canned as Response } from "../../../api/types";
import { choose } from "../../../parts/picker";
import { typeInto } from "../../../parts/typeInto";
import { go, href } from "../../../router/router";
import { draftOf } from "../../../store/composer/drafts";
import { desk } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import type { Known } from "../../../store/tickets/tickets";
import { w } from "../words";
import type { CannedProps, Field } from "./Canned";

const MANAGE = "manage";

/** Let the person pick one; what is picked takes the place of the selection. */
export default async function pickCanned(
  anchor: Element | null,
  { ticket, field, change, missing }: CannedProps,
): Promise<void> {
  try {
    const all = await desk().canned();
    const responses = all.toSorted((one, other) => one.folder.localeCompare(other.folder));
    const filled = new Map<string, string>();
    choose({
      title: w("canned.title"),
      choices: () => [
        ...responses.map(({ id, name, body, folder }) => ({ value: id, label: name, also: body, group: folder })),
        { value: MANAGE, label: w("canned.manage"), group: "" },
      ],
      pick: (id) => {
        if (id === MANAGE) return go(href("settings/canned-responses"));
        const response = responses.find((each) => each.id === id);
        if (response) void fill(response, ticket, field, change, missing);
      },
      anchor,
      none: w("canned.none"),
      preview: (id) => {
        const response = responses.find((each) => each.id === id);
        return response && <Filled key={id} response={response} reference={ticket.ref} known={filled} />;
      },
    });
  } catch (failure) {
    toast(problemText(failure), { tone: "error" });
  }
}

const STAYS = 150; // ms on a line before it is filled in: who walks through the list asks for nothing

interface FilledProps {
  response: Response;
  reference: string;
  known: Map<string, string>;
}

/** The response as it would be put in. Until that is there, or where it can't be had, as it was written. */
function Filled({ response: { id, body }, reference, known }: FilledProps) {
  const text = useSignal(known.get(id) ?? body);
  useEffect(() => {
    if (known.has(id)) return;
    const asking = setTimeout(async () => {
      try {
        text.value = (await desk().render(id, reference)).text;
        known.set(id, text.value);
      } catch (failure) {
        if (!(failure instanceof Problem)) throw failure; // picking it says what is wrong
      }
    }, STAYS);
    return () => clearTimeout(asking);
  }, []);
  return <p class="filled-in">{text}</p>;
}

async function fill(
  response: Response,
  ticket: Known,
  field: Field,
  change: (body: string) => void,
  missing: (names: readonly string[]) => void,
): Promise<void> {
  try {
    const { text, empty } = await desk().render(response.id, ticket.ref);
    if (draftOf(ticket.ref).peek().mode !== "reply") return; // the field holds the note by now, which stays with us
    insert(field, text, change);
    missing(empty);
  } catch (failure) {
    toast(problemText(failure), { tone: "error" });
  }
}

/** Put a text where the cursor is, in place of what is selected; a lone slash asked for it and goes. */
function insert(field: Field, text: string, change: (body: string) => void): void {
  const area = field.current;
  if (!area) return;
  const asked = area.value === "/";
  const start = asked ? 0 : area.selectionStart;
  const end = asked ? 1 : area.selectionEnd;
  typeInto(area, { from: start, to: end, text }); // the cursor goes along at once: the next letter may be typed already
  change(area.value);
}
