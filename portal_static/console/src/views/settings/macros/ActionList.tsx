/** The actions of a macro: added at the end, moved up and down, changed where they stand. */
import { type Signal, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Problem } from "../../../api/problem";
import { ACTION_KINDS } from "../../../api/types";
import { Icon } from "../../../parts/icons";
import { blank, type Given, nextKind, offered, shifted } from "../../macros/actions";
import { w as m } from "../../macros/words";
import { ActionFields } from "./ActionFields";

/** An action with what tells it apart while it is moved. */
export interface Line {
  key: number;
  action: Given;
}

const MOST = 20;
const KINDS = offered(ACTION_KINDS);
let keys = 0;

/** A macro's actions as lines; one without any begins with the first that there is. */
export function linesOf(actions: readonly Given[]): readonly Line[] {
  return (actions.length > 0 ? actions : [blank(nextKind(KINDS, []))]).map((action) => ({ key: ++keys, action }));
}

export function ActionList({ lines, problem }: { lines: Signal<readonly Line[]>; problem: Problem | null }) {
  const all = lines.value;
  const told = useSignal("");
  const list = useRef<HTMLOListElement>(null);
  const wanted = useRef<string | null>(null);
  useLayoutEffect(() => {
    // What had the focus may have been moved with its line, or be gone.
    if (wanted.current) list.current?.querySelector<HTMLElement>(wanted.current)?.focus();
    wanted.current = null;
  }, [all]);
  const put = (next: readonly Line[], focus: string, say: string): void => {
    list.current?.dispatchEvent(new InputEvent("input", { bubbles: true })); // the form is no longer as it was
    wanted.current = focus;
    told.value = say;
    lines.value = next;
  };
  const at = (key: number, what: string): string => `[data-line="${key}"] ${what}`;
  const move = ({ key }: Line, place: number, by: number): void => {
    const edge = place + by === 0 ? ".down" : place + by === all.length - 1 ? ".up" : by < 0 ? ".up" : ".down";
    put(shifted(all, place, by), at(key, edge), m("moved", { place: place + by + 1, all: all.length }));
  };
  const remove = (place: number): void => {
    const left = all.toSpliced(place, 1);
    const next = left[Math.min(place, left.length - 1)];
    put(left, next ? at(next.key, ":is(select, button:enabled)") : "", m("removed", { place: place + 1 }));
  };
  const add = (): void => {
    const action = blank(
      nextKind(
        KINDS,
        all.map((each) => each.action),
      ),
    );
    const line = { key: ++keys, action };
    put([...all, line], at(line.key, "select"), "");
  };
  const change = ({ key }: Line, action: Given): void => {
    lines.value = lines.peek().map((each) => (each.key === key ? { key, action } : each));
  };
  return (
    <>
      <ol ref={list} class="action-lines" aria-label={m("actions")}>
        {all.map((line, place) => (
          <li key={line.key} data-line={line.key}>
            <fieldset>
              <legend>{m("action", { place: place + 1 })}</legend>
              <ActionFields
                action={line.action}
                place={place}
                kinds={KINDS}
                problem={problem}
                change={(action) => change(line, action)}
              />
            </fieldset>
            <span class="acts">
              <Act name="up" icon="up" place={place} off={place === 0} run={() => move(line, place, -1)} />
              <Act
                name="down"
                icon="down"
                place={place}
                off={place === all.length - 1}
                run={() => move(line, place, 1)}
              />
              <Act name="remove" icon="close" place={place} off={all.length === 1} run={() => remove(place)} />
            </span>
          </li>
        ))}
      </ol>
      <p role="status" class="unseen">
        {told}
      </p>
      {all.length < MOST && (
        <button type="button" onClick={add}>
          <Icon name="plus" /> {m("add")}
        </button>
      )}
    </>
  );
}

interface ActProps {
  name: "up" | "down" | "remove";
  icon: "up" | "down" | "close";
  place: number;
  off: boolean;
  run(): void;
}

function Act({ name, icon, place, off, run }: ActProps) {
  const label = m(name, { place: place + 1 });
  return (
    <button type="button" class={`bare ${name}`} aria-label={label} data-tip={label} disabled={off} onClick={run}>
      <Icon name={icon} />
    </button>
  );
}
