import assert from "node:assert/strict";
import { details, heading, markdown } from "../../src/report/markdown.ts";
import { speedupTable } from "../../src/report/speedup_table.ts";
import { findWarnings } from "../../src/result/warnings.ts";
import { caseOf, errorsOf, PUBLISHED, resultOf } from "../result/fixture.ts";
import { assertText } from "./snapshot.ts";

Deno.test("markdown() is a whole page of a completed run", async (t) => {
  await assertText(t, markdown(resultOf(PUBLISHED)));
});

Deno.test("markdown() of an aborted run on the embedded server has axes, errors and warnings", async (t) => {
  const cases = [
    caseOf({ own: { size: 10 }, latency: 1 }),
    caseOf({
      ...{ own: { size: 10 }, latency: 1, poolSize: 100, elapsed: 50 },
      errors: errorsOf({
        unavailable: [30, "Not enough replicas available for query\nat LOCAL_ONE (1 | 0)"],
        clientTimeout: [2, "The host did not reply before timeout 12000 ms"],
      }),
    }),
    caseOf({
      ...{ own: { size: 20 }, latency: 1, operations: 250, elapsed: 400, status: "aborted" },
      errors: errorsOf({ TypeError: [250, "cannot read properties of undefined"] }),
    }),
  ];
  const target = { kind: "embedded", version: "5.0.6", nodes: 1 } as const;
  const { environment } = resultOf(cases);
  const page = markdown(resultOf(cases, [1, 100], {
    environment: { ...environment, target },
    status: "aborted",
    warnings: findWarnings(target, cases),
  }));
  await assertText(t, page);
});

Deno.test("markdown() tells cases apart in every table: no two rows have the same parameters", () => {
  const cases = [10, 20].map((size) => caseOf({ own: { size }, latency: 1 }));
  const rows = markdown(resultOf(cases, [1])).split("\n").filter((line) => /^\| +\d/.test(line));
  assert.equal(rows.length, 6);
  assert.deepEqual(rows.filter((row, at) => rows.indexOf(row) < at), []);
});

Deno.test("markdown() of a run that failed before its first case is a page all the same", async (t) => {
  await assertText(t, markdown(resultOf([], [1, 100], { status: "failed" })));
});

Deno.test("markdown() is the heading, the table that grows, and the details, as the command line prints them", () => {
  const result = resultOf(PUBLISHED);
  const parts = [heading(result), speedupTable(result), details(result)];
  assert.equal(markdown(result), `${parts.join("\n\n")}\n`);
});

Deno.test("markdown() shows what comes from outside as text: no HTML, no control characters, no line of its own", () => {
  const nasty = "\u001b[2J<script>alert(1)</script>\n\n# Not a heading\n\n| a | b |";
  const errors = errorsOf({ [nasty]: [1, nasty] });
  const cases = [caseOf({ own: { kind: nasty }, errors }), caseOf({ own: { kind: nasty } })];
  const plain = resultOf(cases);
  const page = markdown({
    ...plain,
    scenario: { name: nasty, seed: 1 },
    warnings: findWarnings(plain.environment.target, cases),
  });
  assert.doesNotMatch(page, /^# Not a heading/m);
  assert.doesNotMatch(page, /^\| a \| b \|$/m);
  assert.ok(!page.includes("\u001b"));
  assert.deepEqual(page.match(/.*<script>.*/g), null);
});
