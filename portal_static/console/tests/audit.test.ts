import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "../src/api/desk";
import { Http } from "../src/api/http";

/** A desk that answers with these, one after the other, and the addresses it was asked at. */
function answering(...answers: Response[]): { desk: Desk; asked: string[] } {
  const asked: string[] = [];
  const http = new Http(
    { current: () => "token", renew: () => Promise.resolve() },
    {
      fetch: async (url) => {
        asked.push(url);
        return answers.shift() ?? Response.json({}, { status: 404 });
      },
      wait: () => Promise.resolve(),
      newKey: () => "k1",
      reached: () => {},
    },
  );
  return { desk: new Desk(http, "acme"), asked };
}

test("what is exported of the audit log is what it is narrowed to, all pages of it", async () => {
  const more = '<https://desk.example/v1/acme/audit/export?action=label&cursor=a%2Bb>; rel="next"';
  const { desk, asked } = answering(
    new Response("at,name\r\n1,x\r\n", { headers: { Link: more } }),
    new Response("2,y\r\n"),
  );
  assert.equal(await desk.auditCsv({ action: "label", from: "2026-01-01" }), "at,name\r\n1,x\r\n2,y\r\n");
  const base = "/v1/acme/audit/export?action=label&from=2026-01-01";
  assert.deepEqual(asked, [base, `${base}&cursor=a%2Bb`]);
});

test("an export that is refused on its second page saves nothing", async () => {
  const more = '<https://desk.example/v1/acme/audit/export?cursor=c1>; rel="next"';
  const refused = Response.json({ code: "forbidden", detail: "No." }, { status: 403 });
  const { desk } = answering(new Response("at\r\n", { headers: { Link: more } }), refused);
  await assert.rejects(desk.auditCsv({}), { code: "forbidden" });
});
