import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMAND_IDS, COMMANDS } from "../src/keys/commands";
import de from "../src/locales/de.json";
import en from "../src/locales/en.json";
import es from "../src/locales/es.json";
import fr from "../src/locales/fr.json";
import { BLANK, bodyOf } from "../src/store/newTicket/form";
import { CHOICE_NAMES, CHOICES, type ChoiceName, COMMANDED, isChoice } from "../src/store/tickets/choices";
import { choiceField } from "../src/store/tickets/fields";
import { belongs, filtersOf, searchOf, sectionsOf } from "../src/store/tickets/filters";
import { filtersOfView, filtersToKeep } from "../src/store/tickets/savedViews";
import { fieldName, shownValue } from "../src/views/settings/auditText";
import { textOf } from "../src/words";
import { row } from "./desk";

const CATALOGUES: readonly Record<string, string>[] = [en, de, es, fr];

test("every field, every value of it, and its command have words in every language", () => {
  const keys = CHOICE_NAMES.flatMap((name) => [
    `field.${name}`,
    ...CHOICES[name].values.map((value) => `${name}.${value}`),
  ]).concat(COMMANDED.map((name) => `cmd.${name}`));
  for (const catalogue of CATALOGUES)
    assert.deepEqual(
      keys.filter((key) => !catalogue[key]),
      [],
    );
});

test("a value that no catalogue has is shown as it is spelt", () => {
  assert.equal(textOf("priority.on_fire"), "On fire");
});

test("a field is set to a value in the row, for one ticket and for many, and nothing else is", () => {
  const check = <N extends ChoiceName>(name: N): void => {
    for (const value of CHOICES[name].values) {
      const change = choiceField(name).change(value);
      assert.deepEqual(change.apply(row(1)), { ...row(1), [name]: value });
      assert.deepEqual(change.set, { [name]: value });
    }
  };
  CHOICE_NAMES.forEach(check);
});

test("what was done is said with the value, in words of its own or in those for any field", () => {
  assert.equal(choiceField("priority").told("urgent"), "set to Urgent");
  assert.equal(choiceField("channel").told("phone"), "set to Phone (Channel)");
});

test("a list narrowed to a value has the tickets with it and no others", () => {
  const check = <N extends ChoiceName>(name: N): void => {
    const [wanted, other] = CHOICES[name].values;
    const filters = filtersOf(new URLSearchParams(`${name}=${wanted}`));
    const fits = (value: string | undefined): boolean => belongs({ ...row(1), [name]: value }, filters, null, "m_me");
    assert.deepEqual([fits(wanted), fits(other)], [true, false], name);
  };
  CHOICE_NAMES.forEach(check);
});

test("a filter for a field is in the address, in what the desk is asked, and in saved views", () => {
  for (const name of CHOICE_NAMES.filter((each) => each !== "status")) {
    // a view of one status is its tab
    const narrowed = `${name}=${CHOICES[name].values[0]}`;
    const filters = filtersOf(new URLSearchParams(`${narrowed},nonsense`));
    assert.equal(searchOf(filters).toString(), narrowed);
    assert.equal(new URLSearchParams(sectionsOf(filters)[0]?.query).get(name), CHOICES[name].values[0]);
    assert.deepEqual(filtersOfView({ filters: filtersToKeep(filters) }), filters);
  }
});

test("the fields with a command stand between the moves in the list and the other commands of a ticket", () => {
  const from = COMMAND_IDS.indexOf("select.all") + 1;
  assert.deepEqual(COMMAND_IDS.slice(from, from + COMMANDED.length + 1), [...COMMANDED, "assign"]);
  assert.deepEqual(COMMANDED.slice(0, 2), ["status", "priority"]);
  for (const name of COMMANDED) assert.deepEqual(COMMANDS[name], { group: "ticket", keys: CHOICES[name].keys });
});

test("a new ticket is sent with a value for each field, also where a kept form has one that is no more", () => {
  const { status, priority, type, channel } = bodyOf({ ...BLANK, priority: "urgent" });
  assert.deepEqual([status, priority, type, channel], ["open", "urgent", "support_ticket", "phone"]);
  const kept: typeof BLANK = JSON.parse(JSON.stringify({ ...BLANK, priority: "on_fire" }));
  assert.equal(bodyOf(kept).priority, "medium");
});

test("the audit log names fields and their values", () => {
  assert.equal(fieldName("priority"), "Priority");
  assert.equal(shownValue("priority", "urgent"), "Urgent");
  assert.equal(
    shownValue("filters", { priority: "urgent,high", type: "bug_report" }),
    "Priority: Urgent, High, Type: Bug report",
  );
});

test("what every object has is no field", () => {
  assert.deepEqual(["priority", "title", "constructor"].map(isChoice), [true, false, false]);
});
