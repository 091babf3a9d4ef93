/**
 * Choosing from a list, wherever it is asked for: `choose({…})` opens it at what asked, or in the middle of the page.
 */
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { t } from "../words";
import { type Choice, Choices, type Chosen } from "./Choices";
import { Dialog } from "./Dialog";

export interface Picking {
  title: string;
  /** Asked on each drawing, so that it may read signals. */
  choices(): readonly Choice[];
  /** Without it none is the one that holds, and no room is kept for its tick. */
  chosen?(value: string): Chosen;
  pick(value: string): void;
  /** Stays open, and each pick turns one on or off. */
  several?: boolean;
  anchor?: Element | null;
  none?: string;
  /** What can be made of what was typed. */
  offer?(text: string): Choice | null;
  /** What the marked choice stands for. */
  preview?(value: string): ComponentChildren;
}

const picking = signal<Picking | null>(null);

export function choose(asked: Picking): void {
  picking.value = asked;
}

export function PickerHost() {
  const asked = picking.value;
  if (!asked) return null;
  const close = (): void => {
    picking.value = null;
  };
  const pick = (value: string): void => {
    if (!asked.several) close();
    asked.pick(value);
  };
  return (
    <Dialog
      key={asked.title}
      kind="picker"
      title={asked.title}
      close={close}
      anchor={asked.anchor ?? null}
      light
      untitled>
      <Choices
        label={asked.title}
        choices={asked.choices()}
        chosen={asked.chosen}
        pick={pick}
        several={asked.several ?? false}
        close={asked.several ? close : undefined}
        offer={asked.offer}
        none={asked.none ?? t("choices.none")}
        preview={asked.preview}
      />
    </Dialog>
  );
}
