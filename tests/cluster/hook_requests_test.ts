import assert from "node:assert/strict";
import { model, run, scenario } from "../../mod.ts";
import type { Session } from "../../mod.ts";
import { testPermitted } from "../support/needs.ts";
import { queueHookRequests } from "../../src/cluster/hook_requests.ts";
import { fakeSession, turn, upTo } from "../engine/fixture.ts";

Deno.test("requests of hooks past the limit wait for others, are sent in their order, and all have their answers", async () => {
  const sent: number[] = [];
  let inFlight = 0, most = 0;
  const { session, pending } = queueHookRequests(
    fakeSession({
      async execute(cql) {
        sent.push(Number(cql));
        most = Math.max(most, ++inFlight);
        await turn();
        inFlight--;
        return { rows: [{ cql }], pageState: undefined };
      },
    }),
    3,
  );
  const answers = Promise.all(upTo(1_000).map((at) => session.execute(String(at))));
  assert.equal(pending(), 1_000);
  assert.deepEqual(
    (await answers).map(({ rows }) => rows[0]?.cql),
    upTo(1_000).map(String),
  );
  assert.deepEqual(sent, upTo(1_000));
  assert.deepEqual({ most, pending: pending() }, { most: 3, pending: 0 });
});

Deno.test("a request of a hook that fails, also at once, fails alone and makes room for the next", async () => {
  const { session, pending } = queueHookRequests(
    fakeSession({
      execute(cql) {
        if (cql === "throws") throw new RangeError(cql);
        return cql === "fails" ? Promise.reject(new RangeError(cql)) : Promise.resolve({
          rows: [],
          pageState: undefined,
        });
      },
    }),
    1,
  );
  const settled = await Promise.allSettled(
    ["throws", "fails", "throws", "good", "fails", "good"].map((cql) => session.execute(cql)),
  );
  assert.deepEqual(settled.map(({ status }) => status), [
    "rejected",
    "rejected",
    "rejected",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  assert.equal(pending(), 0);
});

const Song = model("song", { song_id: "int", title: "text" }, ["song_id"]);

testPermitted(
  "a setup fills a table with 10,000 rows at once, also under a timeout that is short for a load",
  async () => {
    let found: unknown;
    await run(scenario({
      ...{ name: "fill", models: [Song], operations: 20, poolSizes: [1], warmup: 0, timeout: 500 },
      setup: (session) =>
        Promise.all(
          upTo(10_000).map((song_id) =>
            session.create(Song, { song_id, title: `Song ${song_id}` })
          ),
        ),
      operation: async (session) => found = await session.find(Song, { song_id: 9_999 }),
    }));
    assert.deepEqual(found, { song_id: 9_999, title: "Song 9999" });
  },
);

testPermitted(
  "a setup that does not await its requests is refused, and one that sends none may return nothing",
  async () => {
    const runWith = (setup: unknown) =>
      run(scenario({
        ...{ name: "forgets", models: [Song], operations: 1, poolSizes: [1], warmup: 0 },
        setup: setup as never,
        operation: (session) => session.find(Song, { song_id: 1 }),
      }));
    const forgets: Setup = (session) =>
      upTo(3).forEach((song_id) => {
        session.create(Song, { song_id, title: "" }).catch(() => {});
      });
    await assert.rejects(
      runWith(forgets),
      /setup\(\) ended before 3 of its requests had an answer/,
    );
    await runWith(() => {});
  },
);

type Setup = (session: Session) => void;
