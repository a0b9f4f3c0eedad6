import assert from "node:assert/strict";
import type { ClientHealth } from "../../../src/result/client_health.ts";
import type { MixResult, Schedule } from "../../../src/result/case.ts";
import type { Reason } from "../../../src/result/verdict.ts";
import { judge } from "../../../src/result/conclude/verdict.ts";
import { seededRandom } from "../../support/random.ts";
import { caseOf, type CaseParts, errorsOf, HEALTHY, summaryOf } from "../fixture.ts";
import { pageOf } from "../page_fixture.ts";

/** A client like the healthy one but for what is said, with an event loop that was so late. */
function client({ lag, ...parts }: Partial<ClientHealth> & { lag?: number }): ClientHealth {
  const eventLoopLag = lag === undefined
    ? HEALTHY.eventLoopLag
    : { p50: 0.2, p99: lag, max: lag * 2, stalls: lag >= 10 ? 2 : 0 };
  return { ...HEALTHY, eventLoopLag, ...parts };
}

/** 10,000 operations due in 10 s, of which so many were dropped and the last was sent so many ms too late. */
function schedule(dropped: number, overrun: number, full = 0): CaseParts {
  const [due, length] = [10_000, 10_000];
  const achieved = (due - dropped) / (length + overrun) * 1_000;
  return {
    rate: 1_000,
    dropped,
    schedule: { rate: 1_000, achieved, due, length, overrun } satisfies Schedule,
    client: client({ pool: { mean: 10, max: 100, full } }),
  };
}

const NOTHING_SUCCEEDED: CaseParts = { serviceTime: null, responseTime: null };

const HEALTHY_CASES: Record<string, CaseParts> = {
  "a closed load": {},
  "a closed load with a full pool": {
    poolSize: 100,
    client: client({ pool: { mean: 100, max: 100, full: 1 } }),
  },
  "an open load on schedule": { rate: 1_000 },
  "an open load with nothing due": {
    rate: 1_000,
    schedule: { rate: 1_000, achieved: 0, due: 0, length: 1, overrun: 0 },
  },
  "an open load that lost 0.5 % of its schedule": schedule(50, 0),
  "an open load that ended 0.5 % late": schedule(0, 50),
  "a client that was 85 % busy": { client: client({ cpu: 0.85 }) },
  "a client that spun for 99 % and worked for 5 %": {
    rate: 1_000,
    client: client({ cpu: 0.99, spinning: 0.94 }),
  },
  "a lag of 9 ms that is the whole p99": {
    responseTime: summaryOf(6),
    client: client({ lag: 9 }),
  },
  "a lag of 70 ms where the p99 is 150 ms": {
    responseTime: summaryOf(100),
    client: client({ lag: 70 }),
  },
  "a lag that is the whole p99, but once": {
    responseTime: summaryOf(10),
    client: client({ eventLoopLag: { p50: 0.2, p99: 40, max: 40, stalls: 1 } }),
  },
  "a case too short to be probed": { client: client({ eventLoopLag: null }) },
  "a case in which nothing succeeded": { ...NOTHING_SUCCEEDED, client: client({ lag: 500 }) },
  "connections that are half full": {
    client: client({ driver: { inFlight: 1_024, limit: 2_048 } }),
  },
};

for (const [name, parts] of Object.entries(HEALTHY_CASES)) {
  Deno.test(`judge() does not accuse ${name}`, () => {
    assert.deepEqual(judge(caseOf(parts)), { valid: true, reasons: [] });
  });
}

/** What is wrong with a case, in words and in codes, and what would help. */
interface Accused {
  readonly parts: CaseParts;
  readonly code: Reason["code"];
  readonly says: RegExp;
  readonly advises: RegExp;
}

const ACCUSED_CASES: Record<string, Accused> = {
  "a client that was 95 % busy": {
    parts: { poolSize: 100, client: client({ cpu: 0.95 }) },
    code: "clientCpu",
    says: /95 % busy, so it was the limit/,
    advises: /^the lean client .*, more threads \(--workers 2\) or a machine of its own/,
  },
  "a busy client in an open load that also spun": {
    parts: { rate: 1_000, poolSize: 100, client: client({ cpu: 1, spinning: 0.05 }) },
    code: "clientCpu",
    says: /95 % busy/,
    advises: /^the lean client \(--client wire\), more threads \(--workers 2\) or a machine/,
  },
  "a busy client that is lean already": {
    parts: { poolSize: 100, own: { client: "wire" }, client: client({ cpu: 0.95 }) },
    code: "clientCpu",
    says: /95 % busy/,
    advises: /^more threads \(--workers 2\) or a machine of its own for the client$/,
  },
  "a busy client with a pool that cannot be shared": {
    parts: { poolSize: 1, client: client({ cpu: 0.95 }) },
    code: "clientCpu",
    says: /95 % busy/,
    advises: /^the lean client \(--client wire\) or a machine of its own for the client$/,
  },
  "an event loop that stood still for half of the p99": {
    parts: { responseTime: summaryOf(100), client: client({ lag: 80 }) },
    code: "eventLoopLag",
    says: /stood still for up to 160 ms \(p99 80 ms\).*p99 is 150 ms/,
    advises: /take work that computes out of the operation/,
  },
  "an event loop that stood still for 10 ms where the server is fast": {
    parts: { responseTime: summaryOf(2), client: client({ lag: 10 }) },
    code: "eventLoopLag",
    says: /p99 10 ms/,
    advises: /a machine of its own/,
  },
  "inputs that are dearer than the rate allows": {
    parts: { rate: 1_000, client: { ...HEALTHY, lateInputs: { count: 500, time: 250 } } },
    code: "inputs",
    says:
      /dearer than 1,000 operations per second allow: 500 were made when they were due, 500\.0 µs each/,
    advises: /cheaper inputs .* more threads \(--workers\)/,
  },
  "connections that are nearly full": {
    parts: { client: client({ driver: { inFlight: 1_900, limit: 2_048 } }) },
    code: "connections",
    says: /had 1900 requests in flight and takes 2048/,
    advises: /--connections/,
  },
  "a schedule that was dropped in part": {
    parts: schedule(300, 0, 0.8),
    code: "schedule",
    says: /^970 of 1,000 operations per second were sent, and 300 of 10,000 dropped: .* 80 %/,
    advises: /larger pool \(--pool-sizes\)/,
  },
  "a pool that was full for moments, as drops can only come of it": {
    parts: schedule(300, 0, 0.1),
    code: "schedule",
    says: /full for 10 %/,
    advises: /larger pool \(--pool-sizes\)/,
  },
  "a schedule that was not sent in part": {
    parts: { ...schedule(0, 0, 0.9), unsent: 400 },
    code: "schedule",
    says: /, and 400 of 10,000 were due and never sent: the pool was full for 90 % of the time$/,
    advises: /larger pool .* or a lower rate/,
  },
  "a schedule that was dropped and not sent in part": {
    parts: { ...schedule(300, 0, 0.9), unsent: 400 },
    code: "schedule",
    says: /, and 300 of 10,000 dropped, and 400 of 10,000 were due and never sent: /,
    advises: /larger pool .* or a lower rate/,
  },
  "a schedule that was not sent in part although the pool was hardly full": {
    parts: { ...schedule(0, 0, 0.1), unsent: 400 },
    code: "schedule",
    says: /were due and never sent: the pool was full for 10 %/,
    advises: /^a lower rate, or more threads \(--workers\)$/,
  },
  "a schedule that ended late": {
    parts: schedule(0, 1_000, 0.9),
    code: "schedule",
    says: /^909 of 1,000 operations per second were sent: the pool was full for 90 %/,
    advises: /larger pool .* or a lower rate/,
  },
  "a schedule that ended late although the pool was hardly full": {
    parts: schedule(0, 1_000, 0.1),
    code: "schedule",
    says: /full for 10 %/,
    advises: /^a lower rate, or more threads \(--workers\)$/,
  },
  "a schedule that was dropped a little and ended a little late": {
    parts: schedule(60, 60, 0.8),
    code: "schedule",
    says: /, and 60 of 10,000 dropped/,
    advises: /larger pool/,
  },
};

for (const [name, { parts, code, says, advises }] of Object.entries(ACCUSED_CASES)) {
  Deno.test(`judge() accuses ${name}, and says what would help`, () => {
    const { valid, reasons: [reason, ...others] } = judge(caseOf(parts));
    assert.equal(valid, false);
    assert.deepEqual(others, []);
    assert.equal(reason?.code, code);
    assert.match(reason.message, says);
    assert.match(reason.advice, advises);
  });
}

Deno.test("judge() says all that was wrong, and advises no larger pool where the client was the limit", () => {
  const { reasons } = judge(caseOf({
    ...schedule(2_000, 500, 0.9),
    responseTime: summaryOf(20),
    client: client({
      ...{ cpu: 0.97, lag: 300, pool: { mean: 90, max: 100, full: 0.9 } },
      driver: { inFlight: 2_000, limit: 2_048 },
    }),
  }));
  assert.deepEqual(reasons.map(({ code }) => code), [
    ...["clientCpu", "eventLoopLag", "connections", "schedule"],
  ]);
  assert.equal(reasons.at(-1)?.advice, "a lower rate, or more threads (--workers)");
});

Deno.test("judge() accuses an outage and not the client, whose threads would not help", () => {
  const outages = [{ from: 4_000, to: 7_200, errors: 555 }];
  const lost = schedule(2_000, 0, 0.1);
  const busy = client({ cpu: 0.99, lag: 300, driver: { inFlight: 2_048, limit: 2_048 } });
  const { valid, reasons } = judge(caseOf({ ...lost, client: busy, outages }));
  assert.equal(valid, false);
  assert.deepEqual(reasons.map(({ code }) => code), ["outage", "schedule"]);
  assert.equal(
    reasons[0]?.message,
    "nothing was answered for 3.20 s from 4.00 s on (555 errors)",
  );
  for (const { advice } of reasons) assert.doesNotMatch(advice, /thread|worker|rate|pool/);
});

Deno.test("judge() counts an outage that has not ended up to the end of the case, and several together", () => {
  const outages = [{ from: 100, to: 300, errors: 5 }, { from: 700, to: null, errors: 1_000 }];
  assert.equal(
    judge(caseOf({ outages })).reasons[0]?.message,
    "nothing was answered for 500 ms in 2 outages (1,005 errors)",
  );
});

Deno.test("judge() does not take a case for valid in which no operation ended", () => {
  const { valid, reasons } = judge(caseOf({ operations: 0, elapsed: 5_000, ...NOTHING_SUCCEEDED }));
  assert.equal(valid, false);
  assert.deepEqual(reasons.map(({ code, message }) => [code, message]), [
    ["nothing", "no operation ended in 5.00 s"],
  ]);
});

Deno.test("judge() advises one thread more than there were", () => {
  const busy = caseOf({ poolSize: 100, client: client({ cpu: 0.99 }) });
  const { reasons: [reason] } = judge({ ...busy, parameters: { ...busy.parameters, workers: 3 } });
  assert.match(reason?.advice ?? "", /--workers 4/);
});

Deno.test("judge() accuses for every limit by itself, whatever else is the matter, and valid is no reasons: for 2,000 random cases", () => {
  const random = seededRandom(8);
  for (let run = 0; run < 2_000; run++) {
    const [cpu, spinning] = [random.number(), random.number() * 0.3];
    const [dropped, overrun] = [random.below(300), random.below(300)];
    const [lag, p99] = [random.number() * 40, random.number() * 60];
    const inFlight = random.below(2_049);
    const { valid, reasons } = judge(caseOf({
      ...schedule(dropped, overrun),
      responseTime: { ...summaryOf(1), p99 },
      client: client({ cpu, spinning, lag, driver: { inFlight, limit: 2_048 } }),
    }));
    const codes = new Set<string>(reasons.map(({ code }) => code));
    assert.equal(codes.has("clientCpu"), cpu - spinning >= 0.9);
    assert.equal(codes.has("eventLoopLag"), lag >= 10 && lag / p99 >= 0.5);
    assert.equal(codes.has("connections"), inFlight / 2_048 >= 0.9);
    const sentPerSecond = (10_000 - dropped) / (10_000 + overrun);
    assert.equal(codes.has("schedule"), sentPerSecond < 0.99);
    assert.equal(valid, reasons.length === 0);
    assert.ok(reasons.every(({ message, advice }) => message !== "" && advice !== ""));
  }
});

Deno.test("where steps compute, how busy the client is and how its event loop stands still are no verdict", () => {
  const busy = client({ cpu: 1, lag: 500 });
  const page = pageOf({ mode: "concurrent", client: busy });
  assert.deepEqual(judge(page).reasons.map(({ code }) => code), ["clientCpu", "eventLoopLag"]);
  const steps = [{ name: "hash", ms: 10, kind: "compute" as const }];
  assert.deepEqual(judge(pageOf({ mode: "concurrent", client: busy, steps })).reasons, []);
});

Deno.test("judge() of a case in which a server ended names that alone, whatever else follows from it", () => {
  const outages = [{ from: 4_000, to: null, errors: 555 }];
  const busy = client({ cpu: 0.99, lag: 300, driver: { inFlight: 2_048, limit: 2_048 } });
  const one = { name: "a", message: "a ended (SIGKILL)", at: "2026-11-22T06:25:02.200Z" };
  const other = { name: "b", message: "b ended", at: "2026-11-22T06:24:00.000Z" };
  for (const load of [schedule(2_000, 0, 0.1), { operations: 0 }, {}]) {
    const { valid, reasons } = judge(caseOf({
      ...{ elapsed: 60_000, client: busy, outages, endedServers: [other, one] },
      ...load,
    }));
    assert.equal(valid, false);
    assert.deepEqual(reasons, [{
      code: "ended",
      message:
        "b ended before its clock started, and a ended (SIGKILL) 1.20 s after its clock started",
      advice: "find out why it ended, and run it again",
    }]);
  }
});

Deno.test("a case in which nothing succeeded is not valid, and says how the first operation failed", () => {
  const errors = errorsOf({ invalid: [999, "no such table"], clientTimeout: [1, "too slow"] });
  const mix = [mixOf("read", 900, 900), mixOf("write", 100, 100)];
  for (const parts of [{}, { rate: 1_000 }, { mode: "serial" as const }, { mix }]) {
    const { valid, reasons } = judge(caseOf({ ...parts, ...NOTHING_SUCCEEDED, errors }));
    assert.equal(valid, false);
    assert.deepEqual(reasons.map(({ code, message }) => ({ code, message })), [{
      code: "nothing",
      message: "no operation succeeded: the first failed as invalid: no such table",
    }]);
  }
});

Deno.test("a case in which nothing of one operation of the mix succeeded is not valid", () => {
  const mix = [mixOf("read", 900, 900), mixOf("write", 99, 0), mixOf("never", 0, 0)];
  const errors = errorsOf({ invalid: [900, "no such table"] });
  assert.deepEqual(judge(caseOf({ mix, errors })).reasons.map(({ message }) => message), [
    "no read succeeded: the first failed as invalid: no such table",
  ]);
});

function mixOf(name: string, operations: number, failed: number): MixResult {
  const errors = errorsOf(failed === 0 ? {} : { invalid: [failed, "no such table"] });
  const times = { serviceTime: null, waitTime: null, responseTime: null };
  return { name, operations, unsent: 0, errors, ...times };
}
