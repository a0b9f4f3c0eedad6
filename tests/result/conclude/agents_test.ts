import assert from "node:assert/strict";
import type { AgentClock, AgentDescription } from "../../../src/result/agent.ts";
import type { Reason } from "../../../src/result/verdict.ts";
import { type AgentPart, describeAgents } from "../../../src/result/conclude/agents.ts";
import { createTimes } from "../../../src/measure/times.ts";
import { findCrowdedHosts } from "../../../src/result/conclude/agent_warnings.ts";
import { findZoneFindings } from "../../../src/result/conclude/zone_findings.ts";
import { judge } from "../../../src/result/conclude/verdict.ts";
import { caseOf, type CaseParts, errorsOf, HEALTHY, summaryOf } from "../fixture.ts";

const DESCRIPTION = { cpus: 4, cassbench: "0.1.0", deno: "2.9.6" };

/** An agent of a case, in place of a healthy one that started in time. */
interface PartParts extends Partial<Omit<AgentPart, "agent" | "clock">> {
  readonly of?: CaseParts;
  readonly zone?: string;
  readonly uncertainty?: number;
}

/** The agents a1, a2, … of a case. */
function partsOf(...all: readonly PartParts[]): AgentPart[] {
  return all.map(({ of = {}, zone, uncertainty = 0.2, ...more }, at): AgentPart => {
    const agent: AgentDescription = {
      ...{ agent: `a${at + 1}`, host: `host-${at + 1}`, ...zone && { zone }, ...DESCRIPTION },
    };
    const clock: AgentClock = { offset: 3, uncertainty };
    const known = more.lost === undefined ? { measured: caseOf(of), startedLate: 0.1 } : {};
    return { agent, threads: 2, clock, ...known, ...more };
  });
}

const BUSY: CaseParts = { client: { ...HEALTHY, cpu: 0.97 } };

interface Judgement {
  readonly parts: AgentPart[];
  /** What is known of the whole, in place of a healthy one. */
  readonly whole?: CaseParts;
  readonly reasons: readonly (readonly [Reason["code"], RegExp])[];
}

const JUDGEMENTS: Record<string, Judgement> = {
  "healthy agents": { parts: partsOf({}, {}, {}), reasons: [] },
  "one agent of three that was busy": {
    parts: partsOf({}, { of: BUSY, zone: "z2" }, {}),
    whole: BUSY,
    reasons: [["clientCpu", /^agent a2 \(host-2, z2\): the client's thread was 97 % busy/]],
  },
  "several that were busy": {
    parts: partsOf({ of: BUSY }, {}, { of: BUSY }, { of: BUSY }),
    whole: BUSY,
    reasons: [["clientCpu", /^agent a1 \(host-1\): .*; so 2 other agents: a3, a4$/]],
  },
  "very many that were busy": {
    parts: partsOf(...Array.from({ length: 100 }, () => ({ of: BUSY }))),
    whole: BUSY,
    reasons: [["clientCpu", /; so 99 other agents: a2, a3, a4, a5, a6, …$/]],
  },
  "one whose event loop stood still, which the whole's p99 hides": {
    parts: partsOf({}, {
      of: {
        client: { ...HEALTHY, eventLoopLag: { p50: 1, p99: 40, max: 80, stalls: 5 } },
        responseTime: summaryOf(10),
      },
    }),
    reasons: [["eventLoopLag", /^agent a2 \(host-2\): the client's event loop stood still/]],
  },
  "one that did not meet its part of the schedule, which is nothing in the whole": {
    parts: partsOf({ of: { rate: 1_000 } }, {
      of: {
        rate: 1_000,
        unsent: 100,
        // The rate is of all agents.
        schedule: { rate: 2_000, achieved: 900, due: 1_000, length: 1_000, overrun: 0 },
      },
    }),
    whole: { rate: 2_000 },
    reasons: [["schedule", /^agent a2 \(host-2\): 900 of 1,000 operations per second were sent/]],
  },
  "one of which nothing succeeded": {
    parts: partsOf({}, { of: { errors: errorsOf({ unauthorized: [1_000, "no"] }) } }),
    reasons: [["nothing", /^agent a2 \(host-2\): no operation succeeded: .*unauthorized.*no/]],
  },
  "what is the matter with the whole is said once": {
    parts: partsOf({ of: { outages: [{ from: 100, to: 400, errors: 3 }] } }, {}),
    whole: { outages: [{ from: 100, to: 400, errors: 3 }] },
    reasons: [["outage", /^nothing was answered for 300 ms/]],
  },
  "a share that is missing": {
    parts: partsOf({}, { lost: "was silent for 10 s", zone: "b" }),
    reasons: [[
      "agentLost",
      /^the share of agent a2 \(host-2, b\) is missing, which was silent for 10 s$/,
    ]],
  },
  "two shares that are missing, and one that was busy": {
    parts: partsOf({ lost: "ended" }, { of: BUSY }, { lost: "was let go" }),
    whole: BUSY,
    reasons: [["agentLost", /a1 /], ["agentLost", /a3 /], ["clientCpu", /^agent a2/]],
  },
  "starts apart by 1 % of the case and what the clocks are uncertain by": {
    parts: partsOf({ startedLate: -0.2, uncertainty: 2 }, { startedLate: 13.8, uncertainty: 2 }),
    reasons: [],
  },
  "starts apart by more than that": {
    parts: partsOf(
      { startedLate: -0.2, uncertainty: 2 },
      { startedLate: 3 },
      { startedLate: 13.9, uncertainty: 2 },
    ),
    reasons: [[
      "agentStart",
      /^agents started 14\.1 ms apart, agent a1 .* first and agent a3 .* last; .* to 4\.0 ms$/,
    ]],
  },
  "starts of which one is not known": {
    parts: partsOf({ startedLate: 0 }, { lost: "ended" }),
    reasons: [["agentLost", /a2/]],
  },
};

for (const [name, { parts, whole = {}, reasons }] of Object.entries(JUDGEMENTS)) {
  Deno.test(`judge() of agents: ${name}`, () => {
    const verdict = judge({ ...caseOf(whole), agents: describeAgents(parts) });
    assert.deepEqual(verdict.reasons.map(({ code }) => code), reasons.map(([code]) => code));
    for (const [at, [, says]] of reasons.entries()) {
      assert.match(verdict.reasons[at]?.message ?? "", says);
      assert.notEqual(verdict.reasons[at]?.advice, "");
    }
    assert.equal(verdict.valid, reasons.length === 0);
  });
}

Deno.test("describeAgents() judges each by itself, and has no figures of one whose share is missing", () => {
  const [healthy, busy, lost] = describeAgents(
    partsOf({}, { of: BUSY, startedLate: 4 }, { lost: "ended", zone: "b" }),
  );
  assert.deepEqual(healthy?.verdict, { valid: true, reasons: [] });
  assert.equal(healthy?.operations, 1_000);
  assert.equal(busy?.verdict.reasons[0]?.code, "clientCpu");
  assert.equal(busy?.startedLate, 4);
  assert.deepEqual({ ...lost, verdict: undefined }, {
    ...{ agent: "a3", host: "host-3", zone: "b", ...DESCRIPTION, threads: 2 },
    clock: { offset: 3, uncertainty: 0.2 },
    ...{ status: "failed", operations: 0, errors: 0, throughput: 0 },
    ...{ serviceTime: null, responseTime: null, waitTime: null, client: null },
    ...{ startedLate: null, lost: "ended", verdict: undefined },
  });
  assert.equal(lost?.verdict.reasons[0]?.code, "agentLost");
});

Deno.test("describeAgents() goes by what the case knows: an outage after an event on a node is what it measures", () => {
  const outages = [{ from: 500, to: 800, errors: 3 }];
  const parts = partsOf({ of: { outages } });
  assert.equal(describeAgents(parts)[0]?.verdict.valid, false);
  const event = { planned: 400, at: 401, node: 1, address: "127.0.0.1", do: "kill" as const };
  const judged = { took: 1, dip: null, recoveredAfter: null, throughputBefore: null };
  const events = [{
    ...event,
    ...judged,
    responseTime: null,
    errors: { total: 0, byClass: {} },
  }];
  assert.equal(describeAgents(parts, { events })[0]?.verdict.valid, true);
});

/** The distribution of so many times from nothing to so many milliseconds. */
function timesUpTo(ms: number) {
  const times = createTimes();
  for (let at = 1; at <= 100; at++) times.record(ms * at / 100);
  return times.summary();
}

/** A case with agents in these zones, whose times reach so far. */
function zonedCase(zones: readonly (readonly [zone: string | undefined, ms: number])[]) {
  const parts = partsOf(
    ...zones.map(([zone, ms]) => ({
      ...zone !== undefined && { zone },
      of: { responseTime: timesUpTo(ms) },
    })),
  );
  return caseOf({ agents: describeAgents(parts) });
}

Deno.test("findFindings() tells where clients wait longer than elsewhere, by the times of all agents of a zone", () => {
  const cases = [
    zonedCase([["west", 2], ["east", 30], ["east", 10], ["north", 8], [undefined, 99]]),
  ];
  assert.deepEqual(findZoneFindings({ cases }), [{
    code: "zones",
    message: "Half of the operations from zone east take more than 7.50 ms (p99 29.4 ms), " +
      "and of those from zone west more than 1.00 ms (p99 1.98 ms).",
  }]);
  const two = [...cases, { ...zonedCase([["a", 1], ["b", 9]]), parameters: { poolSize: 7 } }];
  assert.deepEqual(findZoneFindings({ cases: two }).map(({ parameters }) => parameters?.poolSize), [
    ...[1, 7],
  ]);
});

Deno.test("findFindings() tells of no zones that are alike, of a single one, and where none is known", () => {
  for (
    const zones of [
      [["a", 10], ["b", 11]],
      [["a", 0.1], ["b", 0.4]],
      [["a", 10], ["a", 100]],
      [[undefined, 10], [undefined, 100]],
    ] as const
  ) assert.deepEqual(findZoneFindings({ cases: [zonedCase(zones)] }), []);
  assert.deepEqual(findZoneFindings({ cases: [caseOf({})] }), []);
});

Deno.test("findWarnings() tells of machines on which agents took turns", () => {
  const alone = partsOf({}, {});
  const onOne = (threads: number) =>
    partsOf({ threads }, { threads: 2 }).map(({ agent, ...part }) => ({
      ...part,
      agent: { ...agent, host: "h" },
    }));
  const warningsOf = (parts: AgentPart[]) =>
    findCrowdedHosts([1, 2].map((poolSize) => caseOf({ poolSize, agents: describeAgents(parts) })));
  assert.deepEqual(warningsOf(alone), []);
  assert.deepEqual(warningsOf(onOne(2)), []);
  assert.deepEqual(warningsOf(onOne(3)).map(({ message }) => message), [
    "2 agents with 5 threads shared the 4 processors of h",
  ]);
});
