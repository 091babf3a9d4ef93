/** A ticket from the sentence in the palette: it is asked for, waited for, and goes into the form for a new ticket. */
import type { ReadonlySignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Problem } from "../../api/problem";
import { confirm } from "../../parts/Confirm";
import { Trouble } from "../../parts/Field";
import { useSending } from "../../parts/useSending";
import { isBegun, ticketForm } from "../../store/newTicket/form";
import { draftOfWish, understand } from "../../store/newTicket/fromSentence";
import { t } from "../../words";
import { openNewTicket } from "../newTicket/open";

export interface Wishing {
  busy: ReadonlySignal<boolean>;
  problem: ReadonlySignal<Problem | null>;
  /** Ask, unless a ticket is begun and the person would rather keep it. */
  begin(): void;
  /** Ask no longer: the sentence is another one, or isn't wanted any more. */
  stop(): void;
}

export function useWishing(text: ReadonlySignal<string>, close: () => void): Wishing {
  const asking = useRef<AbortController | null>(null);
  const { busy, problem, send } = useSending(async () => {
    const mine = (asking.current = new AbortController());
    const sentence = text.peek().trim();
    try {
      const wish = await understand(sentence, mine.signal);
      close();
      ticketForm().value = draftOfWish(sentence, wish);
      setTimeout(openNewTicket); // once the palette is gone, and the focus where it was
    } catch (failure) {
      if (!mine.signal.aborted) throw failure;
    }
  });
  const begin = (): void => {
    const { title } = ticketForm().peek();
    if (!isBegun(ticketForm().peek())) return void send();
    confirm({
      title: t("palette.replace"),
      text: t("palette.replace_text", { title }),
      yes: t("palette.replace_yes"),
      run: () => void send(),
    });
  };
  return { busy, problem, begin, stop: () => asking.current?.abort() };
}

/** That the sentence is being read, or what went wrong. The sentence stays where it was typed. */
export function WishState({ wishing: { busy, problem, begin } }: { wishing: Wishing }) {
  return (
    <div class="wish-state" aria-busy={busy.value}>
      <p role="status" class="quiet">
        {busy.value && t("palette.reading")}
      </p>
      <Trouble problem={problem.value}>
        {" "}
        <button type="button" class="plain" onClick={begin}>
          {t("retry")}
        </button>
      </Trouble>
    </div>
  );
}
