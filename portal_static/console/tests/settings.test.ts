import assert from "node:assert/strict";
import { test } from "node:test";
import type { ApiKey } from "../src/api/types";
import { filledIn } from "../src/views/settings/canned";
import { confirmationsTold } from "../src/views/settings/confirmationText";
import { contrast } from "../src/views/settings/contrast";
import { durationOf, minutesOf } from "../src/views/settings/duration";
import { heldTold } from "../src/views/settings/heldText";
import { countries } from "../src/views/settings/hours/countries";
import { livingKeysOf } from "../src/views/settings/keysOf";
import { offered, ordered, scopeName } from "../src/views/settings/scopes";

test("a span of minutes is written in the largest unit that fits, and read back as it was", () => {
  assert.deepEqual(durationOf(90), { count: "90", unit: "minutes" });
  assert.deepEqual(durationOf(240), { count: "4", unit: "hours" });
  assert.deepEqual(durationOf(2880), { count: "2", unit: "days" });
  assert.deepEqual(durationOf(null), { count: "", unit: "hours" });
  for (const minutes of [1, 59, 60, 61, 1440, 1441, 259200]) assert.equal(minutesOf(durationOf(minutes)), minutes);
  assert.equal(minutesOf({ count: " ", unit: "days" }), null);
});

test("contrast is that of the guidelines, and no colour has none", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#3b4fd8", "#3b4fd8"), 1);
  assert.equal((contrast("#767676", "#FFFFFF") ?? 0) > 4.5, true);
  assert.equal(contrast("red", "#ffffff"), null);
});

test("a preview fills variables in, takes fallbacks, and marks what is no variable", () => {
  const values = {
    customer_name: "",
    customer_first_name: "",
    customer_email: "",
    ticket_id: "TKT-0042",
    ticket_title: "",
    agent_name: "",
    workspace_name: "",
    ticket_url: "",
  };
  assert.deepEqual(filledIn("Hi {{ customer_name | there }}, {{ticket_id}} {{custmer}}!", values), [
    { kind: "text", text: "Hi " },
    { kind: "filled", text: "there" },
    { kind: "text", text: ", " },
    { kind: "filled", text: "TKT-0042" },
    { kind: "text", text: " " },
    { kind: "unknown", text: "{{custmer}}" },
    { kind: "text", text: "!" },
  ]);
  assert.equal(
    filledIn("\\{{ticket_id}}", values)
      .map(({ text }) => text)
      .join(""),
    "{{ticket_id}}",
  );
});

test("a scope of a key that this console doesn't know is shown as it is called, and offered where the key has it", () => {
  const given = ["calls:read", "notes:read", "tickets:read"];
  assert.deepEqual(ordered(given).map(scopeName), ["Read tickets", "Read internal notes", "calls:read"]);
  assert.equal(offered(given).at(-1), "calls:read");
  assert.equal(offered([]).includes("calls:read"), false);
});

test("confirmations that stopped automatically say when and why, others only that they are off", () => {
  const told = (on: boolean, at: string | null): string =>
    confirmationsTold({ confirmations_on: on, confirmations_stopped_at: at });
  assert.equal(told(true, null), "Customers get an email when we receive their request.");
  const stopped = told(false, "2026-11-25T12:00:00Z");
  for (const said of ["automatically", "November 25, 2026", "more than 3 %", "newest requests"])
    assert.equal(stopped.includes(said), true, said);
  const off = told(false, null);
  assert.deepEqual([off.includes("are off"), off.includes("automatically")], [true, false]);
});

test("the keys that outlive a member are their own that haven't expired, by name where no id was kept", () => {
  const key = (id: string, by: string | null, name: string, end: string | null = null): ApiKey => ({
    id,
    name: id,
    scopes: [],
    last_four: "abcd",
    created_at: "2026-11-01T00:00:00Z",
    created_by: name,
    created_by_id: by,
    expires_at: end,
    last_used_on: null,
  });
  const keys = [
    key("own", "m_1", "Ana"),
    key("renamed", "m_1", "Ana before"),
    key("old", null, "Ana"),
    key("namesake", "m_2", "Ana"),
    key("expired", "m_1", "Ana", "2026-11-02T00:00:00Z"),
    key("expires", "m_1", "Ana", "2026-12-02T00:00:00Z"),
  ];
  const found = livingKeysOf({ id: "m_1", name: "Ana" }, keys, Date.parse("2026-11-28T00:00:00Z"));
  assert.deepEqual(
    found.map(({ id }) => id),
    ["own", "renamed", "old", "expires"],
  );
});

test("mail that is held says since when, why and what to do; mail that goes says nothing", () => {
  assert.equal(heldTold({ mail_held_since: null, mail_held_why: null }), null);
  const at = "2026-03-31T12:00:00Z";
  const told = heldTold({ mail_held_since: at, mail_held_why: "suspended" }) ?? "";
  assert.match(told, /AWS has suspended sending.*2026.*four days/);
  assert.match(heldTold({ mail_held_since: at, mail_held_why: "later-7" }) ?? "", /^later-7 /);
});

test("countries are told by name, in the order of the language, with the one that is saved", () => {
  const [first] = countries("");
  assert.deepEqual(first, { value: "AF", label: "Afghanistan" });
  assert.equal(countries("DE").find(({ value }) => value === "DE")?.label, "Germany");
  assert.equal(countries("DE").length, countries("").length);
  assert.equal(
    countries("QQ").some(({ value }) => value === "QQ"),
    true,
  );
  assert.equal(countries("no code").find(({ value }) => value === "no code")?.label, "no code");
});
