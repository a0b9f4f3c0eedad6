/** The contract: whatever cassbench and its users send, the embedded server answers as Cassandra does. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { startServerThread } from "../../src/embedded/server.ts";
import type { TimelinePage } from "../../src/result/timeline.ts";
import { run } from "../../src/run/run.ts";
import newest from "../fixtures/newest.ts";
import verified from "../fixtures/verified.ts";
import { bestOf } from "../support/best_of.ts";
import { shareCassandra, testOnCassandra } from "../support/cassandra.ts";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";
import { open } from "../support/targets.ts";
import { ANSWER_CHECKS } from "./answers.ts";
import { CALL_MODELS, checkUnavailable } from "./calls.ts";
import { checkCounts, COUNTED_MODELS } from "./counts.ts";
import { LITERAL_STATEMENTS } from "./literals.ts";
import { NAME_CHECKS, NAME_MODELS } from "./names.ts";
import { CREATES, describeCreates } from "./nodes.ts";
import { checkInit, checkProfiles } from "./init.ts";
import { runAll } from "./outcome.ts";
import { SCHEMA_CHECKS } from "./schema.ts";
import { SESSION_CHECKS, SESSION_MODELS } from "./session.ts";
import { STATEMENTS } from "./statements.ts";
import { INDEX_CHECKS, TABLE_CHECKS } from "./tables.ts";
import { assertClocks, checkTracedPage, serverSpansOf } from "./traces.ts";
import { TYPE_SCHEMA_CHECKS } from "./type_schema.ts";
import { TYPE_STATEMENTS } from "./type_statements.ts";
import { USER_TYPE_CHECKS, USER_TYPE_MODELS } from "./user_types.ts";
import { checkViewsAreOff } from "./views.ts";
import { checkShown, VALUE_CHECKS, VALUE_MODELS } from "./values.ts";

async function withEmbedded(body: (contactPoint: string) => Promise<void>): Promise<void> {
  const server = await startServerThread();
  try {
    await body(`${server.host}:${server.port}`);
  } finally {
    await server.stop();
  }
}

/** Every check of a session must pass with each of them. */
const CLIENTS = ["driver", "wire"] as const;

const MODELS = [...SESSION_MODELS, ...VALUE_MODELS, ...USER_TYPE_MODELS, ...NAME_MODELS];

async function checkTarget(
  t: Deno.TestContext,
  contactPoint: string,
  ofTarget: typeof SESSION_CHECKS = {},
): Promise<void> {
  const target = { contactPoints: [contactPoint] };
  for (const client of CLIENTS) {
    const opened = await open(target, `contract_${client}`, MODELS, { client });
    const checks = {
      ...{
        ...SESSION_CHECKS,
        ...ANSWER_CHECKS,
        ...VALUE_CHECKS,
        ...USER_TYPE_CHECKS,
        ...NAME_CHECKS,
      },
      ...ofTarget,
    };
    for (const [name, check] of Object.entries(checks)) {
      await t.step(`${client}: ${name}`, () => check(opened.session));
    }
    await opened.close();
    const counted = await open(target, `contract_counts_${client}`, COUNTED_MODELS, { client });
    await t.step(
      `${client}: what its answers give is counted`,
      () => checkCounts(counted.load.of(client).counting),
    );
    await counted.close();
  }
  const schemaChecks = { ...SCHEMA_CHECKS, ...TABLE_CHECKS, ...TYPE_SCHEMA_CHECKS };
  for (const [name, check] of Object.entries(schemaChecks)) {
    await t.step(`schema: ${name}`, () => check(target));
  }
}

const GROUPS = {
  ...{ ...STATEMENTS, ...TYPE_STATEMENTS },
  "constants at the edges of their types": LITERAL_STATEMENTS,
};

async function compareStatements(
  t: Deno.TestContext,
  embedded: string,
  real: string,
): Promise<void> {
  for (const [at, [group, steps]] of Object.entries(GROUPS).entries()) {
    await t.step(`the same answers: ${group}`, async () => {
      const keyspace = `contract_${at}`;
      const expected = await runAll(real, keyspace, steps);
      const actual = await runAll(embedded, keyspace, steps);
      steps.forEach((step, i) => assert.deepEqual(actual[i], expected[i], JSON.stringify(step)));
    });
  }
}

/** Cassandra's name for the request, and the work of its only node. */
const TRACED: Record<string, readonly string[]> = {
  create: ["coordinator", "write user"],
  find: ["coordinator", "read user"],
  batch: ["coordinator, batch", "write user"],
  execute: ["coordinator", "read user"],
};

testPermitted(
  "the contract, on the embedded server",
  (t) =>
    withEmbedded(async (point) => {
      await checkTarget(t, point);
      for (const client of CLIENTS) {
        await t.step(`${client}: traced requests are answered, and tell of no trace`, async () => {
          await checkTracedPage([point], { consistency: "quorum", client }, ({ spans }) => {
            assert.deepEqual(spans.map(({ name }) => name), Object.keys(TRACED));
            assert.ok(spans.every(({ trace }) => trace === undefined));
          });
        });
      }
    }),
);

testPermitted(
  "the embedded server tells what it coordinated, and has counted nothing",
  async () => {
    for (const client of CLIENTS) {
      const { coordinated, errors, requestTime, server } = await describeCreates(
        "embedded",
        client,
      );
      assert.deepEqual([coordinated, errors, server], [CREATES, 0, null]);
      assert.equal(requestTime?.count, CREATES);
    }
  },
);

const cassandra = shareCassandra();

testOnCassandra(
  "the contract, on Cassandra and beside the embedded server",
  (t) =>
    withEmbedded(async (embedded) => {
      for (const [name, check] of Object.entries(INDEX_CHECKS)) {
        await t.step(`schema: ${name}`, () => check({ contactPoints: [cassandra()] }));
      }
      await checkTarget(t, cassandra(), { "Cassandra shows what was written": checkShown });
      for (const client of CLIENTS) {
        await t.step(`${client}: each call has the consistency that it is given`, async () => {
          const target = { contactPoints: [cassandra()] };
          const opened = await open(target, "contract_consistency", CALL_MODELS, { client });
          await checkUnavailable(opened.session).finally(() => opened.close());
        });
        await t.step(`${client}: traced requests show what the node did`, () =>
          checkTracedPage([cassandra()], { consistency: "quorum", client }, (page) => {
            for (const [request, expected] of Object.entries(TRACED)) {
              const names = serverSpansOf(page, request);
              for (const name of expected) {
                assert.ok(names.has(name), `${request}: ${names}`);
              }
            }
            assertClocks(page, ["127.0.0.1"]);
          }));
      }
      await compareStatements(t, embedded, cassandra());
    }),
);

testOnCassandra(
  "init writes a scenario from the tables of Cassandra, which runs there",
  () => checkInit(cassandra()),
);

testOnCassandra(
  "what its cassandra.yaml does not enable is refused, with a hint",
  () => checkViewsAreOff(cassandra()),
);

testOnCassandra(
  "profiles of cassandra-stress become scenarios that run on Cassandra",
  (t) => checkProfiles(t, cassandra()),
);

testOnCassandra(
  "what both clients read of Cassandra is what populate wrote, of every type",
  async () => {
    const { cases } = await run(verified, { target: { contactPoints: [cassandra()] } });
    assert.deepEqual(cases.map(({ errors }) => errors.examples), [{}, {}]);
  },
);

testOnCassandra(
  "reads of the newest rows of a mix find nearly all of them in Cassandra",
  async () => {
    const target = { contactPoints: [cassandra()] };
    const file = inRepository("tests", "fixtures", "newest.ts");
    for (const more of [{ poolSizes: [100, 1_000] }, { poolSizes: [100], workers: 2 }]) {
      // A thread that gets no processor for long is left behind by the others, so that the best of several runs counts.
      const missed = await bestOf(60, async () => {
        const { cases } = await run(newest, { target, file, client: CLIENTS, ...more });
        return Math.max(...cases.map(({ mix: [read, insert] = [] }) => {
          assert.equal(insert?.errors.total, 0);
          return read?.errors.total ?? Infinity;
        }));
      });
      assert.ok(missed < 60, `${missed} of ${JSON.stringify(more)}`);
    }
  },
);

testOnCassandra("Cassandra tells what it coordinated, and counts the writes", async () => {
  const contactPoints = [cassandra()];
  for (let attempt = 1;; attempt++) {
    const client = CLIENTS[attempt % 2] ?? "driver";
    const { address, coordinated, share, server } = await describeCreates(
      { contactPoints },
      client,
    );
    assert.deepEqual([address, coordinated, share], [cassandra(), CREATES, 1]);
    // A node that has just started, or is on a busy machine, can take more than the second that a reading has.
    if (server === null && attempt < 20) continue;
    const { writes = 0, flushes = -1, cacheHits = {} } = server ?? {};
    assert.ok(writes >= CREATES && writes < 2 * CREATES, `${writes} writes`);
    assert.ok(flushes >= 0);
    assert.deepEqual(Object.keys(cacheHits).sort(), ["counters", "keys", "rows"]);
    return;
  }
});

testOnCassandra(
  "--trace joins Cassandra's own spans in, each inside its request, and states the clocks",
  () =>
    inTemporaryFolder(async (cwd) => {
      const page = inRepository("scenarios/page.ts");
      const size = ["--operations", "10", "--repetitions", "2", "--warmup", "20"];
      const args = [page, ...size, "--trace", "2", "--contact-points", cassandra()];
      const runOnce = () => cassbench([...args, "--json", "x.json"], { cwd });
      let run = await runOnce();
      // On a busy machine a trace can be written later than the two seconds after which a run goes on without it.
      for (let more = 4; more > 0 && /could not be read/.test(run.stdout); more--) {
        run = await runOnce();
      }
      const { code, stdout, stderr } = run;
      assert.equal(code, 0, stderr);
      assert.match(stdout, /clock/);
      assert.doesNotMatch(stdout, /could not be read/);
      const { cases }: Result = JSON.parse(await Deno.readTextFile(join(cwd, "x.json")));
      for (const { timeline = [] } of cases) {
        const traced = timeline.filter(({ kept }) => kept === "traced");
        assert.equal(traced.length, 2);
        for (const page of traced) checkSevenTraces(page);
      }
    }),
);

/** Seven requests were traced, and what the node did is within the request that it belongs to. */
function checkSevenTraces({ spans, clocks }: TimelinePage): void {
  const requests = spans.filter(({ kind }) => kind === "request");
  assert.equal(requests.length, 7);
  assert.ok(requests.every(({ trace }) => trace !== undefined));
  const server = spans.filter(({ kind }) => kind === "server");
  assert.ok(server.length >= 7, `${server.length}`);
  for (const { step, start, end, node } of server) {
    const [request] = requests.filter((one) => one.step === step);
    assert.equal(node, cassandra().split(":")[0]);
    assert.ok((request?.start ?? NaN) <= start && start <= end && end <= (request?.end ?? NaN));
  }
  assert.equal(clocks?.length, 1);
}
