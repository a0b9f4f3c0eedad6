import assert from "node:assert/strict";
import { faultsSection } from "../../../src/report/sections/faults.ts";
import { caseOf, resultOf } from "../../result/fixture.ts";

Deno.test("faultsSection() is empty where no faults were asked for", () => {
  assert.deepEqual(faultsSection(resultOf([caseOf({})])), []);
});

Deno.test("faultsSection() says each fault in words, how often it struck, and what was counted of its class", () => {
  const errors = {
    ...{ total: 124, byClass: { overloaded: 120, clientTimeout: 4 }, examples: {} },
    serviceTime: null,
  };
  const faults = [
    {
      ...{ fault: { kind: "overloaded", share: 0.01 }, requests: 12_000, injected: 120 } as const,
      errorClass: "overloaded",
    },
    {
      fault: {
        ...{ kind: "silence", requests: "read", table: "user", statement: "LIMIT" } as const,
        ...{ every: 10, after: 1_000, times: 4, from: 500, to: 2_000 },
      },
      ...{ requests: 50, injected: 4, errorClass: "clientTimeout" },
    },
    { fault: { kind: "delay", ms: 20 } as const, requests: 7, injected: 7 },
  ];
  const [, table] = faultsSection(resultOf([caseOf({ errors, faults })]));
  assert.ok(table?.kind === "table");
  assert.deepEqual(table.rows.map((row) => row.slice(-4).map(({ text }) => text)), [
    ["overloaded, 1 %", "12,000", "120", "120 overloaded"],
    [
      'silence, every 10, of read, on user, with "LIMIT", after 1,000, 4 at most, from 500 ms, to 2.00 s',
      ...["50", "4", "4 clientTimeout"],
    ],
    ["delay 20.0 ms", "7", "7", "–"],
  ]);
});
