import assert from "node:assert/strict";
import { toBigInt, toInt } from "../../src/protocol/bytes.ts";
import { durationFromText, durationText } from "../../src/protocol/durations.ts";
import * as texts from "../../src/protocol/text_values.ts";
import {
  dateText,
  decimalText,
  inetText,
  instant,
  timeText,
} from "../../src/protocol/value_texts.ts";
import { seededRandom } from "../support/random.ts";

Deno.test("every day of a date has a text, which is that day", () => {
  const random = seededRandom(1);
  const days = Array.from({ length: 20_000 }, () => random.below(2 ** 32));
  for (const day of [0, 1, 2 ** 31, 2 ** 32 - 1, ...days]) {
    const text = dateText(day);
    assert.equal(toInt(texts.dateFromText(text)!) >>> 0, day, text);
    // Where JavaScript has the date, it is the same one.
    const date = new Date((day - 2 ** 31) * 86_400_000);
    const own = Number.isNaN(date.getTime()) ? undefined : date.toISOString().split("T")[0];
    const sixDigits = text.replace(
      /^([+-])(\d{4,6})-/,
      (_, sign, year) => `${sign}${year.padStart(6, "0")}-`,
    );
    if (own !== undefined) assert.equal(sixDigits, own);
  }
});

Deno.test("a decimal's text is the same number, whatever its scale", () => {
  for (const scale of [-2_147_483_648, -101, -100, -3, 0, 1, 7, 100, 101, 130, 2_147_483_647]) {
    for (const unscaled of [0n, 1n, -15n, 10n ** 120n + 1n]) {
      const text = decimalText(scale, unscaled);
      assert.ok(text.length < 400, `${text.length} characters`);
      const bytes = texts.decimalFromText(text)!;
      const [readScale, read] = [toInt(bytes), toBigInt(bytes.slice(4))];
      if (scale > 0 || scale < -100) assert.deepEqual([readScale, read], [scale, unscaled], text);
      else assert.equal(read, unscaled * 10n ** BigInt(readScale - scale), text);
    }
  }
});

Deno.test("a duration's text is the same duration, at the limits of its parts", () => {
  for (const text of ["-178956970y8mo", "-2147483648d", "-2562047h47m16s854ms775us808ns", "0s"]) {
    assert.equal(durationText(durationFromText(text)!), text);
  }
});

Deno.test("an address is written as RFC 5952 says", () => {
  const address = (text: string) =>
    inetText(Uint8Array.from(texts.inetFromText(text)!, (byte) => byte.charCodeAt(0)));
  const written = {
    "2001:0DB8:0:0:0:0:2:1": "2001:db8::2:1",
    "2001:db8:0:1:1:1:1:1": "2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1": "2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1": "2001:db8::1:0:0:1",
    "0:0:0:0:0:0:0:0": "::",
    "1::": "1::",
  };
  for (const [text, expected] of Object.entries(written)) assert.equal(address(text), expected);
});

Deno.test("what no Date and no day can hold is an error when it is read", () => {
  assert.throws(() => instant(8.64e15 + 1), RangeError);
  assert.equal(instant(-8.64e15).getTime(), -8.64e15);
  for (const nanos of [-1n, 86_400_000_000_000n]) assert.throws(() => timeText(nanos), RangeError);
});
