import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { labels } from "../src/store/desk/directory";
import { createLabel, LABEL_COLORS } from "../src/store/desk/newLabel";
import { contrast, ENOUGH } from "../src/views/settings/contrast";
import { answer, enter, sent } from "./desk";

beforeEach(() => enter());

test("a label that is made takes the colour that fewest have, and is among the others at once", async () => {
  const [first, second, third] = LABEL_COLORS;
  labels.value = [
    { id: "l_1", name: "Billing", color: first },
    { id: "l_2", name: "Refunds", color: second },
  ];
  const made = { id: "l_3", name: "Delivery", color: third };
  answer("labels", () => made);
  assert.deepEqual(await createLabel("Delivery"), made);
  assert.deepEqual(sent.at(-1), { name: "Delivery", color: third });
  assert.deepEqual(labels.value.at(-1), made);
});

test("each of its colours can be told from the page", () => {
  for (const color of LABEL_COLORS) assert.equal((contrast(color, "#ffffff") ?? 0) > ENOUGH, true, color);
});
