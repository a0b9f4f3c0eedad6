import assert from "node:assert/strict";
import { compose } from "../../../src/result/compose.ts";
import { findWarnings } from "../../../src/result/conclude/warnings.ts";
import type { TargetDescription } from "../../../src/result/target.ts";
import type { Span, TimelinePage } from "../../../src/result/timeline.ts";
import { caseOf, environmentOf } from "../fixture.ts";

const cluster: TargetDescription = { kind: "external", version: "5.0.6", nodes: 3 };
const embedded: TargetDescription = { kind: "embedded", version: "5.0.6", nodes: 1 };

function request(step: string, start: number, trace?: string): Span {
  const span = { name: "find user", kind: "request", step, start, end: start + 5 } as const;
  return trace === undefined ? span : { ...span, trace };
}

function server(step: string, start: number): Span {
  return { name: "coordinator: query", kind: "server", step, start, end: start + 1, node: "n1" };
}

function pageOf(...spans: Span[]): TimelinePage {
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  return { operation: 0, kept: "traced", traceId, startedAt: 1, elapsed: 20, spans };
}

function traceWarnings(target: TargetDescription, pages: readonly TimelinePage[], trace: number) {
  return findWarnings(target, [caseOf({ timeline: pages })], trace)
    .filter(({ code }) => code === "trace");
}

Deno.test("findWarnings() says that the embedded server has no traces, when they were asked for", () => {
  const [warning, ...more] = traceWarnings(embedded, [pageOf(request("user", 0))], 3);
  assert.deepEqual(more, []);
  assert.match(warning?.message ?? "", /^The embedded server keeps no traces/);
  assert.match(warning?.advice ?? "", /--cassandra/);
  assert.deepEqual(traceWarnings(embedded, [], 0), []);
});

Deno.test("compose() tells findWarnings() whether traces were asked for", () => {
  const { settings } = environmentOf({ trace: 3 });
  const { warnings } = compose({
    ...{ name: "page", file: undefined, settings, target: embedded, driver: "4.10.0" },
    ...{ calibration: undefined, startedAt: new Date(), status: "completed", cases: [] },
    search: undefined,
  });
  assert.deepEqual(warnings.map(({ code }) => code), ["embedded", "trace"]);
});

Deno.test("findWarnings() says of how many requests the traces are missing, among all cases", () => {
  const pages = [
    pageOf(request("user", 0, "a"), server("user", 1), request("likes", 0, "b")),
    pageOf(request("user", 0, "c"), request("user", 10, "d"), server("user", 11)),
  ];
  assert.deepEqual(traceWarnings(cluster, pages, 2), [{
    code: "trace",
    message:
      "The server's traces of 2 of 4 requests could not be read or did not arrive in time, " +
      "so the timeline shows the client's side only",
    advice: "the user needs SELECT on system_traces, and a busy cluster writes traces late",
  }]);
});

Deno.test("findWarnings() has nothing to say of traces that are all there, or were not asked for", () => {
  const joined = pageOf(request("user", 0, "a"), server("user", 0));
  assert.deepEqual(traceWarnings(cluster, [joined, pageOf(request("user", 0))], 1), []);
});
