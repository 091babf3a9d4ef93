/** Words for what the audit log and the suspended mails tell: names of fields, their values, causes. */
import { span } from "../../parts/spans";
import { members } from "../../store/desk/directory";
import { isChoice } from "../../store/tickets/choices";
import { locale, t, textOf } from "../../words";
import { whole } from "../ticket/when";
import { dayName } from "./hours/dayName";
import { hasWord, type SettingsKey, w } from "./words";

/** Whatever of the settings can be changed, by the desk's names for it. */
const FIELDS: Readonly<Record<string, SettingsKey>> = {
  absence: "absence",
  actions: "audit.field.actions",
  active: "audit.field.active",
  address: "address",
  addresses: "audit.field.addresses",
  always: "hours.always",
  assign_by_answer: "general.assign",
  auto_close_days: "general.close",
  base_url: "ai.address",
  blocked: "audit.field.blocked",
  parked: "audit.field.parked",
  closed: "retention.closed",
  archived: "retention.archived",
  spam: "retention.spam",
  held: "audit.field.held",
  contact_parked: "audit.field.contact_parked",
  body: "canned.text",
  break_glass: "audit.field.break_glass",
  can_delete: "members.may_delete",
  client_id: "audit.field.client_id",
  color: "color",
  confirmation: "mailboxes.confirmation",
  confirmations_on: "audit.field.confirmations_on",
  suspended_at: "audit.field.suspended_at",
  contact: "audit.field.contact",
  country: "hours.country",
  created_at: "audit.field.created_at",
  created_by: "audit.field.created_by",
  created_on: "audit.field.created_at",
  daily_tokens: "ai.tokens",
  domain: "audit.field.domain",
  domains: "section.mail-domains",
  duplicate: "audit.field.duplicate",
  email: "email",
  engine: "ai.engine",
  expires_at: "keys.until",
  filters: "audit.field.filters",
  first_response_minutes: "sla.first",
  folder: "audit.field.folder",
  format: "audit.field.format",
  from: "audit.from",
  grace_days: "audit.field.grace_days",
  holidays: "hours.holidays",
  hour: "weekly.hour",
  invited: "members.invited",
  issuer: "audit.field.issuer",
  kind: "audit.kind",
  kinds: "masking.kinds",
  language: "general.language",
  last_four: "audit.field.last_four",
  mail_held_since: "audit.field.mail_held_since",
  mail_held_why: "audit.field.mail_held_why",
  mail_created: "general.mail_created",
  mail_replied: "general.mail_replied",
  mail_resolved: "general.mail_resolved",
  mail_status: "general.mail_status",
  max_mail_mb: "general.max_mail",
  members: "weekly.who",
  model: "ai.model",
  name: "name",
  new_members: "audit.field.new_members",
  next_response_minutes: "sla.next",
  origins: "widgets.origins",
  owner_id: "audit.field.owner",
  patterns: "masking.patterns",
  pause_on_waiting: "sla.pause",
  portal_color: "audit.field.portal_color",
  portal_logo: "audit.field.portal_logo",
  portal_logo_type: "audit.field.portal_logo_type",
  portal_name: "audit.field.portal_name",
  portal_on: "portal.on",
  portal_privacy_text: "portal.privacy_text",
  portal_privacy_url: "portal.privacy_url",
  portal_text: "portal.text",
  portal_types: "portal.types",
  preferences: "section.notifications",
  prefix: "general.prefix",
  previous_until: "audit.field.previous_until",
  price_in: "ai.price_in",
  price_out: "ai.price_out",
  readers: "audit.field.readers",
  region: "hours.region",
  resolution_minutes: "sla.resolution",
  role: "role",
  scopes: "keys.may",
  second_factor: "audit.field.second_factor",
  secret_made_at: "audit.field.secret_made_at",
  sender: "general.sender",
  shared: "audit.field.shared",
  shown_at: "audit.field.shown_at",
  signature: "mailboxes.signature",
  sso: "audit.field.sso",
  sso_linked_at: "audit.field.sso_linked_at",
  ticket: "audit.field.ticket",
  to: "audit.to",
  week: "hours.week",
  weekday: "weekly.day",
  who: "audit.who",
  workspace: "audit.field.workspace",
  zone: "hours.zone",
};

/** Words that stand for a value, by the field that has it. */
const WORDS: Readonly<Record<string, string>> = {
  role: "role",
  scopes: "scope",
  engine: "ai",
  kinds: "masking.kind",
  mail_held_why: "held",
  second_factor: "rules.factor",
  sso: "rules.sso",
  new_members: "rules.new",
};
/** Fields that name a member by their id. */
const OF_MEMBERS = ["owner_id", "who", "break_glass", "members", "substitute"];
const MOMENT = /^\d{4}-\d\d-\d\dT/;
const LONGEST = 200;

export function fieldName(field: string): string {
  if (isChoice(field)) return t(`field.${field}`);
  const key = FIELDS[field];
  return key ? w(key) : field;
}

/** A value as people say it; of a long text its beginning. */
export function shownValue(field: string, value: unknown): string {
  const text = told(field, value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text || "–";
}

function told(field: string, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return w(value ? "audit.yes" : "audit.no");
  if (typeof value === "number") return field.endsWith("_minutes") ? span(value) : number(field, value);
  if (typeof value === "string") return toldText(field, value);
  if (Array.isArray(value))
    return value
      .map((each) => told(field, each))
      .filter((each) => each !== "")
      .join(", ");
  if (field === "absence") return toldAbsence(value);
  return Object.entries(value)
    .map(([name, each]) => `${partName(name)}: ${word("choice", told(name, each))}`)
    .join(", ");
}

function toldAbsence(value: object): string {
  const { first, last, substitute }: { first?: unknown; last?: unknown; substitute?: unknown } = value;
  const days = { first: told("first", first), last: told("last", last) };
  return substitute
    ? w("absence.days_substitute", { ...days, name: told("substitute", substitute) })
    : w("absence.days", days);
}

/** What a part of a value is called: the event that a preference is about, or the field that a filter is about. */
function partName(name: string): string {
  return isChoice(name) ? fieldName(name) : word("told", name.replace(/^ticket\./, ""));
}

function number(field: string, value: number): string {
  if (field === "weekday") return dayName(value);
  return field.endsWith("_until")
    ? whole(new Date(value * 1_000).toISOString())
    : new Intl.NumberFormat(locale()).format(value);
}

function toldText(field: string, value: string): string {
  if (value === "") return "";
  if (isChoice(field))
    return value
      .split(",")
      .map((each) => textOf(`${field}.${each}`))
      .join(", ");
  if (OF_MEMBERS.includes(field)) return members.value.find(({ id }) => id === value)?.name ?? value;
  if (field === "language" || field === "country") return named(field === "language" ? "language" : "region", value);
  if (MOMENT.test(value)) return whole(value);
  const kind = WORDS[field];
  return kind ? word(kind, value) : value;
}

function named(type: "language" | "region", code: string): string {
  return new Intl.DisplayNames(locale(), { type }).of(code) ?? code;
}

function word(kind: string, value: string): string {
  const key = `${kind}.${value}`;
  return hasWord(key) ? w(key) : value;
}

/** Why a mail became no ticket. What isn't named here is an error that its detail tells of. */
export function causeOf(cause: string): string {
  const key = `cause.${cause}`;
  return w(hasWord(key) ? key : "cause.other");
}
