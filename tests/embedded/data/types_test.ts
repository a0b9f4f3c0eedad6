import cassandra from "cassandra-driver";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { testPermitted } from "../../support/needs.ts";
import { connect } from "../client.ts";

const { types } = cassandra;

/** A constant, the driver's value for it, and the text of the value that comes back. */
const VALUES: [type: string, constant: string, bound: unknown, shown: string][] = [
  ["ascii", "'abc'", "abc", "abc"],
  ["bigint", "-9223372036854775808", types.Long.MIN_VALUE, "-9223372036854775808"],
  ["blob", "0xCAFE", Buffer.from([0xca, 0xfe]), "0xcafe"],
  ["boolean", "true", true, "true"],
  ["date", "'2024-02-29'", types.LocalDate.fromString("2024-02-29"), "2024-02-29"],
  ["decimal", "-123.4500", types.BigDecimal.fromString("-123.4500"), "-123.4500"],
  ["double", "1.5e10", 1.5e10, "15000000000"],
  [
    "duration",
    "1y2mo3w4d5h6m7s8ms9us10ns",
    types.Duration.fromString("1y2mo25d5h6m7s8ms9us10ns"),
    "1y2mo25d5h6m7s8ms9us10ns",
  ],
  ["float", "-1.5", -1.5, "-1.5"],
  ["inet", "'::1'", types.InetAddress.fromString("::1"), "::1"],
  ["inet", "'10.0.0.1'", types.InetAddress.fromString("10.0.0.1"), "10.0.0.1"],
  ["int", "-1", -1, "-1"],
  ["smallint", "-32768", -32768, "-32768"],
  ["text", "'it''s é'", "it's é", "it's é"],
  ["time", "'12:34:56.789'", types.LocalTime.fromString("12:34:56.789"), "12:34:56.789"],
  [
    "timestamp",
    "'2024-02-29T12:00:00.123+0100'",
    new Date("2024-02-29T11:00:00.123Z"),
    "2024-02-29T11:00:00.123Z",
  ],
  [
    "timeuuid",
    "50554d6e-29bb-11e5-b345-feff819cdc9f",
    types.TimeUuid.fromString("50554d6e-29bb-11e5-b345-feff819cdc9f"),
    "50554d6e-29bb-11e5-b345-feff819cdc9f",
  ],
  ["tinyint", "-128", -128, "-128"],
  [
    "uuid",
    "550e8400-e29b-41d4-a716-446655440000",
    types.Uuid.fromString("550e8400-e29b-41d4-a716-446655440000"),
    "550e8400-e29b-41d4-a716-446655440000",
  ],
  [
    "varint",
    "-123456789012345678901234567890",
    types.Integer.fromString("-123456789012345678901234567890"),
    "-123456789012345678901234567890",
  ],
  ["list<int>", "[3, 1, 2]", [3, 1, 2], "[3,1,2]"],
  ["set<int>", "{3, 1, -2}", [3, 1, -2], "[-2,1,3]"],
  ["map<text, int>", "{'b': 1, 'a': 2}", { b: 1, a: 2 }, "{a:2,b:1}"],
  ["frozen<set<int>>", "{3, 1, -2}", [3, 1, -2], "[-2,1,3]"],
  ["tuple<int, text>", "(1, 'x')", new types.Tuple(1, "x"), "(1,x)"],
  ["frozen<map<text, frozen<list<int>>>>", "{'a': [1, 2]}", { a: [1, 2] }, "{a:[1,2]}"],
];

testPermitted("types: constants and bound values come back as what they were", async () => {
  await using test = await connect();
  for (const [i, [type, constant, bound, shown]] of VALUES.entries()) {
    await test.rows(`CREATE TABLE t${i} (a int PRIMARY KEY, v ${type})`);
    await test.rows(`INSERT INTO t${i} (a, v) VALUES (1, ${constant})`);
    await test.rows(`INSERT INTO t${i} (a, v) VALUES (2, ?)`, [bound]);
    assert.deepEqual(
      await test.rows(`SELECT v FROM t${i} WHERE a IN (1, 2)`),
      [[shown], [shown]],
      type,
    );
  }
});

testPermitted("types: constants that do not fit are refused, in Cassandra's words", async () => {
  await using test = await connect();
  for (
    const [type, constant, message] of [
      ["int", "'x'", 'Invalid STRING constant (x) for "v" of type int'],
      ["int", "99999999999", "Unable to make int from '99999999999'"],
      ["tinyint", "200", "Unable to make byte from '200'"],
      ["text", "2", 'Invalid INTEGER constant (2) for "v" of type text'],
      [
        "uuid",
        "'550e8400-e29b-41d4-a716-446655440000'",
        'Invalid STRING constant (550e8400-e29b-41d4-a716-446655440000) for "v" of type uuid',
      ],
      [
        "timeuuid",
        "550e8400-e29b-41d4-a716-446655440000",
        "TimeUUID supports only version 1 UUIDs",
      ],
      ["date", "'2024-13-01'", "Unable to coerce '2024-13-01' to a formatted date (long)"],
      ["timestamp", "'yesterday'", "Unable to parse a date/time from 'yesterday'"],
      ["inet", "'nohost.x'", "Unable to make inet address from 'nohost.x'"],
      ["blob", "0xABC", "cannot parse 'ABC' as hex bytes"],
      ["list<int>", "{1}", "Invalid set literal for v of type list<int>"],
      ["list<int>", "[null]", "null is not supported inside collections"],
    ] as const
  ) {
    const table = `t_${type.replace(/\W/g, "")}`;
    await test.rows(`CREATE TABLE IF NOT EXISTS ${table} (a int PRIMARY KEY, v ${type})`);
    assert.equal(
      await test.failure(`INSERT INTO ${table} (a, v) VALUES (1, ${constant})`),
      `2200 ${message}`,
    );
  }
});

testPermitted(
  "types: bound bytes that are no value of the type are refused, in Cassandra's words",
  async () => {
    await using test = await connect();
    await test.rows(
      "CREATE TABLE t (a int PRIMARY KEY, b bigint, bo boolean, i inet, t text, tu timeuuid, u uuid, l list<int>)",
    );
    for (
      const [column, hex, message] of [
        ["b", "00000001", "Expected 8 or 0 byte long (4)"],
        ["bo", "0101", "Expected 1 or 0 byte value (2)"],
        ["i", "ffff", "Expected 4 or 16 byte inetaddress; got ffff"],
        ["t", "ff00", "String didn't validate."],
        ["u", "0011", "UUID should be 16 or 0 bytes (2)"],
        ["l", "000000080000", "Not enough bytes to read a list"],
      ] as const
    ) {
      const cql = `INSERT INTO t (a, ${column}) VALUES (1, ?)`;
      assert.equal(await test.failure(cql, [Buffer.from(hex, "hex")]), `2200 ${message}`);
    }
  },
);

testPermitted("types: functions of time and of chance", async () => {
  await using test = await connect();
  await test.rows("CREATE TABLE t (a int PRIMARY KEY, tu timeuuid, u uuid, ts timestamp)");
  const before = Date.now();
  await test.rows("INSERT INTO t (a, tu, u, ts) VALUES (1, now(), uuid(), toTimestamp(now()))");
  const { rows } = await test.client.execute(
    "SELECT tu, u, ts, toTimestamp(tu) AS at, toUnixTimestamp(tu) AS ms FROM t",
  );
  const { tu, u, ts, at, ms } = rows[0]! as unknown as {
    tu: cassandra.types.TimeUuid;
    u: cassandra.types.Uuid;
    ts: Date;
    at: Date;
    ms: cassandra.types.Long;
  };
  for (const time of [tu.getDate(), ts, at, new Date(ms.toNumber())]) {
    assert.ok(time.getTime() >= before && time.getTime() <= Date.now());
  }
  assert.equal(u.toString()[14], "4");
  assert.equal(
    await test.failure("INSERT INTO t (a, u) VALUES (1, nofn())"),
    "2200 Unknown function nofn called",
  );
});
