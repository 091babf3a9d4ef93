import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMAND_IDS, GROUPS } from "../src/keys/commands";
import accountDe from "../src/locales/account.de.json";
import accountEn from "../src/locales/account.en.json";
import accountEs from "../src/locales/account.es.json";
import accountFr from "../src/locales/account.fr.json";
import assistantDe from "../src/locales/assistant.de.json";
import assistantEn from "../src/locales/assistant.en.json";
import assistantEs from "../src/locales/assistant.es.json";
import assistantFr from "../src/locales/assistant.fr.json";
import de from "../src/locales/de.json";
import dialogsDe from "../src/locales/dialogs.de.json";
import dialogsEn from "../src/locales/dialogs.en.json";
import dialogsEs from "../src/locales/dialogs.es.json";
import dialogsFr from "../src/locales/dialogs.fr.json";
import editorDe from "../src/locales/editor.de.json";
import editorEn from "../src/locales/editor.en.json";
import editorEs from "../src/locales/editor.es.json";
import editorFr from "../src/locales/editor.fr.json";
import en from "../src/locales/en.json";
import es from "../src/locales/es.json";
import fr from "../src/locales/fr.json";
import inboxDe from "../src/locales/inbox.de.json";
import inboxEn from "../src/locales/inbox.en.json";
import inboxEs from "../src/locales/inbox.es.json";
import inboxFr from "../src/locales/inbox.fr.json";
import macrosDe from "../src/locales/macros.de.json";
import macrosEn from "../src/locales/macros.en.json";
import macrosEs from "../src/locales/macros.es.json";
import macrosFr from "../src/locales/macros.fr.json";
import newTicketDe from "../src/locales/newTicket.de.json";
import newTicketEn from "../src/locales/newTicket.en.json";
import newTicketEs from "../src/locales/newTicket.es.json";
import newTicketFr from "../src/locales/newTicket.fr.json";
import privacyDe from "../src/locales/privacy.de.json";
import privacyEn from "../src/locales/privacy.en.json";
import privacyEs from "../src/locales/privacy.es.json";
import privacyFr from "../src/locales/privacy.fr.json";
import reportsDe from "../src/locales/reports.de.json";
import reportsEn from "../src/locales/reports.en.json";
import reportsEs from "../src/locales/reports.es.json";
import reportsFr from "../src/locales/reports.fr.json";
import settingsDe from "../src/locales/settings.de.json";
import settingsEn from "../src/locales/settings.en.json";
import settingsEs from "../src/locales/settings.es.json";
import settingsFr from "../src/locales/settings.fr.json";
import signinDe from "../src/locales/signin.de.json";
import signinEn from "../src/locales/signin.en.json";
import signinEs from "../src/locales/signin.es.json";
import signinFr from "../src/locales/signin.fr.json";
import ticketDe from "../src/locales/ticket.de.json";
import ticketEn from "../src/locales/ticket.en.json";
import ticketEs from "../src/locales/ticket.es.json";
import ticketFr from "../src/locales/ticket.fr.json";
import timeDe from "../src/locales/time.de.json";
import timeEn from "../src/locales/time.en.json";
import timeEs from "../src/locales/time.es.json";
import timeFr from "../src/locales/time.fr.json";
import whyDe from "../src/locales/why.de.json";
import whyEn from "../src/locales/why.en.json";
import whyEs from "../src/locales/why.es.json";
import whyFr from "../src/locales/why.fr.json";
import { type Key, plain, speak, t, textsThere, wordsOf } from "../src/words";

type Texts = Record<string, string>;
const english: Texts = en;
/** Of each catalogue the English one first. */
const CATALOGUES: Record<string, readonly Texts[]> = {
  shared: [en, de, es, fr],
  account: [accountEn, accountDe, accountEs, accountFr],
  assistant: [assistantEn, assistantDe, assistantEs, assistantFr],
  dialogs: [dialogsEn, dialogsDe, dialogsEs, dialogsFr],
  editor: [editorEn, editorDe, editorEs, editorFr],
  inbox: [inboxEn, inboxDe, inboxEs, inboxFr],
  macros: [macrosEn, macrosDe, macrosEs, macrosFr],
  newTicket: [newTicketEn, newTicketDe, newTicketEs, newTicketFr],
  privacy: [privacyEn, privacyDe, privacyEs, privacyFr],
  reports: [reportsEn, reportsDe, reportsEs, reportsFr],
  settings: [settingsEn, settingsDe, settingsEs, settingsFr],
  signin: [signinEn, signinDe, signinEs, signinFr],
  ticket: [ticketEn, ticketDe, ticketEs, ticketFr],
  time: [timeEn, timeDe, timeEs, timeFr],
  why: [whyEn, whyDe, whyEs, whyFr],
};

test("every language has every text, with the same placeholders", () => {
  for (const [name, [first = {}, ...others]] of Object.entries(CATALOGUES)) {
    for (const catalogue of others) {
      assert.deepEqual(Object.keys(catalogue).sort(), Object.keys(first).sort(), name);
      for (const [key, text] of Object.entries(catalogue))
        assert.deepEqual(placeholders(text), placeholders(first[key] ?? ""), `${name}: ${key}`);
    }
  }
});

test("every command and group has a name", () => {
  for (const key of [...COMMAND_IDS.map((id) => `cmd.${id}`), ...GROUPS.map((group) => `group.${group}`)])
    assert.equal(key in english, true, key);
});

function placeholders(text: string): string[] {
  return (text.match(/\{\w+\}/g) ?? []).sort();
}

test("a word that only a later release knows is shown as it is spelt, without its underscores", () => {
  assert.equal(t("status.on_ice" as Key), "On ice");
  assert.equal(plain("ticket.snooze_over"), "Snooze over");
});

test("a catalogue that comes while another language is fetched speaks that language", async () => {
  Object.assign(globalThis, { document: { documentElement: {} } });
  const speaking = speak("de");
  const { t: late } = wordsOf<"hello">({ hello: "Hello" }, { de: async () => ({ default: { hello: "Hallo" } }) });
  await speaking;
  await textsThere();
  assert.equal(late("hello"), "Hallo");
  await speak("en");
  assert.equal(late("hello"), "Hello");
});
