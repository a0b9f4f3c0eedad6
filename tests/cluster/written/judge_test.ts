/** What is read of a row, judged by its writes. */
import assert from "node:assert/strict";
import { CHANGED, createCodec } from "../../../src/cluster/written/codec.ts";
import { type Fate, type FoundRow, judgeRow } from "../../../src/cluster/written/judge.ts";
import { Kind } from "../../../src/cluster/written/log.ts";
import type { RowWrite } from "../../../src/cluster/written/rows.ts";
import { model } from "../../../src/scenario/schema/model.ts";
import { seededRandom } from "../../support/random.ts";

const Item = model("item", { id: "int", a: "text", b: "text", tags: "set<text>" }, ["id"]);
const codec = createCodec(Item);
const [A, B, TAGS] = [1, 2, 3];

/** A write of thread 0 that was acknowledged at once, at an instant. */
function write(at: number, cells: Record<number, unknown>, more: Partial<RowWrite> = {}): RowWrite {
  return {
    ...{ kind: Kind.create, level: 1, isAcknowledged: true, thread: 0, ttl: 0 },
    ...{ start: at, end: at + 0.5 },
    cells: new Map(Object.entries(cells).map(([column, value]) => [Number(column), value])),
    ...more,
  };
}

function found(cells: Record<number, unknown> | undefined, more: Partial<FoundRow> = {}): FoundRow {
  const entries = Object.entries({ [A]: null, [B]: null, [TAGS]: new Set(), ...cells });
  return {
    cells: cells && new Map(entries.map(([column, value]) => [Number(column), value])),
    times: new Map(),
    at: 1e6,
    ...more,
  };
}

function judge(writes: readonly RowWrite[], row: FoundRow, since = 0) {
  return judgeRow({ codec, table: "item", key: [1], disturbedBy: undefined, writes }, row, since);
}

const update = { kind: Kind.update }, remove = { kind: Kind.delete };
const open = { isAcknowledged: false };

const ROWS: [name: string, writes: RowWrite[], found: FoundRow, fates: Fate[], applied?: number][] =
  [
    ["as it was written", [write(1, { [A]: "x" })], found({ [A]: "x" }), ["readBack"]],
    ["gone", [write(1, { [A]: "x" })], found(undefined), ["missing"]],
    ["another value", [write(1, { [A]: "x" })], found({ [A]: "y" }), ["different"]],
    ["a value that is gone", [write(1, { [A]: "x" })], found({ [B]: "z" }), ["missing"]],
    ["a key alone", [write(1, {})], found({}), ["readBack"]],
    ["a key alone that is gone", [write(1, {})], found(undefined), ["missing"]],
    ["an empty set", [write(1, { [TAGS]: new Set() })], found({}), ["readBack"]],
    [
      "a set in another order",
      [write(1, { [TAGS]: new Set(["a", "b"]) })],
      found({
        [TAGS]: new Set(["b", "a"]),
      }),
      ["readBack"],
    ],
    ["columns that were not written", [write(1, { [A]: "x" })], found({ [A]: "x", [B]: "?" }), [
      "readBack",
    ]],
    ["the later of two", [write(1, { [A]: "x" }), write(2, { [A]: "y" })], found({ [A]: "y" }), [
      "overwritten",
      "readBack",
    ]],
    ["the earlier of two", [write(1, { [A]: "x" }), write(2, { [A]: "y" })], found({ [A]: "x" }), [
      "overwritten",
      "different",
    ]],
    [
      "each of two at once",
      [write(1, { [A]: "x" }), write(1.2, { [A]: "y" })],
      found({ [A]: "x" }),
      [
        "readBack",
        "readBack",
      ],
    ],
    [
      "neither of two at once",
      [write(1, { [A]: "x" }), write(1.2, { [A]: "y" })],
      found({ [A]: "z" }),
      [
        "different",
        "different",
      ],
    ],
    [
      "each of two threads' writes, as their clocks differ",
      [write(1, { [A]: "x" }), write(9, { [A]: "y" }, { thread: 1 })],
      found({ [A]: "x" }),
      ["readBack", "readBack"],
    ],
    [
      "columns of two writes",
      [write(1, { [A]: "x", [B]: "x" }), write(2, { [B]: "y" }, update)],
      found({ [A]: "x", [B]: "y" }),
      ["readBack", "readBack"],
    ],
    [
      "an update that is lost",
      [write(1, { [A]: "x", [B]: "x" }), write(2, { [B]: "y" }, update)],
      found({ [A]: "x", [B]: "x" }),
      ["readBack", "different"],
    ],
    ["a deleted row", [write(1, { [A]: "x" }), write(2, {}, remove)], found(undefined), [
      "overwritten",
      "readBack",
    ]],
    ["a delete that is lost", [write(1, { [A]: "x" }), write(2, {}, remove)], found({ [A]: "x" }), [
      "overwritten",
      "missing",
    ]],
    ["a delete of a key alone that is lost", [write(1, {}), write(2, {}, remove)], found({}), [
      "overwritten",
      "missing",
    ]],
    [
      "a row that is there again by an update",
      [write(1, { [A]: "x" }), write(2, {}, remove), write(3, { [B]: "y" }, update)],
      found({ [B]: "y" }),
      ["overwritten", "readBack", "readBack"],
    ],
    ["a column that was deleted", [write(1, { [A]: null }, update)], found(undefined), [
      "readBack",
    ]],
    ["a column whose delete is lost", [write(1, { [A]: null }, update)], found({ [A]: "x" }), [
      "missing",
    ]],
    [
      "a changed column",
      [write(1, { [TAGS]: CHANGED }, update), write(2, { [A]: "x" }, update)],
      found({ [A]: "x", [TAGS]: new Set(["?"]) }),
      ["changes", "readBack"],
    ],
    [
      "one whose time is over",
      [write(1, { [A]: "x" }, { ttl: 10 })],
      found(undefined, { at: 20_000 }),
      [
        "expired",
      ],
    ],
    [
      "one whose time is not over",
      [write(1, { [A]: "x" }, { ttl: 10 })],
      found(undefined, { at: 5_000 }),
      [
        "missing",
      ],
    ],
    [
      "what was there before",
      [write(1, { [A]: "x" })],
      found({ [A]: "x" }, { times: new Map([[A, -5]]) }),
      ["missing"],
    ],
    ["an unknown write that happened", [write(1, { [A]: "x" }, open)], found({ [A]: "x" }), [], 1],
    ["an unknown write that did not", [write(1, { [A]: "x" }, open)], found(undefined), [], 0],
    [
      "an unknown one after an acknowledged one, that happened",
      [write(1, { [A]: "x" }), write(2, { [A]: "y" }, open)],
      found({ [A]: "y" }),
      ["readBack"],
      1,
    ],
    [
      "an unknown one after an acknowledged one, that did not",
      [write(1, { [A]: "x" }), write(2, { [A]: "y" }, open)],
      found({ [A]: "x" }),
      ["readBack"],
      0,
    ],
    [
      "an unknown one before an acknowledged one",
      [write(1, { [A]: "y" }, open), write(2, { [A]: "x" })],
      found({ [A]: "y" }),
      ["different"],
      0,
    ],
    [
      "an unknown delete of what may not have been there",
      [write(1, {}, { ...remove, ...open })],
      found(undefined),
      [],
      0,
    ],
  ];

for (const [name, writes, row, fates, applied = 0] of ROWS) {
  Deno.test(`judgeRow() judges ${name}`, () => {
    const judged = judge(writes, row);
    assert.deepEqual(judged.fates, fates);
    assert.equal(judged.unknownApplied, applied);
    const isWrong = fates.includes("missing") || fates.includes("different");
    assert.equal(judged.problem !== undefined, isWrong);
  });
}

Deno.test("judgeRow() says what must be there and what is, in the client's types", () => {
  assert.equal(
    judge([write(1, { [TAGS]: new Set(["a"]) })], found({ [TAGS]: new Set(["b"]) })).problem,
    `item (1): tags must be Set(1) { 'a' }: found Set(1) { 'b' }`,
  );
});

/** A row of two columns in which the write with the latest time holds, as in Cassandra. */
function store(writes: readonly (RowWrite & { time: number; isDone: boolean })[]): FoundRow {
  const at = (column: number) => {
    const done = writes.filter(({ isDone, kind, cells }) =>
      isDone && (kind === Kind.delete || cells.has(column))
    ).sort((a, b) => b.time - a.time);
    return done[0]?.cells.get(column) ?? null;
  };
  const markers = writes.filter(({ isDone, kind }) => isDone && kind !== Kind.update)
    .sort((a, b) => b.time - a.time);
  const isLive = markers[0] !== undefined && markers[0].kind !== Kind.delete;
  const cells = { [A]: at(A), [B]: at(B) };
  return found(isLive || cells[A] !== null || cells[B] !== null ? cells : undefined);
}

Deno.test("judgeRow() finds nothing wrong with what 5,000 random histories leave, whatever of the unknown happened", () => {
  let checked = 0, lost = 0, noticed = 0;
  for (let seed = 1; seed <= 5_000; seed++) {
    const random = seededRandom(seed);
    // The first numbers of seeds that are near to each other are alike.
    for (let at = 0; at < 10; at++) random.number();
    const writes = Array.from({ length: 1 + random.below(6) }, (_, number) => {
      const start = random.below(20), length = 0.1 + random.below(6);
      const isAcknowledged = random.below(4) > 0;
      const kind = random.pick([Kind.create, Kind.update, Kind.delete]);
      const cells = new Map<number, unknown>();
      if (kind !== Kind.delete) {
        for (const column of [A, B]) {
          if (random.below(2) === 0) cells.set(column, random.pick([`v${number}`, null]));
        }
      }
      return {
        ...{ kind, level: 1, isAcknowledged, ttl: 0, cells, start, end: start + length },
        thread: random.below(2),
        // The client gives the time when it sends, which is between both.
        time: start + length * 0.01 * (1 + random.below(90)),
        isDone: isAcknowledged || random.below(2) === 0,
      };
    });
    const { fates, unknownApplied } = judge(writes, store(writes));
    assert.ok(!fates.includes("missing") && !fates.includes("different"), `seed ${seed}`);
    // Of two that write the same, each can be the one that happened.
    const isAnyDone = writes.some(({ isAcknowledged, isDone }) => !isAcknowledged && isDone);
    assert.ok(unknownApplied === 0 || isAnyDone, `seed ${seed}`);
    checked += fates.filter((fate) => fate === "readBack").length;
    // The last write of a column, lost, is noticed where its value is no other's.
    const [only] = writes;
    if (writes.length > 1 || !only!.isAcknowledged || ![...only!.cells.values()].some(Boolean)) {
      continue;
    }
    lost++;
    const judged = judge(writes, store([{ ...only!, isDone: false }]));
    if (judged.fates[0] === "missing") noticed++;
  }
  assert.ok(checked > 3_000 && lost > 100, `${checked} checked, ${lost} lost`);
  assert.equal(noticed, lost);
});
