/** Canned responses as the desk fills them in (the same rules), for a preview while one writes. Pure. */

export const VARIABLES = [
  "customer_name",
  "customer_first_name",
  "customer_email",
  "ticket_id",
  "ticket_title",
  "agent_name",
  "workspace_name",
  "ticket_url",
] as const;
export type Variable = (typeof VARIABLES)[number];

/** `\{{` is two braces that begin none. */
const VARIABLE = /\\\{\{|\{\{([^{}|]*)(?:\|([^{}]*))?\}\}/g;

/** A part of the text: as it is, a value, or a variable that there is none of. */
export interface Part {
  kind: "text" | "filled" | "unknown";
  text: string;
}

export function filledIn(body: string, values: Readonly<Record<Variable, string>>): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const found of body.matchAll(VARIABLE)) {
    if (found.index > from) parts.push({ kind: "text", text: body.slice(from, found.index) });
    from = found.index + found[0].length;
    if (found[0] === "\\{{") {
      parts.push({ kind: "text", text: "{{" });
      continue;
    }
    const name = VARIABLES.find((each) => each === found[1]?.trim());
    const text = name ? values[name] || (found[2] ?? "").trim() : found[0];
    parts.push({ kind: name ? "filled" : "unknown", text });
  }
  if (from < body.length) parts.push({ kind: "text", text: body.slice(from) });
  return parts;
}
