import assert from "node:assert/strict";
import { toHex } from "../../src/protocol/bytes.ts";
import { durationFromText } from "../../src/protocol/durations.ts";
import * as texts from "../../src/protocol/text_values.ts";

const values = { ...texts, durationFromText };

// Worked out by hand from the specification of the protocol.
const VALUES: [keyof typeof values, text: string, hex: string][] = [
  ["timestampFromText", "1970-01-01T00:00:01Z", "00000000000003e8"],
  ["timestampFromText", "1970-01-01 01:00:00.001+0100", "0000000000000001"],
  ["dateFromText", "1970-01-02", "80000001"],
  ["timeFromText", "00:00:01.5", "0000000059682f00"],
  ["decimalFromText", "-12.50", "00000002fb1e"],
  ["decimalFromText", "15e2", "fffffffe0f"],
  ["inetFromText", "10.0.0.1", "0a000001"],
  ["inetFromText", "::1", "00000000000000000000000000000001"],
  ["durationFromText", "1mo2d3ns", "020406"],
  ["durationFromText", "-P1M", "010000"],
];

for (const [name, text, hex] of VALUES) {
  Deno.test(`${name}() makes ${hex} of ${text}`, () => {
    assert.equal(toHex((values[name] as (text: string) => string)(text)), hex);
  });
}

Deno.test("a text that is no such value makes none", () => {
  for (const text of ["", "nonsense", "2024-13-01", "25:00:00", "1.2.3", "1:2"]) {
    for (const name of ["timestampFromText", "dateFromText", "timeFromText", "inetFromText"]) {
      const make = values[name as "dateFromText"];
      assert.equal(make(text), undefined, `${name}("${text}")`);
    }
  }
  assert.equal(values.decimalFromText("1.2.3"), undefined);
});
