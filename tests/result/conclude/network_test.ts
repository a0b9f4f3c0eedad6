import assert from "node:assert/strict";
import { judge } from "../../../src/result/conclude/verdict.ts";
import { findWarnings } from "../../../src/result/conclude/warnings.ts";
import type { NetworkResult } from "../../../src/result/network.ts";
import { caseOf, summaryOf } from "../fixture.ts";

function caseWith(network: Partial<NetworkResult>) {
  const calm = { held: null, late: null, bytes: 1_000, connections: 2, cpu: 0.2, spinning: 0.1 };
  return caseOf({ network: { ...calm, ...network } });
}

Deno.test("proxies that kept their core busy were the limit; those that waited by spinning were not", () => {
  assert.deepEqual(judge(caseWith({})), { valid: true, reasons: [] });
  assert.ok(judge(caseWith({ cpu: 1, spinning: 0.2 })).valid);
  const { valid, reasons: [reason] } = judge(caseWith({ cpu: 0.96, spinning: 0.02 }));
  assert.equal(valid, false);
  assert.equal(reason?.code, "network");
  assert.equal(reason?.message, "the network's proxies were 94 % busy, so they were the limit");
});

Deno.test("a network that holds back for longer than asked makes a warning", () => {
  const warningsOf = (late: number) =>
    findWarnings({ kind: "external", version: "5.0.6", nodes: 1 }, [
      caseWith({ late: summaryOf(late), held: summaryOf(1 + late) }),
    ]);
  assert.deepEqual(warningsOf(0.1), []);
  const [warning] = warningsOf(0.4);
  assert.equal(warning?.code, "network");
  assert.match(
    warning?.message ?? "",
    /held back for 0\.40 ms longer than asked, each way, in the case latency 0, poolSize 1/,
  );
});
