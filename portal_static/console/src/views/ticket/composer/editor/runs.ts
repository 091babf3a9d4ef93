/**
 * One line of somebody's rich text as Markdown. Programs cut a line into pieces at will: pieces that look alike are
 * joined, blanks stand outside of marks, and where the desk would read no mark (`chalicelib/markdown_rules.py`) none is
 * set.
 */

export interface Look {
  bold: boolean;
  italic: boolean;
  code: boolean;
  /** Where it leads. */
  href: string;
}

export interface Run extends Look {
  text: string;
}

const BEFORE = /(?:^|\s)[([{<"'“‘«„‚¿¡*_–—-]*$/;
const BEHIND = /^[)\]}>"'”’“»«.,;:!?…*_。、，；：！？–—-]*(?:\s|$)/;
const BEGINS = /^[^\s./\\,;:!?)\]}*_]/;
const ENDS = /[^\s/\\([{]$/;

/** The line, and whether anything in it looks like more than plain text. */
export function lineOf(runs: readonly Run[]): string {
  return byBold(joined(apart(runs)), "", "")
    .replace(/ {2,}/g, " ")
    .trim();
}

export function plainLineOf(runs: readonly Run[]): string {
  return runs
    .map(({ text }) => text)
    .join("")
    .replace(/\s+/g, " ")
    .trim();
}

function byBold(runs: readonly Run[], before: string, after: string): string {
  return grouped(runs, "bold", "**", before, after, (inner, ahead, behind) =>
    grouped(inner, "italic", "_", ahead, behind, (words) => byLink(words)),
  );
}

type Inner = (runs: readonly Run[], before: string, after: string) => string;

function grouped(
  runs: readonly Run[],
  by: "bold" | "italic",
  sign: string,
  before: string,
  after: string,
  inner: Inner,
): string {
  let out = "";
  const groups = groupsOf(runs, (run) => run[by]);
  for (const [at, group] of groups.entries()) {
    const next = groups[at + 1]?.[0];
    const behind = next ? opening(next) : after;
    const text = inner(group, before + out, behind);
    out += group[0]?.[by] ? signed(text, sign, before + out, behind) : text;
  }
  return out;
}

function signed(text: string, sign: string, before: string, behind: string): string {
  const opens = BEFORE.test(before.slice(-8)) && BEGINS.test(text.replace(/^[*_]+/, ""));
  const closes = ENDS.test(text) && BEHIND.test(behind.slice(0, 8));
  return opens && closes ? sign + text + sign : text;
}

/** How a piece begins, for what stands before it. */
function opening({ href, code, text }: Run): string {
  return href ? "[" : code ? "`" : text;
}

function byLink(runs: readonly Run[]): string {
  return groupsOf(runs, (run) => run.href)
    .map((group) => link(group, group[0]?.href ?? ""))
    .join("");
}

function link(runs: readonly Run[], href: string): string {
  const words = runs.map((run) => (run.code ? code(run.text) : run.text)).join("");
  if (!href) return words;
  const bare = words.trim();
  if (same(bare, href)) return /^mailto:/i.test(href) ? bare : href;
  const safe = href.replace(/[\s()<>]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return `[${bare.replace(/\[/g, "(").replace(/\]/g, ")")}](${safe})`;
}

/** Whether a link's words are its address already. */
function same(words: string, href: string): boolean {
  const short = (text: string): string => text.replace(/^(?:https?:\/\/|mailto:)/i, "").replace(/\/$/, "");
  return short(words).toLowerCase() === short(href).toLowerCase();
}

function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function groupsOf<T>(runs: readonly Run[], by: (run: Run) => T): Run[][] {
  const groups: Run[][] = [];
  for (const run of runs) {
    const last = groups.at(-1);
    if (last?.[0] && by(last[0]) === by(run)) last.push(run);
    else groups.push([run]);
  }
  return groups;
}

/** Blanks by themselves, without a look. */
function apart(runs: readonly Run[]): Run[] {
  return runs.flatMap((run) => {
    const blank: Run = { text: " ", bold: false, italic: false, code: false, href: "" };
    const words = run.text.trim();
    if (words === "") return run.text === "" ? [] : [blank];
    const begins = /^\s/.test(run.text) ? [blank] : [];
    const ends = /\s$/.test(run.text) ? [blank] : [];
    return [...begins, { ...run, text: words }, ...ends];
  });
}

/** What looks alike is one; a blank between two such goes with them, and a link has one look. */
function joined(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const [at, run] of runs.entries()) {
    const last = out.at(-1);
    const next = runs[at + 1];
    const blank = run.text.trim() === "";
    if (blank && (!last || last.text.endsWith(" "))) continue;
    const looks = blank && last && next && alike(last, next) ? { ...last, text: run.text } : run;
    if (last && alike(last, looks)) out[out.length - 1] = { ...last, text: last.text + looks.text };
    else if (last?.href && last.href === looks.href)
      out[out.length - 1] = { ...last, ...weaker(last, looks), text: last.text + looks.text };
    else out.push(looks);
  }
  return out;
}

function alike(one: Look, other: Look): boolean {
  return one.bold === other.bold && one.italic === other.italic && one.code === other.code && one.href === other.href;
}

function weaker(one: Look, other: Look): Partial<Look> {
  return { bold: one.bold && other.bold, italic: one.italic && other.italic, code: one.code && other.code };
}
