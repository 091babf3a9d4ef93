/** Who is meant by an `@` that is being typed. Pure; the desk reads the finished note by the same rules. */

import type { Replacing } from "../../../parts/typeInto";

interface Named {
  id: string;
  name: string;
}

export interface Mention {
  /** Where the `@` stands. */
  at: number;
  /** What follows it so far. */
  typed: string;
}

/** The `@` right before the cursor, with what follows it; an address's `@` is none. */
export function mentionAt(text: string, cursor: number): Mention | null {
  const found = /(?<![\p{L}\p{N}_@.])@([\p{L}\p{N}_]*(?: [\p{L}\p{N}_]*)?)$/u.exec(text.slice(0, cursor));
  return found ? { at: found.index, typed: found[1] ?? "" } : null;
}

/** Those whose name, or a word of it, begins so; at most `most`. */
export function candidates<P extends Named>(people: readonly P[], typed: string, most = 6): P[] {
  const start = typed.toLocaleLowerCase();
  const begins = (name: string): boolean =>
    [name, ...name.split(" ")].some((word) => word.toLocaleLowerCase().startsWith(start));
  return people.filter(({ name }) => begins(name)).slice(0, most);
}

/** The name in place of what was typed of it, with the blank behind it. */
export function completed(text: string, cursor: number, { at }: Mention, name: string): Replacing {
  return { from: at, to: text[cursor] === " " ? cursor + 1 : cursor, text: `@${name} ` };
}
