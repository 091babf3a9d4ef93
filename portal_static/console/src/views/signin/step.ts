/** Where signing in stands: what is asked for next, and what was typed so far, which the steps share. */
import type { Signal } from "@preact/signals";
import type { Again } from "../../store/desk/session";
import type { Challenge } from "../../store/desk/signIn";

export type Step = "password" | "forgotten" | "recovery" | "company" | Challenge;

export interface StepProps {
  email: Signal<string>;
  password: Signal<string>;
  /** Why somebody signs in who is at work already. */
  again: Again | null;
  to(step: Step): void;
}
