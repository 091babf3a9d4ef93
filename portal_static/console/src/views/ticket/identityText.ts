/** How sure it is who wrote something, in a sentence. */
import type { Identity } from "../../api/types";
import { plain } from "../../words";
import { hasWord, w } from "./words";

export function identityText({ reason, by_link_of, sent_by }: Identity): string {
  const key = `identity.${reason}`;
  return hasWord(key) ? w(key, { name: (reason === "relayed" ? sent_by : by_link_of) ?? "" }) : plain(reason);
}
