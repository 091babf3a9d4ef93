/** A field with its label, its hint, and what is wrong with it, tied together for those who listen. */
import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";
import type { Problem } from "../api/problem";
import { problemText } from "../api/problemText";

interface Tied {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

interface FieldProps {
  label: string;
  hint?: string;
  /** The id of what else tells of it. */
  described?: string;
  problem?: string | null;
  children(field: Tied): JSX.Element;
}

export function Field({ label, hint, described, problem, children }: FieldProps) {
  const id = useId();
  const tied = [described, hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, "aria-describedby": tied || undefined, "aria-invalid": problem ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} class="wrong">
          {problem}
        </p>
      )}
    </div>
  );
}

/** What went wrong, unless all of it stands at the fields named. */
export function Trouble({
  problem,
  shownAt = [],
  children,
}: {
  problem: Problem | null;
  shownAt?: readonly string[];
  children?: ComponentChildren;
}) {
  const atFields =
    problem !== null &&
    problem.errors.length > 0 &&
    problem.errors.every((each) => shownAt.some((name) => problem.at(name) === each.message));
  return (
    <p role="alert" class="wrong">
      {problem && !atFields && problemText(problem)}
      {problem && children}
    </p>
  );
}
