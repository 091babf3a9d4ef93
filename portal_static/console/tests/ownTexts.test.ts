import assert from "node:assert/strict";
import { test } from "node:test";

const storage = new Map<string, string>();
Object.assign(globalThis, {
  localStorage: new Proxy(
    {
      getItem: (name: string) => storage.get(name) ?? null,
      setItem: (name: string, value: string) => void storage.set(name, value),
      removeItem: (name: string) => void storage.delete(name),
    },
    { ownKeys: () => [...storage.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) },
  ),
});

const heard: ((event: { key: string }) => void)[] = [];
const places: string[] = [];
Object.assign(globalThis, {
  addEventListener: (_: string, hear: (event: { key: string }) => void) => heard.push(hear),
  location: { assign: (place: string) => places.push(place) },
});

import { draftOf, EMPTY, write } from "../src/store/composer/drafts";
import { farewell, forgetTexts, startOwnTexts, unsentTexts } from "../src/store/desk/ownTexts";
import { me, phase } from "../src/store/desk/session";
import { fill } from "../src/store/newTicket/form";

const named = (): string[] => [...storage.keys()].map((key) => key.replace("workestra.", "")).sort();

/** Somebody signs in who is a member of these workspaces. */
function signIn(id: string, ...members: [string, string][]): void {
  const usual = { name: "", role: "agent" as const, prefix: "TKT", member_name: "", permissions: [] };
  const open = { barred: null, second_factor_by: null, has_model: false };
  const workspaces = members.map(([place, member_id]) => ({ ...usual, ...open, id: place, member_id }));
  me.value = { id, email: null, workspaces, signed_in_by: "password", second_factor: false };
}

function scribble(ref: string): void {
  write(ref, { note: { body: "Between us", files: [] } });
}

test("what one person wrote is theirs: it is counted, and gone when they go or somebody else comes", () => {
  startOwnTexts();
  signIn("u_1", ["acme", "m_1"]);
  scribble("TKT-0001");
  write("TKT-0002", { reply: { body: "  ", files: [] } });
  fill({ title: "Begun" });
  assert.equal(unsentTexts(), 2);
  assert.deepEqual(named(), ["draft.acme.m_1.TKT-0001", "new.acme.m_1", "texts_of"]);

  signIn("u_2", ["acme", "m_2"]);
  assert.deepEqual([named(), unsentTexts()], [["texts_of"], 0]);
  assert.deepEqual(draftOf("TKT-0001").value, EMPTY);

  scribble("TKT-0003");
  forgetTexts();
  assert.deepEqual([unsentTexts(), named()], [0, ["texts_of"]]);
});

test("what waits to be kept isn't kept any more once somebody else is there", () => {
  signIn("u_3", ["acme", "m_3"]);
  scribble("TKT-0004");
  signIn("u_4", ["acme", "m_4"]);
  assert.equal(unsentTexts(), 0);
  assert.deepEqual(named(), ["texts_of"]);
});

test("whoever comes to one of their workspaces by their company keeps what they wrote in the others", () => {
  signIn("u_5", ["acme", "m_5"], ["globex", "m_6"]);
  scribble("TKT-0005");
  assert.equal(unsentTexts(), 1);
  signIn("u_5", ["globex", "m_6"]);
  assert.deepEqual(named(), ["draft.acme.m_5.TKT-0005", "texts_of"]);
});

test("texts of who knows whom, from before their writer was noted, stay with the one whose places they name", () => {
  forgetTexts();
  storage.delete("workestra.texts_of");
  const kept = JSON.stringify({ ...EMPTY, reply: { body: "Hello", files: [] }, at: Date.now() });
  for (const place of ["acme.m_7", "acme.m_77", "acme.m_8"]) storage.set(`workestra.draft.${place}.TKT-0001`, kept);
  signIn("u_7", ["acme", "m_7"]);
  assert.deepEqual(named(), ["draft.acme.m_7.TKT-0001", "texts_of"]);
});

test("signed out in one tab is signed out in all, and nothing that was written comes back", () => {
  signIn("u_8", ["acme", "m_8"]);
  farewell();
  assert.deepEqual(named(), ["signed_out", "texts_of"]);
  const tell = (key: string): void => {
    for (const hear of heard) hear({ key });
  };
  tell("workestra.signed_out");
  assert.deepEqual(places, []); // whoever isn't signed in may be typing their address
  phase.value = "signed_in";
  scribble("TKT-0001");
  tell("workestra.theme");
  tell("workestra.signed_out");
  assert.deepEqual([places, unsentTexts()], [["/console/"], 0]);
});
