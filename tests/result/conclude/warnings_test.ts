import assert from "node:assert/strict";
import { findWarnings } from "../../../src/result/conclude/warnings.ts";
import type { TargetDescription } from "../../../src/result/target.ts";
import { caseOf, errorsOf, summaryOf } from "../fixture.ts";
import { pageOf, type PageParts } from "../page_fixture.ts";

const cluster: TargetDescription = { kind: "external", version: "5.0.6", nodes: 3 };

Deno.test("findWarnings() finds none in a clean run on a Cassandra", () => {
  const cases = [caseOf({}), caseOf({ latency: 5, poolSize: 100 })];
  assert.deepEqual(findWarnings(cluster, cases), []);
  assert.deepEqual(findWarnings({ ...cluster, kind: "managed" }, cases), []);
});

Deno.test("findWarnings() says that the embedded server is no Cassandra, also without a case", () => {
  const [warning, ...more] = findWarnings({ kind: "embedded", version: "5.0.6", nodes: 1 }, []);
  assert.deepEqual(more, []);
  assert.equal(warning?.code, "embedded");
  assert.match(warning.message, /no figure here is a measure of Cassandra$/);
  assert.match(warning.advice, /--cassandra/);
});

Deno.test("findWarnings() says how many operations failed, in which case, and the first reason", () => {
  const errors = errorsOf({ unavailable: [30, "not enough replicas"], writeTimeout: [2, "slow"] });
  const broken = caseOf({ own: { size: 10 }, latency: 1, poolSize: 100, errors });
  assert.deepEqual(findWarnings(cluster, [caseOf({}), broken]), [{
    code: "errors",
    message: "32 of 1,000 operations failed in the case size 10, latency 1, poolSize 100; " +
      "the first as unavailable: not enough replicas",
    advice: "their times are in no percentile; see errors.byClass in the JSON",
  }]);
});

Deno.test("findWarnings() says how many operations were dropped, of how many", () => {
  const schedule = { rate: 9_000, achieved: 8_700, due: 9_000, length: 1_000, overrun: 0 };
  const full = caseOf({ rate: 9_000, poolSize: 10, dropped: 1_234, schedule });
  assert.deepEqual(findWarnings(cluster, [caseOf({ rate: 9_000 }), full]), [{
    code: "dropped",
    message: "1,234 of 9,000 due operations were dropped in the case latency 0, rate 9000, " +
      "poolSize 10, as the pool was full",
    advice: "they are in no time; a larger pool or --overflow queue sends them",
  }]);
});

Deno.test("findWarnings() says how many operations were never sent, of how many, and that their times are a lower bound", () => {
  const schedule = { rate: 9_000, achieved: 7_766, due: 9_000, length: 1_000, overrun: 0 };
  const full = caseOf({ rate: 9_000, poolSize: 10, unsent: 1_234, schedule });
  assert.deepEqual(findWarnings(cluster, [caseOf({ rate: 9_000 }), full]), [{
    code: "unsent",
    message: "1,234 of 9,000 operations were due and never sent in the case latency 0, " +
      "rate 9000, poolSize 10: they stand in wait and response time at the age they had " +
      "reached, a lower bound",
    advice: "ask for a lower rate, or for a larger pool if the server can take more",
  }]);
});

Deno.test("findWarnings() says how many times were refused, and in which repetition", () => {
  assert.deepEqual(findWarnings(cluster, [caseOf({ repetition: 2, refused: 3 })]), [{
    code: "refused",
    message: "3 measured times were refused in the case latency 0, poolSize 1, repetition 2, " +
      "as they were negative, no number or over an hour",
    advice: "they are in no figure; a machine that slept meanwhile makes such times",
  }]);
});

Deno.test("findWarnings() bears an injected latency that is off by 0.15 ms and 1 %, and no more", () => {
  const codesFor = (latency: number, measured: number) =>
    findWarnings(cluster, [caseOf({ latency, injectedLatency: summaryOf(measured) })])
      .map(({ code }) => code);
  for (const [latency, measured] of [[1, 1.15], [5, 5.19], [100, 101.1], [5, 4]] as const) {
    assert.deepEqual(codesFor(latency, measured), [], `${measured} ms for ${latency}`);
  }
  for (const [latency, measured] of [[1, 1.17], [5, 5.21], [100, 101.2]] as const) {
    assert.deepEqual(codesFor(latency, measured), ["latency"], `${measured} ms for ${latency}`);
  }
});

Deno.test("findWarnings() says what the latency was instead", () => {
  const late = caseOf({ latency: 1, poolSize: 2_000, injectedLatency: summaryOf(7.891) });
  assert.deepEqual(findWarnings(cluster, [late]), [{
    code: "latency",
    message: "The injected latency was 7.89 ms in the case latency 1, poolSize 2000, " +
      "as the client had no time to wake up on schedule",
    advice: "try a smaller pool",
  }]);
});

/** A page whose steps `late` were held back for so much longer than the 5 ms that were asked. */
function latePage(late: Record<string, number>, parts: Partial<PageParts> = {}) {
  const page = pageOf({ mode: "concurrent", latency: 5, ...parts });
  const steps = page.steps?.map((step) => ({
    ...step,
    injectedLatency: summaryOf(step.latency + (late[step.name] ?? 0)),
  })) ?? [];
  return { ...page, steps };
}

Deno.test("findWarnings() says in which step the latency was off, the furthest off before others", () => {
  assert.deepEqual(findWarnings(cluster, [latePage({ posts: 0.19 })]), []);
  assert.deepEqual(findWarnings(cluster, [latePage({ posts: 2.891 })]), [{
    code: "latency",
    message: "The injected latency was 7.89 ms, not 5 ms, in step posts of the case latency 5, " +
      "poolSize 1, mode concurrent, as the client had no time to wake up on schedule",
    advice: "try a smaller pool",
  }]);
  const [warning, ...more] = findWarnings(cluster, [latePage({ user: 1, posts: 2, likes: 0.5 })]);
  assert.deepEqual(more, []);
  assert.match(
    warning?.message ?? "",
    /7\.00 ms, not 5 ms, in step posts .*, and off in 2 more, as/,
  );
});

Deno.test("findWarnings() blames a late latency on work that computes in the same thread, but not on other threads", () => {
  const steps = [{ name: "album", ms: 1 }, { name: "thumbnail", ms: 9, kind: "compute" as const }];
  const advice = (mode: PageParts["mode"]) =>
    findWarnings(cluster, [latePage({ album: 9 }, { mode, steps })])[0]?.advice ?? "";
  assert.match(advice("concurrent"), /mode threads/);
  assert.match(advice("threads"), /smaller pool/);
});

Deno.test("findWarnings() names a task where the operation is no page", () => {
  const { steps = [] } = latePage({ posts: 2 });
  const [warning] = findWarnings(cluster, [caseOf({ latency: 5, steps })]);
  assert.match(warning?.message ?? "", /in task posts of the case latency 5, poolSize 1, as/);
});

Deno.test("findWarnings() names the target first, then errors, drops, unsent operations, refused times and latencies", () => {
  const late = { latency: 1, injectedLatency: summaryOf(9) };
  const errors = errorsOf({ unavailable: [1, "down"] });
  const cases = [
    caseOf({ ...late, refused: 1, dropped: 1 }),
    caseOf({ ...late, errors }),
    caseOf({ errors, dropped: 1, unsent: 1 }),
  ];
  const warnings = findWarnings({ ...cluster, kind: "embedded" }, cases);
  assert.deepEqual(warnings.map(({ code }) => code), [
    ...[
      "embedded",
      "errors",
      "errors",
      "dropped",
      "dropped",
      "unsent",
      "refused",
      "latency",
      "latency",
    ],
  ]);
});

Deno.test("findWarnings() says which server ended, in which case and what was last in its log, and gives its case no other advice", () => {
  const at = "2026-11-22T06:25:01.500Z";
  const ended = { name: "node 2", message: "node 2 ended (SIGKILL)", at };
  const schedule = { rate: 9_000, achieved: 8_700, due: 9_000, length: 1_000, overrun: 0 };
  const lost = caseOf({
    ...{ rate: 9_000, dropped: 9, unsent: 9, unfinished: 9, refused: 9, schedule },
    ...{ latency: 1, injectedLatency: summaryOf(9), endedServers: [ended], endedBy: "target" },
    outages: [{ from: 500, to: null, errors: 5 }],
    errors: errorsOf({ noHostAvailable: [5, "lost"] }),
  });
  const target = { ...cluster, ended: [{ ...ended, log: ["INFO one", "WARN two"] }] };
  const [first, ...others] = findWarnings(target, [caseOf({}), lost]);
  assert.deepEqual(first, {
    code: "ended",
    message: "node 2 ended (SIGKILL) in the case latency 1, rate 9000, poolSize 1; " +
      "the end of its log: INFO one / WARN two",
    advice: "the end of its log can say why; where it was killed, the log of the system does " +
      "(dmesg), mostly for want of memory",
  });
  assert.deepEqual(others.map(({ code }) => code), [
    ...["errors", "outage", "unfinished", "dropped", "unsent", "refused", "latency"],
  ]);
  for (const { advice } of others) assert.equal(advice, "see above: node 2 ended (SIGKILL)");
  assert.match(findWarnings(target, [caseOf({})])[0]?.message ?? "", / after the last case /);
  assert.match(findWarnings(target, [])[0]?.message ?? "", / before anything was measured; /);
  const stopped = { ...cluster, ended: [{ ...ended, log: [] }] };
  assert.match(findWarnings(stopped, [])[0]?.advice ?? "", /^its log is deleted/);
});

Deno.test("findWarnings() says that wire asks the nodes in turn where the partitioner is not Murmur3", () => {
  const target = { ...cluster, partitioner: "RandomPartitioner" };
  const codesOf = (client: string) =>
    findWarnings(target, [caseOf({ own: { client } })]).map(({ code }) => code);
  assert.deepEqual(codesOf("wire"), ["notTokenAware"]);
  assert.deepEqual(codesOf("driver"), []);
  assert.deepEqual(findWarnings(cluster, [caseOf({ own: { client: "wire" } })]), []);
});

Deno.test("many texts that were prepared in a case are warned of, with what to do", () => {
  const [warning] = findWarnings(cluster, [
    caseOf({ preparedTexts: 1_234 }),
  ]);
  assert.equal(warning?.code, "texts");
  assert.match(warning?.message ?? "", /^1,234 different CQL texts were prepared in the case/);
  assert.match(warning?.advice ?? "", /^bind the values that change/);
});
