/**
 * What the compiler accepts and refuses. `@ts-expect-error` fails where there is no error; `isEqual` compiles only when
 * both types are the same. So checking this file is the test; running it shows that the values fit the types.
 */
import assert from "node:assert/strict";
import type { CqlValue } from "../src/scenario/schema/cql_type.ts";
import { type Model, model, type RowOf } from "../src/scenario/schema/model.ts";
import { at, type Change, field, minus, plus, prepend } from "../src/scenario/calls/change.ts";
import { keys } from "../src/scenario/keys.ts";
import { type InputContext, scenario } from "../src/scenario/scenario.ts";
import type { Changes, Found, Session } from "../src/scenario/calls/session.ts";
import type { Metric } from "../src/scenario/threshold.ts";
import { type, type UserType } from "../src/scenario/schema/user_type.ts";
import { isEqual } from "./support/is_equal.ts";
import { testPermitted } from "./support/needs.ts";

const Reading = model(
  "reading",
  {
    sensor: "uuid",
    day: "date",
    at: "timestamp",
    value: "double",
    raw: "blob",
    tags: "set<text>",
    history: "frozen<list<int>>",
    position: "tuple<double, double>",
    place: "text static",
  },
  [["sensor", "day"], "at"],
  { clusteringOrder: { at: "desc" } },
);

const Spot = type("spot", { street: "text", zip: "int" });
const Kinds = model(
  "kinds",
  {
    id: "int",
    list: "list<text>",
    map: "map<text, int>",
    home: "spot",
  },
  ["id"],
  { types: [Spot] },
);

const Views = model("views", { page: "text", views: "counter" }, ["page"]);

type RowOfModel<M> = M extends Model<infer Row> ? Row : never;
type KeyOf<M> = M extends Model<infer _, infer Key> ? Key : never;
type PartitionOf<M> = M extends Model<infer _, infer __, infer Partition> ? Partition : never;

Deno.test("isEqual() tells types apart that only resemble each other", () => {
  isEqual<string, string>(true);
  isEqual<string | null, string>(false);
  isEqual<unknown, string>(false);
  isEqual<never, string>(false);
  isEqual<[number], number[]>(false);
});

Deno.test("CqlValue is what a native type's values are", () => {
  isEqual<CqlValue<"text">, string>(true);
  isEqual<CqlValue<"varchar">, string>(true);
  isEqual<CqlValue<"uuid">, string>(true);
  isEqual<CqlValue<"decimal">, string>(true);
  isEqual<CqlValue<"int">, number>(true);
  isEqual<CqlValue<"double">, number>(true);
  isEqual<CqlValue<"bigint">, bigint>(true);
  isEqual<CqlValue<"counter">, bigint>(true);
  isEqual<CqlValue<"varint">, bigint>(true);
  isEqual<CqlValue<"boolean">, boolean>(true);
  isEqual<CqlValue<"timestamp">, Date>(true);
  isEqual<CqlValue<"blob">, Uint8Array>(true);
});

Deno.test("CqlValue follows collections, tuples and frozen to the bottom", () => {
  isEqual<CqlValue<"list<int>">, number[]>(true);
  isEqual<CqlValue<"set<text>">, Set<string>>(true);
  isEqual<CqlValue<"map<text, bigint>">, Map<string, bigint>>(true);
  isEqual<CqlValue<"map<text,bigint>">, Map<string, bigint>>(true);
  isEqual<CqlValue<"frozen<list<int>>">, number[]>(true);
  isEqual<CqlValue<"tuple<int, text, boolean>">, [number, string, boolean]>(true);
  isEqual<CqlValue<"list<frozen<map<int, text>>>">, Map<number, string>[]>(true);
  isEqual<
    CqlValue<"map<text, frozen<map<int, frozen<list<uuid>>>>>">,
    Map<string, Map<number, string[]>>
  >(true);
  isEqual<
    CqlValue<"tuple<int, map<int, text>, frozen<tuple<int, set<int>>>>">,
    [number, Map<number, string>, [number, Set<number>]]
  >(true);
  isEqual<
    CqlValue<"map<frozen<tuple<int, text>>, list<int>>">,
    Map<[number, string], number[]>
  >(true);
});

Deno.test("CqlValue is never for what is no CQL type", () => {
  isEqual<CqlValue<"string">, never>(true);
  isEqual<CqlValue<"">, never>(true);
  isEqual<CqlValue<"list<int, int>">, never>(true);
  isEqual<CqlValue<"map<int>">, never>(true);
  isEqual<CqlValue<"map<int, int, int>">, never>(true);
  isEqual<CqlValue<"tuple<int, nope>">, never>(true);
  isEqual<CqlValue<"frozen<nope>">, never>(true);
});

Deno.test("CqlValue of a vector is an array that cannot grow, or a typed array of such numbers", () => {
  isEqual<CqlValue<"vector<float, 3>">, readonly number[] | Float32Array>(true);
  isEqual<CqlValue<"vector<bigint,3>">, readonly bigint[] | BigInt64Array>(true);
  isEqual<CqlValue<"vector<text, 3>">, readonly string[]>(true);
  isEqual<CqlValue<"vector<map<int, text>, 2>">, readonly Map<number, string>[]>(true);
  isEqual<CqlValue<"list<frozen<vector<text, 2>>>">, (readonly string[])[]>(true);
  isEqual<CqlValue<"vector<float>">, never>(true);
  isEqual<CqlValue<"vector<float, three>">, never>(true);
  isEqual<CqlValue<"vector<nope, 3>">, never>(true);
});

const Address = type("address", { street: "text", zip: "int", tags: "frozen<set<text>>" });
const Odd = type('an "odd" one', { "a b": "frozen<address>", select: "int" }, { types: [Address] });
type Address = { street: string; zip: number; tags: Set<string> };

Deno.test("type() knows its values, and model() those of the columns that name it", () => {
  isEqual<typeof Address extends UserType<"address", infer V> ? V : never, Address>(true);
  const Person = model(
    "person",
    {
      id: "int",
      home: "frozen<address>",
      live: "address",
      others: "list<frozen<address>>",
      odd: 'map<text, frozen<"an ""odd"" one">>',
      emb: "vector<float, 3>",
      words: "vector<text, 3>",
      shared: "frozen<address> static",
    },
    ["id", "home"],
    { types: [Address, Odd] },
  );
  isEqual<RowOfModel<typeof Person>, {
    id: number;
    home: Address;
    live: Address;
    others: Address[];
    odd: Map<string, { "a b": Address; select: number }>;
    emb: readonly number[] | Float32Array;
    words: readonly string[];
    shared: Address;
  }>(true);
  isEqual<KeyOf<typeof Person>, { id: number; home: Address }>(true);
  type Row = Found<RowOfModel<typeof Person>, KeyOf<typeof Person>>;
  isEqual<Row["live"], Address | null>(true);
  isEqual<Row["others"], Address[]>(true);
  isEqual<Row["emb"], readonly number[] | null>(true);
  isEqual<Row["words"], readonly string[] | null>(true);
});

Deno.test("model() and type() refuse a user type that they are not given", () => {
  // @ts-expect-error: no types
  assert.throws(() => model("person", { id: "int", home: "frozen<address>" }, ["id"]));
  assert.throws(() =>
    // @ts-expect-error: another type
    model("person", { id: "int", home: "frozen<adress>" }, ["id"], { types: [Address] })
  );
  // @ts-expect-error: no types
  assert.throws(() => type("house", { at: "frozen<address>" }));
  // @ts-expect-error: the type itself
  assert.throws(() => type("tree", { left: "frozen<tree>" }));
});

Deno.test("model() knows the row, the key and the partition", () => {
  isEqual<RowOfModel<typeof Reading>, {
    sensor: string;
    day: string;
    at: Date;
    value: number;
    raw: Uint8Array;
    tags: Set<string>;
    history: number[];
    position: [number, number];
    place: string;
  }>(true);
  isEqual<KeyOf<typeof Reading>, { sensor: string; day: string; at: Date }>(true);
  isEqual<PartitionOf<typeof Reading>, { sensor: string; day: string }>(true);
  isEqual<KeyOf<typeof Views>, { page: string }>(true);
  isEqual<RowOf<{ id: "int"; name: "text static" }>, { id: number; name: string }>(true);
});

Deno.test("Found has null where a read can: not in the key, not for collections", () => {
  type Row = Found<RowOfModel<typeof Reading>, KeyOf<typeof Reading>>;
  isEqual<Row, {
    sensor: string;
    day: string;
    at: Date;
    value: number | null;
    raw: Uint8Array | null;
    tags: Set<string>;
    history: number[];
    position: [number, number] | null;
    place: string | null;
  }>(true);
});

Deno.test("Changes has every column outside the key, none required, null to remove", () => {
  isEqual<Changes<RowOfModel<typeof Views>, KeyOf<typeof Views>>, {
    views?: bigint | Change<"plus" | "minus", undefined, bigint> | null | undefined;
  }>(true);
});

Deno.test("model() refuses a type that CQL does not have", () => {
  // @ts-expect-error: no CQL type
  assert.throws(() => model("user", { user_id: "uuid", name: "string" }, ["user_id"]));
  // @ts-expect-error: a tuple of no CQL type
  assert.throws(() => model("user", { user_id: "uuid", at: "tuple<int, nope>" }, ["user_id"]));
});

testPermitted(
  "the compiler points at the column whose type is none, also inside of a collection, and at no other",
  async () => {
    const wrong = ["string", "list<string>", "set<nope>", "map<int, nope>", "tuple<nope>"];
    const errors = await compileErrors([
      `import { model } from "${new URL("../src/scenario/schema/model.ts", import.meta.url)}";`,
      "export const Wrong = model('wrong', {",
      "  id: 'uuid',",
      ...wrong.map((type, at) => `  column${at}: '${type}',`),
      "}, ['id']);",
    ]);
    assert.deepEqual(errors.map(({ line }) => line), wrong.map((_, at) => 4 + at));
    for (const [at, { message }] of errors.entries()) {
      assert.match(message, new RegExp(`Unknown CQL type \\\\"${wrong[at]}\\\\"`));
    }
  },
);

Deno.test("model() refuses a key of no column, and an order of no clustering column", () => {
  // @ts-expect-error: no column
  assert.throws(() => model("user", { user_id: "uuid" }, ["id"]));
  // @ts-expect-error: no column in the composite key
  assert.throws(() => model("user", { user_id: "uuid" }, [["user_id", "id"]]));
  // @ts-expect-error: no clustering column
  assert.throws(() => model("user", { a: "int", b: "int" }, ["a", "c"]));
  // @ts-expect-error: no key
  assert.throws(() => model("user", { user_id: "uuid" }, []));
  assert.throws(() =>
    // @ts-expect-error: the partition key has no order
    model("user", { a: "int", b: "int" }, ["a", "b"], { clusteringOrder: { a: "desc" } })
  );
});

/** Never called: what is inside is for the compiler. */
async function requests(session: Session): Promise<void> {
  const key = { sensor: "", day: "", at: new Date() };
  const row = {
    ...{ ...key, value: 1, raw: new Uint8Array(), tags: new Set<string>(), history: [1] },
    ...{ position: [1, 2] as [number, number], place: "" },
  };
  await session.create(Reading, row);
  await session.create(Reading, key);
  await session.create(Reading, { ...key, value: null, raw: undefined, tags: new Set(["x"]) });
  // @ts-expect-error: a row without a column of its key
  await session.create(Reading, { sensor: "", day: "", value: 1 });
  // @ts-expect-error: a key without a value
  await session.create(Reading, { ...key, at: null });
  // @ts-expect-error: a column that the table does not have
  await session.create(Views, { page: "", views: 1n, likes: 1n });
  // @ts-expect-error: a wrong type of value
  await session.create(Reading, { ...row, value: "1" });
  // @ts-expect-error: a wrong type inside of a collection
  await session.create(Reading, { ...row, tags: new Set([1]) });
  await session.createIfNotExists(Reading, { ...row, value: null });
  await session.create(Reading, { ...key, tags: new Set(), position: [1, 2] });
  const misspelt = { ...key, vlaue: 1 };
  // @ts-expect-error: a name that is no column, in a row that was made elsewhere
  await session.create(Reading, misspelt);
  // @ts-expect-error: the same
  await session.createIfNotExists(Reading, misspelt);
  // @ts-expect-error: the same
  await session.batch((batch) => batch.create(Reading, misspelt));

  // @ts-expect-error: a part of the key
  await session.find(Reading, { sensor: "", day: "" });
  // @ts-expect-error: an unknown column in the key
  await session.find(Views, { page: "", id: 1 });
  // @ts-expect-error: a wrong type in the key
  await session.delete(Views, { page: 1 });
  // @ts-expect-error: a part of the partition
  await session.findAll(Reading, { sensor: "" });
  // @ts-expect-error: a column outside of the key
  await session.findAll(Reading, { sensor: "", day: "", value: 1 });

  await session.update(Reading, key, { value: null, tags: new Set() });
  // @ts-expect-error: the key cannot change
  await session.update(Reading, key, { day: "" });
  // @ts-expect-error: a wrong type of value
  await session.update(Reading, key, { value: "1" });

  await session.update(Reading, { sensor: "", day: "" }, { place: "x" }, { ttl: 5, timestamp: 1n });
  await session.update(Reading, key, {
    tags: plus(new Set(["x"])),
    value: undefined,
  }, { consistency: "quorum", timeout: 5, idempotent: true });
  await session.update(Kinds, { id: 1 }, { list: prepend(["x"]), map: at("a", 1), home: null });
  await session.update(Kinds, { id: 1 }, { list: at(0, "x"), map: minus(new Set(["a"])) });
  await session.update(Kinds, { id: 1 }, { home: field("zip", 7), list: plus([]) });
  // @ts-expect-error: text has no elements
  await session.update(Reading, key, { place: at(0, "x") });
  // @ts-expect-error: sets have no beginning
  await session.update(Reading, key, { tags: prepend(["x"]) });
  // @ts-expect-error: a set of other values
  await session.update(Reading, key, { tags: plus(new Set([1])) });
  // @ts-expect-error: a key of another type
  await session.update(Kinds, { id: 1 }, { map: at(1, 1) });
  // @ts-expect-error: no field
  await session.update(Kinds, { id: 1 }, { home: field("city", "x") });
  // @ts-expect-error: a field of another type
  await session.update(Kinds, { id: 1 }, { home: field("zip", "7") });
  // @ts-expect-error: a serial write
  await session.update(Reading, key, { value: 1 }, { consistency: "serial" });
  // @ts-expect-error: an option that an update does not have
  await session.update(Reading, key, { value: 1 }, { pageSize: 5 });

  await session.delete(Reading, { sensor: "", day: "" }, { range: { at: { lt: new Date() } } });
  await session.delete(Reading, key, { columns: ["value", "place"] });
  // @ts-expect-error: a column of the key
  await session.delete(Reading, key, { columns: ["at"] });
  // @ts-expect-error: a range of a column that is not clustered
  await session.delete(Reading, { sensor: "", day: "" }, { range: { value: { lt: 1 } } });
  // @ts-expect-error: bounds of another type
  await session.delete(Reading, { sensor: "", day: "" }, { range: { at: { lt: 1 } } });

  const part = await session.find(Reading, key, { columns: ["value", "tags"] });
  isEqual<typeof part, { value: number | null; tags: Set<string> } | undefined>(true);
  const parts = await session.findAll(Reading, { sensor: "", day: "" }, {
    columns: ["at"],
    range: { at: { gte: new Date() } },
    consistency: "localSerial",
  });
  isEqual<typeof parts.rows, { at: Date }[]>(true);
  // @ts-expect-error: no column
  await session.find(Reading, key, { columns: ["nope"] });

  const found = await session.find(Reading, key);
  isEqual<typeof found, Found<RowOfModel<typeof Reading>, KeyOf<typeof Reading>> | undefined>(true);
  const { rows } = await session.findAll(Reading, { sensor: "", day: "" }, { limit: 1 });
  isEqual<(typeof rows)[number], NonNullable<typeof found>>(true);
  const any = await session.execute("SELECT now() FROM system.local");
  isEqual<typeof any.rows, Record<string, unknown>[]>(true);

  await session.batch((batch) => {
    batch.create(Reading, row);
    batch.create(Reading, key);
    // @ts-expect-error: a row without its key
    batch.create(Reading, { value: 1 });
    // @ts-expect-error: the key cannot change
    batch.update(Views, { page: "" }, { page: "" });
    // @ts-expect-error: an unknown column in the key
    batch.delete(Views, { id: 1 });
  });
}

Deno.test("a session refuses rows, keys and changes that do not fit the model", () => {
  assert.equal(requests.length, 1);
});

Deno.test("scenario() gives the operation what input returns, and both the values of the axes", () => {
  const typed = scenario({
    name: "typed",
    models: [Views, Reading],
    matrix: { size: [10, 1_000], kind: ["a", "b"] },
    input({ parameters }) {
      isEqual<typeof parameters.size, 10 | 1_000>(true);
      isEqual<typeof parameters.kind, "a" | "b">(true);
      return { page: parameters.kind, views: BigInt(parameters.size) };
    },
    operation(session, row, parameters) {
      isEqual<typeof row, { page: "a" | "b"; views: bigint }>(true);
      isEqual<typeof parameters.poolSize, number>(true);
      isEqual<typeof parameters.size, 10 | 1_000>(true);
      return session.create(Views, row);
    },
  });
  assert.deepEqual(typed.matrix, { size: [10, 1_000], kind: ["a", "b"] });

  scenario({
    name: "wrong",
    input: () => ({ views: 1n }),
    // @ts-expect-error: what input returns has no key
    operation: (session, row) => session.create(Views, row),
  });
  // @ts-expect-error: a scenario is nothing without an operation
  scenario({ name: "nothing" });
  // @ts-expect-error: an unknown field
  scenario({ name: "unknown", operation: () => Promise.resolve(), poolSize: [1] });
});

Deno.test("scenario() gives each operation of a mix what input returns, and the values of the axes", () => {
  const mixed = scenario({
    name: "mixed",
    matrix: { size: [10, 1_000] },
    input: ({ index, parameters }) => ({ page: "a".repeat(parameters.size), views: BigInt(index) }),
    mix: {
      read: {
        weight: 9,
        operation(session, row, parameters) {
          isEqual<typeof row, { page: string; views: bigint }>(true);
          isEqual<typeof parameters.size, 10 | 1_000>(true);
          isEqual<typeof parameters.rate, number | undefined>(true);
          return session.find(Views, { page: row.page });
        },
      },
      write: { weight: 1, operation: (session, row) => session.create(Views, row) },
    },
  });
  assert.deepEqual(Object.keys(mixed.mix ?? {}), ["read", "write"]);

  scenario({
    name: "wrong",
    input: () => ({ page: "a" }),
    mix: {
      read: { weight: 9, operation: (session, row) => session.find(Views, row) },
      // @ts-expect-error: what input returns is no row
      write: { weight: 1, operation: (session, row) => session.create(Views, { views: row.page }) },
    },
  });
  // @ts-expect-error: an operation without a weight
  scenario({ name: "light", mix: { read: { operation: () => Promise.resolve() } } });
});

Deno.test("scenario() gives an operation of a mix what its own input returns", () => {
  const mixed = scenario({
    name: "own inputs",
    matrix: { size: [10, 1_000] },
    input: ({ index, counts }) => {
      isEqual<typeof counts, Readonly<Record<string, number>>>(true);
      return { page: "a", views: BigInt(index) };
    },
    mix: {
      shared: {
        weight: 1,
        operation(session, row, parameters) {
          isEqual<typeof row, { page: string; views: bigint }>(true);
          isEqual<typeof parameters.size, 10 | 1_000>(true);
          return session.create(Views, row);
        },
      },
      chosen: {
        weight: 1,
        input: keys.uniform({ count: 10 }),
        operation(session, key, parameters) {
          isEqual<typeof key, number>(true);
          isEqual<typeof parameters.size, 10 | 1_000>(true);
          return session.find(Views, { page: `${key}` });
        },
      },
      own: {
        weight: 1,
        input: ({ index }: InputContext) => ({ page: `${index}` }),
        operation(session, key) {
          isEqual<typeof key, { page: string }>(true);
          return session.find(Views, key);
        },
      },
    },
  });
  assert.deepEqual(Object.keys(mixed.mix ?? {}), ["shared", "chosen", "own"]);
  scenario({
    name: "wrong",
    mix: {
      read: {
        weight: 9,
        input: () => ({ page: 1 }),
        // @ts-expect-error: what its own input returns is no key
        operation: (session, key) => session.find(Views, key),
      },
      // @ts-expect-error: an unknown field
      write: { weight: 1, inputs: () => 1, operation: () => Promise.resolve() },
    },
  });
});

Deno.test("scenario() takes an operation, a mix or steps: one of them, no two, not none", () => {
  const operation = () => Promise.resolve();
  const mix = { read: { weight: 1, operation } };
  scenario({ name: "one", operation });
  scenario({ name: "several", mix });
  scenario({ name: "page", steps: (page) => page.step("read", operation) });
  // @ts-expect-error: two
  scenario({ name: "two", operation, mix });
  // @ts-expect-error: two
  scenario({ name: "two", operation, steps: (page) => page.step("read", operation) });
  // @ts-expect-error: two
  scenario({ name: "two", mix, steps: (page) => page.step("read", operation) });
  // @ts-expect-error: none
  scenario({ name: "none", poolSizes: [1] });
});

Deno.test("scenario() takes thresholds on metrics that there are", () => {
  const operation = () => Promise.resolve();
  const thresholds = ["responseTime.p99 < 20", "errors.rate <= 0.001", "throughput > 5e3"] as const;
  scenario({ name: "literal", operation, thresholds: ["responseTime.p99 < 20"] });
  scenario({ name: "several", operation, thresholds });
  // @ts-expect-error: no metric
  scenario({ name: "wrong", operation, thresholds: ["nope < 1"] });
  // @ts-expect-error: a time without its statistic
  scenario({ name: "wrong", operation, thresholds: ["responseTime < 20"] });
  // @ts-expect-error: a statistic that there is not
  scenario({ name: "wrong", operation, thresholds: ["responseTime.p85 < 20"] });
  // @ts-expect-error: no comparison
  scenario({ name: "wrong", operation, thresholds: ["throughput = 5"] });
  // @ts-expect-error: no number
  scenario({ name: "wrong", operation, thresholds: ["responseTime.p99 < 20ms"] });
  isEqual<Extract<Metric, "errors.rate" | "waitTime.max">, "errors.rate" | "waitTime.max">(true);
});

/** What the compiler says of a module with these lines, and of which. */
async function compileErrors(
  lines: readonly string[],
): Promise<{ line: number; message: string }[]> {
  const file = Deno.makeTempFileSync({ suffix: ".ts" });
  try {
    Deno.writeTextFileSync(file, lines.join("\n"));
    const config = new URL("../deno.json", import.meta.url).pathname;
    const { stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--config", config, file],
      env: { NO_COLOR: "1" },
    }).output();
    const messages = new TextDecoder().decode(stderr).split(/^(?=TS\d+ )/m);
    return messages.filter((message) => message.startsWith("TS")).map((message) => ({
      message,
      line: Number(/\.ts:(\d+):/.exec(message)?.[1]),
    }));
  } finally {
    Deno.removeSync(file);
  }
}

Deno.test("scenario() gives verify the operation's input, and what populate's input returns", () => {
  const Song = model("song", { song_id: "int", title: "text" }, ["song_id"]);
  scenario({
    name: "verified",
    populate: {
      operations: 10,
      input: ({ index }) => ({ song_id: index, title: `Song ${index}` }),
      operation: (session, song) => session.create(Song, song),
    },
    input: keys.uniform({ count: 10 }),
    operation: (session, song_id) => session.find(Song, { song_id }),
    verify(input, { populated }) {
      isEqual<typeof input, number>(true);
      const song = populated(input);
      isEqual<typeof song, { song_id: number; title: string }>(true);
      return song;
    },
  });
  scenario({
    name: "verified mix",
    populate: {
      operations: 10,
      input: ({ index }) => ({ song_id: index, title: `Song ${index}` }),
      operation: (session, song) => session.create(Song, song),
    },
    mix: {
      read: {
        weight: 1,
        input: keys.uniform({ count: 10 }),
        operation: (session, song_id) => session.find(Song, { song_id }),
        verify(input, { populated }) {
          isEqual<typeof input, number>(true);
          isEqual<ReturnType<typeof populated>, { song_id: number; title: string }>(true);
          return populated(input);
        },
      },
    },
  });
  const mix = { read: { weight: 1, operation: () => Promise.resolve() } };
  // @ts-expect-error: each operation of a mix has its own
  scenario({ name: "wrong", mix, verify: () => 1 });
});

Deno.test("scenario() gives each load what its own input returns, beside the axes and the populate", () => {
  scenario({
    name: "loads",
    matrix: { size: [1, 2] },
    input: ({ index }) => ({ id: index }),
    operation: (_session, input) => {
      isEqual<typeof input, { id: number }>(true);
      return Promise.resolve();
    },
    populate: {
      operations: 1,
      input: ({ index }) => [index],
      operation: (_session, input) => {
        isEqual<typeof input, number[]>(true);
        return Promise.resolve();
      },
    },
    loads: {
      writes: {
        rate: 1,
        input: ({ index }: InputContext) => `${index}`,
        operation: (_session, input, { size }) => {
          isEqual<typeof input, string>(true);
          isEqual<typeof size, 1 | 2>(true);
          return Promise.resolve();
        },
      },
      mixed: {
        poolSize: 1,
        input: ({ index }: InputContext) => ({ at: index }),
        mix: {
          one: {
            weight: 1,
            operation: (_session, input) => {
              isEqual<typeof input, { at: number }>(true);
              return Promise.resolve();
            },
          },
        },
      },
      plain: { poolSize: 1, operation: (session) => session.execute("SELECT now() FROM x") },
    },
  });
});
