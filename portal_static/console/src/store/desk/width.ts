/** How much room the page has: what can't stand side by side is laid out otherwise, not only smaller. */
import { type Signal, signal } from "@preact/signals";

/** List, ticket and its properties beside one another, with 420 px left to write in. */
export const wide = matches("(min-width: 1440px)");
/** A phone: the page scrolls as a whole but for its bar and the composer. */
export const narrow = matches("(max-width: 760px)");

function matches(query: string): Signal<boolean> {
  const media = matchMedia(query);
  const now = signal(media.matches);
  media.addEventListener("change", (event) => (now.value = event.matches));
  return now;
}
