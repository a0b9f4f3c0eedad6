/** Checks of traced requests, from their answers to the page of a timeline. */
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { openTarget } from "../../src/cluster/target.ts";
import { joinTraces } from "../../src/cluster/tracing/join_traces.ts";
import type { Span, TimelinePage } from "../../src/result/timeline.ts";
import { plan } from "../../src/run/plan.ts";
import { model } from "../../src/scenario/schema/model.ts";
import type { Session } from "../../src/scenario/calls/session.ts";
import type { Client, Consistency } from "../../src/scenario/settings.ts";

const User = model("user", { id: "int", name: "text" }, ["id"]);
const ann = { id: 1, name: "Ann" };

const REQUESTS: Record<string, (session: Session) => Promise<unknown>> = {
  create: (session) => session.create(User, ann),
  find: (session) => session.find(User, { id: 1 }),
  batch: (session) =>
    session.batch((batch) => [1, 2].forEach((id) => batch.create(User, { ...ann, id }))),
  execute: (session) => session.execute("SELECT * FROM user WHERE id = ?", [1]),
};

const MOST_READINGS = 20;

/**
 * Sends every kind of request at once with tracing on, and checks the page into which what the nodes say of them is
 * joined. Nodes write their traces after they have answered, on a busy machine long after: so they are read again until
 * the check passes.
 */
export async function checkTracedPage(
  contactPoints: readonly string[],
  { consistency, client }: { readonly consistency: Consistency; readonly client: Client },
  check: (page: TimelinePage) => void,
): Promise<void> {
  const scenario = { name: "test", operation: () => Promise.resolve() };
  const { settings } = plan(scenario, { keyspace: "traces", consistency, client: [client] });
  const { signal } = new AbortController();
  const place = { target: { contactPoints }, models: [User], onWait: () => {} };
  const target = await openTarget({ ...place, settings, signal });
  try {
    const requests = new AsyncLocalStorage<string>();
    const ids = new Map<string | undefined, string>();
    const session = target.load.of(client).traced((id) => ids.set(requests.getStore(), id));
    await session.create(User, ann);
    ids.clear();

    const startedAt = performance.timeOrigin + performance.now();
    const now = () => performance.timeOrigin + performance.now() - startedAt;
    const spans = await Promise.all(
      Object.entries(REQUESTS).map(([name, request]) =>
        requests.run(name, async (): Promise<Span> => {
          const start = now();
          await request(session);
          const end = now();
          const trace = ids.get(name);
          return { name, kind: "request", step: name, start, end, ...trace && { trace } };
        })
      ),
    );
    const page = { operation: 0, kept: "traced", traceId: "", startedAt, elapsed: now() } as const;
    for (let attempt = 1;; attempt++) {
      const traces = await target.readTraces([...ids.values()]);
      const [joined = assert.fail("no page")] = joinTraces([{ ...page, spans }], traces);
      try {
        return check(joined);
      } catch (error) {
        if (attempt === MOST_READINGS) throw error;
      }
    }
  } finally {
    await target.close();
  }
}

/** A request, and the spans of the nodes in it. */
export function serverSpansOf({ spans }: TimelinePage, step: string): Map<string, Span> {
  const request = spans.find(({ name, kind }) => name === step && kind === "request");
  assert.ok(request);
  const own = spans.filter((span) => span.step === step && span.kind === "server");
  for (const { start, end } of own) {
    assert.ok(start >= request.start && start <= end && end <= request.end, `${start} to ${end}`);
  }
  return new Map(own.map((span) => [span.name, span]));
}

/** Cassandra runs on this machine, so the clocks only differ by the drift of the client's since it started. */
export function assertClocks({ clocks = [] }: TimelinePage, nodes: readonly string[]): void {
  assert.deepEqual(new Set(clocks.map(({ node }) => node)), new Set(nodes));
  // Of several readings, that in which the machine did something else between the two clocks for the shortest time.
  const drifts = Array.from(
    { length: 100 },
    () => Date.now() - (performance.timeOrigin + performance.now()),
  );
  const drift = Math.max(...drifts);
  for (const { node, offset, uncertainty } of clocks) {
    assert.ok(uncertainty > 0, `${node}: ${uncertainty}`);
    // Date.now() only has whole milliseconds.
    const text = `${node}: ${offset} is not ${drift} ± ${uncertainty}`;
    assert.ok(Math.abs(offset - drift) <= uncertainty + 1, text);
  }
}
