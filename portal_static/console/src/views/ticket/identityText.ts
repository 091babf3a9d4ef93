/** How sure it is who wrote something, in a sentence. */
import type { Identity } from "../../api/types";
import { plain } from "../../words";
import { hasWord, w } from "./words";

export function identityText({ reason, by_link_of }: Identity): string {
  const key = `identity.${reason}`;
  return hasWord(key) ? w(key, { name: by_link_of ?? "" }) : plain(reason);
}
