/** At which consistency rows are read back, and what comes of rows that cannot be read. */
import assert from "node:assert/strict";
import { WireError } from "../../../src/cluster/wire/errors.ts";
import { createWriteLog } from "../../../src/cluster/written/log.ts";
import { logWrites } from "../../../src/cluster/written/logged_session.ts";
import { readBack } from "../../../src/cluster/written/read_back.ts";
import type { Session } from "../../../src/scenario/calls/session.ts";
import { model } from "../../../src/scenario/schema/model.ts";
import type { Consistency } from "../../../src/scenario/settings.ts";
import { fakeSession } from "../../engine/fixture.ts";

const Item = model("item", { id: "int", v: "text" }, ["id"]);

/** Reads back what was written with a session whose reads answer so, by their key and consistency. */
async function verify(
  write: (session: Session) => Promise<unknown>,
  answer: (id: unknown, level: string) => unknown,
  { consistency = "localOne", signal = new AbortController().signal }: {
    consistency?: Consistency;
    signal?: AbortSignal;
  } = {},
) {
  const log = createWriteLog(1e9);
  await write(logWrites(fakeSession(), log, consistency));
  const levels = new Set<string>();
  const session = fakeSession({
    execute: async (cql, values = [], options) => {
      assert.equal(
        cql,
        'SELECT "v", WRITETIME("v") AS "time of 1" FROM "item" WHERE "id" = ?',
      );
      await Promise.resolve();
      const level = String(options?.consistency);
      levels.add(level);
      const v = answer((values as unknown[])[0], level);
      if (v instanceof Error) throw v;
      const rows = v === undefined ? [] : [{ v, "time of 1": BigInt(Date.now() + 1_000) * 1_000n }];
      return { rows, pageState: undefined };
    },
  });
  const reading = readBack({ threads: [log.written()], models: [Item], session, signal });
  await reading.ended;
  const { elapsed: _, ...verified } = reading.verified("stopped");
  return { verified, levels: [...levels] };
}

const NOTHING = { overwritten: 0, missing: 0, different: 0, unknown: 0, unknownApplied: 0 };

const LEVELS: [Consistency, string][] = [
  ...[["one", "all"], ["localOne", "all"], ["two", "all"], ["three", "all"]] as const,
  ...[["quorum", "quorum"], ["localQuorum", "localQuorum"]] as const,
  ...[["eachQuorum", "localQuorum"], ["all", "localQuorum"]] as const,
] as [Consistency, string][];

for (const [consistency, level] of LEVELS) {
  Deno.test(`a write at ${consistency} is read back at ${level}`, async () => {
    const { verified, levels } = await verify(
      (session) => session.create(Item, { id: 1, v: "x" }),
      () => "x",
      { consistency },
    );
    assert.deepEqual(levels, [level]);
    assert.deepEqual(verified, { ...NOTHING, acknowledged: 1, readBack: 1 });
  });
}

Deno.test("a conditional write is read back at serial, and two writes of one row at what sees both", async () => {
  const conditional = await verify(
    (session) => session.createIfNotExists(Item, { id: 1, v: "x" }),
    () => "x",
  );
  assert.deepEqual(conditional.levels, ["serial"]);
  const both = await verify(async (session) => {
    await session.create(Item, { id: 1, v: "y" }, { consistency: "one" });
    await session.create(Item, { id: 1, v: "x" }, { consistency: "quorum" });
  }, () => "x");
  assert.deepEqual(both.levels, ["all"]);
  assert.deepEqual([both.verified.readBack, both.verified.overwritten], [1, 1]);
});

Deno.test("where too few replicas answer, what one has as it was written counts, and the rest is unreadable, never missing", async () => {
  const refused = new WireError("unauthorized", "answered", "no right");
  const { verified, levels } = await verify(
    async (session) => {
      for (let id = 0; id < 10; id++) await session.create(Item, { id, v: "x" });
    },
    (id, level) => level === "all" ? refused : Number(id) < 7 ? "x" : undefined,
  );
  assert.deepEqual(levels, ["all", "localOne"]);
  assert.deepEqual(verified, {
    ...{ ...NOTHING, acknowledged: 10, readBack: 7, notChecked: { unreadable: 3 } },
    examples: ["rows could not be read at consistency all: no right"],
  });
});

Deno.test("a stop ends it: what is left has not been checked", async () => {
  const stopping = new AbortController();
  let reads = 0;
  const { verified } = await verify(async (session) => {
    for (let id = 0; id < 1_000; id++) await session.create(Item, { id, v: "x" });
  }, () => {
    if (++reads === 500) stopping.abort();
    return "x";
  }, { signal: stopping.signal });
  const { readBack, notChecked: { stopped = 0 } = {} } = verified;
  assert.ok(readBack >= 400 && readBack < 1_000, `${readBack}`);
  assert.equal(readBack + stopped, 1_000);
});
