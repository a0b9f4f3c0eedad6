import assert from "node:assert/strict";
import { z } from "zod";
import { tied } from "../../../src/result/read/parts.ts";
import { testPermitted } from "../../support/needs.ts";
import { SCHEMA_FILE, schemaText } from "../../support/result_schema.ts";

interface Step {
  readonly rate: number | null;
  readonly reasons?: readonly string[];
}

testPermitted("docs/result.schema.json is that of the document", async () => {
  assert.equal(await Deno.readTextFile(SCHEMA_FILE), schemaText(), "`deno task schema` writes it");
});

Deno.test("a schema is refused by the compiler when it differs from its type", () => {
  const reasons = z.array(z.string()).exactOptional();
  const rate = z.number().nullable();
  assert.ok(tied<Step>()("Step", z.object({ rate, reasons })));
  // @ts-expect-error: a field is missing
  tied<Step>()("Step", z.object({ reasons }));
  // @ts-expect-error: a field that may be absent is missing
  tied<Step>()("Step", z.object({ rate }));
  // @ts-expect-error: a field that may be absent must be there
  tied<Step>()("Step", z.object({ rate, reasons: z.array(z.string()) }));
  // @ts-expect-error: a field may be null
  tied<Step>()("Step", z.object({ rate: z.number(), reasons }));
  // @ts-expect-error: the type does not have that field
  tied<Step>()("Step", z.object({ rate, reasons, more: z.string() }));
});
