/** What the ids in a macro are called, as the desk's directory has them. */

import { labels, members } from "../../store/desk/directory";
import { responses } from "../../store/desk/macros";
import type { Names } from "./sentence";

export function names(): Names {
  return {
    member: named(members.value),
    label: named(labels.value),
    canned: named(responses.value),
  };
}

function named(all: readonly { id: string; name: string }[]): (id: string) => string | null {
  return (id) => all.find((each) => each.id === id)?.name ?? null;
}
