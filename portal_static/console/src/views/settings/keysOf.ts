/** Which API keys of a member would outlive them: keys belong to the desk. */
import type { ApiKey, Member } from "../../api/types";

/** Of keys from before ids were kept the name says who made them. */
export function livingKeysOf(
  { id, name }: Pick<Member, "id" | "name">,
  keys: readonly ApiKey[],
  now: number,
): ApiKey[] {
  return keys.filter(
    (key) =>
      (key.created_by_id ? key.created_by_id === id : key.created_by === name) &&
      !(key.expires_at && Date.parse(key.expires_at) <= now),
  );
}
