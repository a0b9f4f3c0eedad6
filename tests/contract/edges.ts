/** Values at the edges of each type: which are taken, how Cassandra shows them, and which are refused. */
export interface Edges {
  /** What is written, what Cassandra's `toJson` makes of it, and what is read where that is not what was written. */
  readonly takes: readonly (readonly [written: unknown, shown: string, read?: unknown])[];
  readonly refuses: readonly unknown[];
}

const NO_TEXTS = [1, 1n, true, new Date(0), {}, [], Symbol("x"), () => 1];
const NO_NUMBERS = ["1", 1n, true, new Date(0), {}, [1], NaN, Infinity, 2.7, -0.5];
const NO_BIGINTS = ["1", 1, 1.5, NaN, true, {}, [1n]];

const uuid = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
const timeuuid = "50554d6e-29bb-11e5-b345-feff819cdc9f";
const bytes = (...values: number[]) => Uint8Array.of(...values);
const quoted = (value: string): [string, string] => [value, `"${value}"`];
const plain = (value: number | bigint): [number | bigint, string] => [value, String(value)];

function integer(bits: number): Edges {
  const limit = 2 ** (bits - 1);
  return {
    takes: [0, 1, -1, limit - 1, -limit].map(plain),
    refuses: [...NO_NUMBERS, limit, -limit - 1, 1e300, 2 ** 53],
  };
}

const long = { least: -(2n ** 63n), most: 2n ** 63n - 1n };
const big = 2n ** 200n + 1n;

/** By types. */
export const EDGES: Readonly<Record<string, Edges>> = {
  ascii: {
    takes: [quoted(""), quoted("abc"), ["\0\x7f", '"\\u0000\x7f"'], quoted("x".repeat(5_000))],
    refuses: [...NO_TEXTS, "ü", "\x80", "a\ud800"],
  },
  text: {
    takes: [quoted(""), quoted("it's ü€😀"), quoted("x".repeat(70_000)), quoted("\ufffd\ufeff")],
    refuses: [...NO_TEXTS, "\ud800", "a\udc00b", "😀".slice(0, 1), "ü".repeat(5_000) + "\udfff"],
  },
  boolean: { takes: [[true, "true"], [false, "false"]], refuses: [0, 1, "true", "", {}] },
  tinyint: integer(8),
  smallint: integer(16),
  int: integer(32),
  bigint: {
    takes: [0n, -1n, 2n ** 53n + 1n, long.least, long.most].map(plain),
    refuses: [...NO_BIGINTS, long.least - 1n, long.most + 1n],
  },
  varint: {
    takes: [0n, -1n, 127n, 128n, -128n, -129n, 255n, 256n, -32_768n, big, -big].map(plain),
    refuses: NO_BIGINTS,
  },
  float: {
    takes: [
      [0.5, "0.5"],
      [-0, "-0.0"],
      [0.1, "0.1", Math.fround(0.1)],
      [3.4028234663852886e38, "3.4028235E38"],
      [1e-60, "0.0", 0],
      [NaN, "null"],
      [Infinity, "null"],
      [-Infinity, "null"],
    ],
    refuses: ["1", 1n, {}, true, 1e39, -1e300, Number.MAX_VALUE],
  },
  double: {
    takes: [
      [-0, "-0.0"],
      [0.1, "0.1"],
      [5e-324, "4.9E-324"],
      [Number.MAX_VALUE, "1.7976931348623157E308"],
      [NaN, "null"],
      [-Infinity, "null"],
    ],
    refuses: ["1", 1n, {}, true],
  },
  decimal: {
    takes: [
      ["0", "0"],
      ["12.50", "12.50"],
      ["-0.00", "0.00", "0.00"],
      ["+5", "5", "5"],
      [".5", "0.5", "0.5"],
      ["5.", "5", "5"],
      ["-007", "-7", "-7"],
      ["1E+3", "1E+3", "1000"],
      ["15e2", "1.5E+3", "1500"],
      ["1.5e+22", "1.5E+22", "15000000000000000000000"],
      ["1e-7", "1E-7", "0.0000001"],
      ["0E+3", "0E+3", "0"],
      ["1E+100", "1E+100", `1${"0".repeat(100)}`],
      ["1E+101", "1E+101"],
      ["-1.5E-120", "-1.5E-120"],
      ["-1E-2147483647", "-1E-2147483647"],
      ["1E+2147483647", "1E+2147483647"],
      ["123456789012345678901234567890.1", "123456789012345678901234567890.1"],
    ],
    refuses: [
      ...["abc", "", " 1", "1 ", "1.2.3", "1e", "e3", ".", "-", "--1", "1,5", "NaN", "Infinity"],
      ...["0x10", "1_000", "1E+2147483649", "1E-2147483648", "1e99999999999999999999", "1e1.5"],
      ...[12.5, 1n, {}, true],
    ],
  },
  date: {
    takes: [
      "2024-02-29",
      "1970-01-01",
      "1969-12-31",
      "0000-01-01",
      "-0001-12-31",
      "9999-12-31",
      "+10000-01-01",
      "+275760-09-14",
      "-5877641-06-23",
      "+5881580-07-11",
    ].map(quoted),
    refuses: [
      ...["2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-01", "2024-01-00"],
      ...["2024-1-1", "20240101", "10000-01-01", "+2024-01-01", "-0000-01-01", "2024-02-29T00:00"],
      ...["-5877641-06-22", "+5881580-07-12", "+99999999-01-01", "today", "", "2024", "0"],
      ...[new Date(0), 0, 19_782, 1n],
    ],
  },
  time: {
    takes: [
      ["00:00:00", '"00:00:00.000000000"'],
      ["23:59:59.999999999", '"23:59:59.999999999"'],
      ["08:30:00.1", '"08:30:00.100000000"'],
      ["8:3:0.120", '"08:03:00.120000000"', "08:03:00.12"],
    ],
    refuses: [
      ...["noon", "", "24:00:00", "23:60:00", "23:59:60", "08:30", "08:30:00.", "-1:00:00"],
      ...["08:30:00.1234567891", "08:30:00,5", "08:30:00Z", "+8:30:00", "1", new Date(0), 0, 1n],
    ],
  },
  timestamp: {
    takes: [
      [new Date(0), '"1970-01-01 00:00:00.000Z"'],
      [new Date(-1), '"1969-12-31 23:59:59.999Z"'],
      [new Date(8.64e15), '"+275760-09-13 00:00:00.000Z"'],
      [new Date(-8.64e15), '"+271822-04-20 00:00:00.000Z"'],
      [1_709_164_800_000, '"2024-02-29 00:00:00.000Z"', new Date("2024-02-29")],
    ],
    refuses: [new Date(NaN), NaN, Infinity, 0.5, 8.64e15 + 1, 2 ** 63, "2024-02-29", 0n, {}],
  },
  duration: {
    takes: [
      ["0s", '""'],
      ["-0s", '""', "0s"],
      ["P", '""', "0s"],
      quoted("1y2mo3d4h5m6s7ms8us9ns"),
      quoted("-1mo2d3h"),
      ["14mo", '"1y2mo"', "1y2mo"],
      ["1w1d", '"8d"', "8d"],
      ["90M", '"1h30m"', "1h30m"],
      ["1µs", '"1us"', "1us"],
      ["P1Y2M3DT4H5M6S", '"1y2mo3d4h5m6s"', "1y2mo3d4h5m6s"],
      ["-P2W", '"-14d"', "-14d"],
      ["P0001-02-03T04:05:06", '"1y2mo3d4h5m6s"', "1y2mo3d4h5m6s"],
      ["2147483647mo", '"178956970y7mo"', "178956970y7mo"],
      quoted("2147483647d"),
      ["9223372036854775807ns", ...quoted("2562047h47m16s854ms775us807ns").toReversed()] as never,
    ],
    refuses: [
      ...["nonsense", "", "-", "1", "h", "1.5h", "PT1.5S", "1h 2m", "1mo-2d", "--1d", "1d1", "1x"],
      ...["1h1h", "1h1mo", "1s1ms1s", "P1H", "p1y", "PT1Y", "P1D1Y", "1year", "178956971y", "+1d"],
      ...["2147483648mo", "2147483648d", "306783378w2d", "9223372036854775808ns", 1, 1n, {}],
    ],
  },
  inet: {
    takes: [
      ...["0.0.0.0", "10.0.0.1", "255.255.255.255", "1:2:3:4:5:6:7:8"].map(quoted),
      ["::", '"0:0:0:0:0:0:0:0"'],
      ["::1", '"0:0:0:0:0:0:0:1"'],
      ["2001:DB8::A:0:0:1", '"2001:db8:0:0:a:0:0:1"', "2001:db8::a:0:0:1"],
      ["64:ff9b::10.0.0.1", '"64:ff9b:0:0:0:0:a00:1"', "64:ff9b::a00:1"],
      ["::ffff:10.0.0.1", '"10.0.0.1"', "::ffff:a00:1"],
    ],
    refuses: [
      ...["localhost", "", "1.2.3", "1.2.3.4.5", "256.0.0.1", "010.0.0.1", "1.2.3.4 ", "0x1.0.0.1"],
      ...["1:2:3:4:5:6:7::8", "1::2::3", "12345::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", ":::"],
      ...["::1.2.3.999", "fe80::1%eth0", ":1", "::g", bytes(10, 0, 0, 1), 1, {}],
    ],
  },
  uuid: {
    takes: [quoted(uuid), quoted(timeuuid), [uuid.toUpperCase(), `"${uuid}"`, uuid]],
    refuses: [
      uuid.slice(1),
      `${uuid}0`,
      uuid.replace("f", "g"),
      uuid.replaceAll("-", ""),
      "",
      1,
      {},
    ]
      .concat([uuid.replace("-58", "5-8"), `{${uuid.slice(2)}}`, uuid.replace("c", "\u0163")]),
  },
  timeuuid: {
    takes: [quoted(timeuuid), [timeuuid.toUpperCase(), `"${timeuuid}"`, timeuuid]],
    refuses: [uuid, timeuuid.replace("-11", "-21"), timeuuid.slice(1), "", 1, new Date(0)],
  },
  blob: {
    takes: [[bytes(), '"0x"'], [bytes(0, 127, 255), '"0x007fff"']],
    refuses: ["0xca", [1], new ArrayBuffer(1), new DataView(new ArrayBuffer(1)), new Int8Array(1)],
  },
  "list<int>": {
    takes: [[[], "null"], [[1, -1, 1], "[1, -1, 1]"]],
    refuses: [[null], [1, undefined], Array(1), [1.5], ["1"], [1n], new Set([1]), bytes(1), 1, "1"],
  },
  "set<text>": {
    takes: [[new Set(), "null"], [new Set(["a", ""]), '["", "a"]', new Set(["", "a"])]],
    refuses: [["a"], new Set([null]), new Set([1]), new Set(["\ud800"]), new Map(), "a", {}],
  },
  "map<text, decimal>": {
    takes: [
      [new Map(), "null"],
      [new Map([["a", "1E+3"]]), '{"a": 1E+3}', new Map([["a", "1000"]])],
    ],
    refuses: [{ a: "1" }, new Map([["a", null]]), new Map([[null, "1"]]), new Map([["a", "x"]])]
      .concat([[["a", "1"]], new Set(["a"])] as never),
  },
  "tuple<int, duration>": {
    takes: [[[1, "0s"], '[1, ""]'], [[null, "1d"], '[null, "1d"]'], [[1, null], "[1, null]"]],
    refuses: [[1], [1, "1d", 2], [], [1, "x"], ["1", "1d"], [1, , 3], new Set([1]), { 0: 1 }, "1"],
  },
  "frozen<list<frozen<map<text, frozen<set<tuple<blob, date>>>>>>>": {
    takes: [
      [[], "[]"],
      [[new Map()], "[{}]"],
      [[new Map([["a", new Set()]])], '[{"a": []}]'],
      [
        [new Map([["a", new Set([[bytes(1), "-0044-03-15"]])]]), new Map([["b", new Set()]])],
        '[{"a": [["0x01", "-0044-03-15"]]}, {"b": []}]',
      ],
    ],
    refuses: [
      [new Map([["a", new Set([[bytes(1), "2024-02-30"]])]])],
      [new Map([["a", new Set([[bytes(1)]])]])],
      [new Map([["a", null]])],
      [null],
    ],
  },
  "vector<float, 2>": {
    takes: [
      [[0.5, -1], "[0.5, -1.0]"],
      [Float32Array.of(0.5, -0), "[0.5, -0.0]", [0.5, -0]],
      [[NaN, 0.1], "[null, 0.1]", [NaN, Math.fround(0.1)]],
    ],
    refuses: [[1], [1, 2, 3], [1, null], [1, ,], [1, "2"], [1, 1e300], new Set([1, 2]), "12", {}],
  },
  "tuple<frozen<list<int>>, text>": {
    takes: [[[[], ""], '[[], ""]'], [[null, null], "[null, null]"], [[[1], "x"], '[[1], "x"]']],
    refuses: [[[null], "x"], [[1]], [[1], 1]],
  },
};
