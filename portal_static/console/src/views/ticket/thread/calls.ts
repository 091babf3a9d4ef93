/** Members called by `@name` in a note, by the rules that the desk tells them by (`domain/tickets/mentions.py`). Pure. */

export interface Called {
  id: string;
  name: string;
  email: string;
  active: boolean;
}

const AT = /(?<![\p{L}\p{N}_@.])@(?=[\p{L}\p{N}_])/gu;
/** What goes on after a name makes it a longer one: `@Ana-Lena` calls no Ana. */
const GOES_ON = /^(?:[\p{L}\p{N}_]|[-.'’‐‑][\p{L}\p{N}])/u;

/** The parts of a text, with the calls in it. The longest name that fits counts; one that is two members' calls none. */
export function callsIn(text: string, members: readonly Called[]): (string | { call: string })[] {
  const names = namesOf(members);
  const lengths = [...new Set([...names.keys()].map((name) => name.length))].sort((one, other) => other - one);
  const parts: (string | { call: string })[] = [];
  let done = 0;
  for (const { index } of text.matchAll(AT)) {
    const begun = text.slice(index + 1).toLowerCase();
    const length = lengths.find((each) => names.has(begun.slice(0, each)) && !GOES_ON.test(begun.slice(each)));
    if (length === undefined || !names.get(begun.slice(0, length))) continue;
    if (index > done) parts.push(text.slice(done, index));
    done = index + 1 + length;
    parts.push({ call: text.slice(index, done) });
  }
  return done < text.length ? [...parts, text.slice(done)] : parts;
}

/** Who has a name; an empty id for one that names several. */
function namesOf(members: readonly Called[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { id, name, email, active } of members) {
    if (!active) continue;
    for (const each of [name, name.split(" ")[0] ?? "", email.split("@")[0] ?? ""]) {
      const key = each.normalize("NFC").toLowerCase().trim();
      if (key !== "") names.set(key, (names.get(key) ?? id) === id ? id : "");
    }
  }
  return names;
}
