/** A desk to test the store against: it answers as a test tells it to, and keeps what it was asked. */
import type { Me, TicketRow } from "../src/api/types";
import { me } from "../src/store/desk/session";
import { type Filters, filtersOf } from "../src/store/tickets/filters";
import { list, show } from "../src/store/tickets/list";

const MEMBER = "m_me";
type Answer = (query: URLSearchParams) => unknown;

const answers = new Map<string, Answer>();
/** The paths within the workspace that were asked for, with their queries, one after the other. */
export const asked: string[] = [];

/** What came with them, of those that came with something. */
export const sent: unknown[] = [];

/** From now on the desk answers to a path within the workspace so; with a number as `status` it is a problem. */
export function answer(path: string, how: Answer): void {
  answers.set(path, how);
}

/** How far the desk's clock is ahead of the page's, in milliseconds. */
export const clock = { ahead: 0 };

globalThis.fetch = async (input, init) => {
  const { pathname, searchParams, search } = new URL(String(input), "http://desk.example");
  const path = pathname.replace(/^\/v1\/\w+\//, "");
  asked.push(path + search);
  if (typeof init?.body === "string") sent.push(JSON.parse(init.body));
  const told = await Promise.race([(answers.get(path) ?? nothing)(searchParams), givenUp(init?.signal)]);
  const status = (told as { status?: unknown }).status;
  const date = new Date(Date.now() + clock.ahead).toUTCString();
  return Response.json(told, { status: typeof status === "number" ? status : 200, headers: { Date: date } });
};

const nothing: Answer = () => ({ items: [], next_cursor: null, unread: 0 });

/** As a browser's fetch: whoever gives a request up hears no answer any more. */
function givenUp(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}

/** Sign in to a workspace. */
export function enter(id = "acme"): void {
  const permissions: Me["workspaces"][number]["permissions"] = ["tickets:read", "tickets:write"];
  const workspace = {
    id,
    name: id,
    role: "agent" as const,
    prefix: "TKT",
    member_id: MEMBER,
    member_name: "Me",
    permissions,
    barred: null,
    second_factor_by: null,
    has_model: false,
  };
  me.value = { id: "u_me", email: null, workspaces: [workspace], signed_in_by: "password", second_factor: false };
}

export function row(number: number, given: Partial<TicketRow> = {}): TicketRow {
  return {
    ref: refOf(number),
    number,
    title: `Ticket ${number}`,
    status: "open",
    priority: "medium",
    type: "support_ticket",
    channel: "email",
    source: "email",
    assignee: null,
    contact: null,
    labels: [],
    sla: null,
    first_responded_at: null,
    resolved_at: null,
    closed_at: null,
    resolution_seconds: null,
    follow_up_of: null,
    merged_into: null,
    archived: false,
    spam: false,
    deleted_at: null,
    gone_at: null,
    snoozed_until: null,
    snoozed_until_reply: false,
    public: true,
    message_count: 0,
    last_speaker: null,
    undelivered: false,
    created_at: "2027-03-01T09:00:00.000Z",
    updated_at: `2027-03-01T10:${String(60 - number).padStart(2, "0")}:00.000Z`,
    version: 1,
    url: "",
    ...given,
  };
}

export function refOf(number: number): string {
  return `TKT-${String(number).padStart(4, "0")}`;
}

/** Have the list show these rows, as the desk's answer to its address. */
export async function showing(search: string, rows: readonly TicketRow[]): Promise<Filters> {
  const filters = filtersOf(new URLSearchParams(search));
  answer("tickets", () => ({ items: rows, next_cursor: null }));
  await show(filters);
  return filters;
}

/** The numbers of the list's rows, in its order. */
export function shown(): number[] {
  return list.value.sections.flatMap((section) => section.refs).map((ref) => Number(ref.slice(4)));
}
