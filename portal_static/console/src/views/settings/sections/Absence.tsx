/** When somebody is away, and who stands in for them. */
import { useSignal } from "@preact/signals";
import type { Absence as Away, Member } from "../../../api/types";
import { assignable, loadDirectory, members } from "../../../store/desk/directory";
import { can, desk, workspace } from "../../../store/desk/session";
import { toast } from "../../../store/desk/toasts";
import { dayOf } from "../../ticket/when";
import { attempt } from "../collection";
import { FormDialog } from "../frame";
import { Check, Select, Text } from "../inputs";
import { w } from "../words";

/** One's own, in the profile. */
export function OwnAbsence() {
  const open = useSignal(false);
  const own = members.value.find(({ id }) => id === workspace.value?.member_id);
  if (!own) return null;
  return (
    <>
      <h2>{w("absence")}</h2>
      <p class="hint">{w("absence.about")}</p>
      {own.absence && <p>{absenceText(own.absence)}</p>}
      <p>
        <button type="button" onClick={() => (open.value = true)}>
          {w(own.absence ? "absence.change" : "absence.set")}
        </button>{" "}
        {own.absence && (
          <button type="button" onClick={() => attempt(() => endAbsence(own, loadDirectory))}>
            {w("absence.end")}
          </button>
        )}
      </p>
      {open.value && <AbsenceForm member={own} close={() => (open.value = false)} changed={loadDirectory} />}
    </>
  );
}

/** From when to when, and who stands in. */
export function absenceText({ first, last, substitute }: Away): string {
  const days = { first: dayOf(first), last: dayOf(last) };
  return substitute ? w("absence.days_substitute", { ...days, name: substitute.name }) : w("absence.days", days);
}

export async function endAbsence(member: Member, changed: () => Promise<void>): Promise<void> {
  await desk().ask("DELETE", path(member));
  await changed();
  toast(w("absence.ended", { name: member.name }));
}

interface AbsenceFormProps {
  member: Member;
  close(): void;
  changed(): Promise<void>;
}

export function AbsenceForm({ member, close, changed }: AbsenceFormProps) {
  const there = member.absence;
  const first = useSignal(there?.first ?? "");
  const last = useSignal(there?.last ?? "");
  const substitute = useSignal(there?.substitute?.id ?? "");
  const handOver = useSignal(false);
  const others = assignable.value.filter(({ id }) => id !== member.id);
  const hands = can.value("tickets:write") && substitute.value !== "";
  const send = async (): Promise<void> => {
    const hand_over = hands && handOver.value;
    const body = { first: first.value, last: last.value, substitute_id: substitute.value || null, hand_over };
    await desk().ask("PUT", path(member), { body });
    await changed();
    toast(w("saved"));
  };
  return (
    <FormDialog
      title={`${w("absence")}: ${member.name}`}
      close={close}
      send={send}
      fields={["first", "last", "substitute_id"]}>
      {(problem) => (
        <>
          <Text
            label={w("absence.first")}
            type="date"
            value={first}
            required
            autofocus
            problem={problem?.at("first")}
          />
          <Text label={w("absence.last")} type="date" value={last} required problem={problem?.at("last")} />
          <Select
            label={w("absence.substitute")}
            value={substitute}
            hint={w("absence.substitute_hint")}
            options={[
              { value: "", label: w("absence.nobody") },
              ...others.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            problem={problem?.at("substitute_id")}
          />
          {hands && <Check label={w("absence.hand_over")} value={handOver} />}
        </>
      )}
    </FormDialog>
  );
}

function path(member: Member): string {
  return `members/${encodeURIComponent(member.id)}/absence`;
}
