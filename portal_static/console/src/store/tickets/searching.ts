/** What is being typed into the search field, and whether the list answers it. */
import { computed, signal } from "@preact/signals";
import { list } from "./list";

/** What stands in the field while it is typed; null once the list is asked for it. */
export const typed = signal<string | null>(null);

/** The rows are those of an earlier text: what was typed is still to be answered. */
export const isAsking = computed(
  () => list.value.state === "loading" || (typed.value !== null && typed.value !== list.value.filters.q),
);
