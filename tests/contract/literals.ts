import type { Step } from "./statements.ts";

/** Constants at the edges of each type: those that are values, and those that are none. */
const LITERALS: Readonly<Record<string, readonly string[]>> = {
  ascii: ["''", "'abc'", "'ü'"],
  bigint: ["9223372036854775807", "9223372036854775808", "-9223372036854775808"],
  blob: ["0x", "0xCAFE", "0xc", "'x'"],
  boolean: ["TRUE", "1", "'true'"],
  date: [
    ...["'2024-02-29'", "'2024-02-30'", "'2023-02-29'", "'2024-13-01'", "'2024-1-1'"],
    ...["'0000-01-01'", "'-0001-01-01'", "'10000-01-01'", "'+10000-01-01'", "'-5877641-06-23'"],
    ...["'-5877641-06-22'", "'+5881580-07-11'", "'+5881580-07-12'", "'2024-02-29T00:00:00'"],
    ...["0", "4294967295", "4294967296", "-1", "'-1'"],
  ],
  decimal: ["1E+3", "15e2", "1e-7", "1.5e+22", "1E-101", "-1E-2147483647", "5.", ".5", "-007"],
  double: ["1e400", "NaN", "-NaN", "Infinity", "-Infinity", "1e-400", "5e-324", "-0.0"],
  duration: [
    ...["0s", "1h1mo", "1h1h", "1.5h", "P1Y2M3DT4H5M6S", "P2W", "P", "PT1.5S", "1Y2MO", "90m"],
    ...["2147483647mo", "2147483648mo", "178956971y", "306783378w1d", "306783378w2d", "1mo-2d"],
    ...["9223372036854775807ns", "-1mo2d3h", "1µs"],
  ],
  float: ["1e300", "NaN", "-Infinity", "1e-60", "3.4028235e38", "-0.0"],
  inet: [
    ...["'10.0.0.1'", "'256.0.0.1'", "'1.2.3.4.5'", "'::1'", "'1:2:3:4:5:6:7::8'", "'1::2::3'"],
    ...["'::ffff:10.0.0.1'", "'12345::'", "'1:2:3:4:5:6:7:8:9'", "'::1.2.3.999'", "'2001:DB8::1'"],
  ],
  int: ["2147483647", "2147483648", "-2147483648", "-2147483649", "2.7", "1e3", "NaN"],
  smallint: ["32767", "32768", "-32768", "-32769"],
  time: [
    ...["'noon'", "'8:3:0'", "'08:30'", "'24:00:00'", "'23:59:59.999999999'", "'23:59:60'"],
    ...["'08:30:00.'", "'00:00:00.1234567891'", "0", "86399999999999", "86400000000000", "-1"],
  ],
  timestamp: ["'2024-02-29T12:34:56.789+0100'", "'2024-02-29T25:00:00Z'", "'nonsense'", "0"],
  timeuuid: ["f47ac10b-58cc-4372-a567-0e02b2c3d479", "50554d6e-29bb-11e5-b345-feff819cdc9f"],
  tinyint: ["127", "128", "-128", "-129"],
  uuid: ["F47AC10B-58CC-4372-A567-0E02B2C3D479", "'f47ac10b-58cc-4372-a567-0e02b2c3d479'"],
  varint: ["0", "-1", "128", "-129", "123456789012345678901234567890"],
};

const columns = Object.keys(LITERALS).map((type) => `c_${type} ${type}`).join(", ");

/** The statements that write and read them. */
export const LITERAL_STATEMENTS: readonly Step[] = [
  `CREATE TABLE t (k int PRIMARY KEY, ${columns})`,
  ...Object.entries(LITERALS).flatMap(([type, literals]) =>
    literals.flatMap((literal, k) => [
      `UPDATE t SET c_${type} = ${literal} WHERE k = ${k}`,
      `SELECT c_${type} FROM t WHERE k = ${k}`,
    ])
  ),
];
