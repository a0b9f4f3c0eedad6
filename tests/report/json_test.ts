import assert from "node:assert/strict";
import { json } from "../../src/report/json.ts";
import { caseOf, errorsOf, PUBLISHED, resultOf } from "../result/fixture.ts";
import { assertText } from "./snapshot.ts";

Deno.test("json() loses nothing of a result, and ends its last line", () => {
  const result = resultOf(PUBLISHED);
  assert.deepEqual(JSON.parse(json(result)), result);
  assert.ok(json(result).endsWith("}\n"));
});

Deno.test("json() is the document of version 1", async (t) => {
  const errors = errorsOf({ unavailable: [1, 'a "quote"\nand a line'] });
  await assertText(t, json(resultOf([caseOf({ latency: 1, poolSize: 100, errors })])));
});
