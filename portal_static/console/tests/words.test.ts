import assert from "node:assert/strict";
import { test } from "node:test";
import de from "../src/locales/de.json";
import en from "../src/locales/en.json";
import es from "../src/locales/es.json";
import fr from "../src/locales/fr.json";
import { COMMAND_IDS, GROUPS } from "../src/keys/commands";

const english: Record<string, string> = en;
const others: Record<string, Record<string, string>> = { de, es, fr };

test("every language has every text, with the same placeholders", () => {
  for (const [name, catalogue] of Object.entries(others)) {
    assert.deepEqual(Object.keys(catalogue).sort(), Object.keys(english).sort(), name);
    for (const [key, text] of Object.entries(catalogue)) assert.deepEqual(placeholders(text), placeholders(english[key] ?? ""), `${name}: ${key}`);
  }
});

test("every command and group has a name", () => {
  for (const key of [...COMMAND_IDS.map((id) => `cmd.${id}`), ...GROUPS.map((group) => `group.${group}`)]) assert.equal(key in english, true, key);
});

function placeholders(text: string): string[] {
  return (text.match(/\{\w+\}/g) ?? []).sort();
}
