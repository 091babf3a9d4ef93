/** Whom a mail that nobody vouches for had in copy: they hear nothing until somebody here lets them in. */
import { Trouble } from "../../../parts/Field";
import { useSending } from "../../../parts/useSending";
import { changeDetail } from "../../../store/tickets/details";
import type { Known } from "../../../store/tickets/tickets";
import { locale } from "../../../words";
import { w } from "../words";

const NOBODY = { participants_proposed: [] };

export default function Proposed({ ticket }: { ticket: Known }) {
  const proposed = ticket.participants_proposed ?? [];
  const adding = useSending(() => add(ticket, proposed));
  const declining = useSending(() => changeDetail(ticket.ref, NOBODY, NOBODY, w("done.copies")));
  const names = new Intl.ListFormat(locale()).format(proposed);
  return (
    <div class="proposed">
      <p>
        {w("proposed", { names })}{" "}
        <button type="button" class="plain" disabled={adding.busy} onClick={() => void adding.send()}>
          {w("proposed.add")}
        </button>{" "}
        <button type="button" class="plain" disabled={declining.busy} onClick={() => void declining.send()}>
          {w("proposed.decline")}
        </button>
      </p>
      <Trouble problem={adding.problem.value ?? declining.problem.value} />
    </div>
  );
}

function add(ticket: Known, proposed: readonly string[]): Promise<void> {
  const participants = [...(ticket.participants ?? []), ...proposed];
  return changeDetail(ticket.ref, { participants, ...NOBODY }, { participants }, w("done.copies"));
}
