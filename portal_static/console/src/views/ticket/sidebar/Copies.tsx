/** Who gets the public replies as well, and may answer. */
import { useSignal } from "@preact/signals";
import { Problem } from "../../../api/problem";
import { problemText } from "../../../api/problemText";
import type { Ticket } from "../../../api/types";
import { Icon } from "../../../parts/icons";
import { toast } from "../../../store/desk/toasts";
import { changeDetail } from "../../../store/tickets/details";
import { w } from "../words";
import { Section } from "./Section";

export function Copies({ ticket, editable }: { ticket: Ticket; editable: boolean }) {
  const adding = useSignal(false);
  if (!editable && ticket.participants.length === 0) return null;
  const set = (participants: string[]): Promise<void> =>
    changeDetail(ticket.ref, { participants }, { participants }, w("done.copies"));
  const remove = (address: string): void =>
    void set(ticket.participants.filter((each) => each !== address)).catch((failure: unknown) =>
      toast(problemText(failure), { tone: "error" }),
    );
  return (
    <Section
      name={w("side.cc")}
      action={
        editable &&
        !adding.value && (
          <button type="button" class="plain" onClick={() => (adding.value = true)}>
            {w("cc.add")}
          </button>
        )
      }>
      {ticket.participants.length > 0 && (
        <ul class="copies">
          {ticket.participants.map((address) => (
            <li key={address}>
              <span>{address}</span>
              {editable && (
                <button
                  type="button"
                  class="bare"
                  aria-label={w("cc.remove", { address })}
                  onClick={() => remove(address)}>
                  <Icon name="close" />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {adding.value && (
        <Add save={(address) => set([...ticket.participants, address])} leave={() => (adding.value = false)} />
      )}
    </Section>
  );
}

function Add({ save, leave }: { save(address: string): Promise<void>; leave(): void }) {
  const wrong = useSignal("");
  const text = useSignal("");
  const submit = async (): Promise<void> => {
    try {
      if (text.value.trim() !== "") await save(text.value.trim());
      leave();
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      wrong.value = failure.errors[0]?.message ?? problemText(failure);
    }
  };
  return (
    <form onSubmit={(event) => (event.preventDefault(), void submit())}>
      <input
        type="email"
        aria-label={w("cc.field")}
        placeholder="name@example.com"
        autofocus
        aria-invalid={wrong.value ? true : undefined}
        value={text}
        onInput={(event) => (text.value = event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && (event.stopPropagation(), leave())}
      />
      <p role="alert" class="wrong">
        {wrong}
      </p>
    </form>
  );
}
