import assert from "node:assert/strict";
import {
  formatCount,
  formatDuration,
  formatDurationInterval,
  formatFigure,
  formatInterval,
  formatMs,
  formatPool,
  formatRate,
  formatSetting,
  formatShare,
  formatSpeedup,
  printable,
} from "../../src/result/format.ts";
import { seededRandom } from "../support/random.ts";

function assertFormats(format: (value: number) => string, cases: Record<string, number[]>): void {
  for (const [text, values] of Object.entries(cases)) {
    for (const value of values) assert.equal(format(value), text, `${value}`);
  }
}

Deno.test("formatMs() shows three digits, two decimals at most, thousands parted", () => {
  assertFormats(formatMs, {
    ...{ "0.00": [0, 0.004], "0.12": [0.123], "1.23": [1.234], "9.99": [9.994] },
    ...{ "12.3": [12.34], "99.9": [99.94], "123": [123.4], "1,230": [1_230], "104,500": [104_500] },
  });
});

Deno.test("formatMs() shows no digit more where rounding reaches the next ten", () => {
  assertFormats(formatMs, { "10.0": [9.996, 10], "100": [99.96, 100] });
});

Deno.test("formatDuration() shows seconds from one second on", () => {
  assertFormats(formatDuration, {
    ...{ "0.50 ms": [0.5], "677 ms": [677], "999 ms": [999.4], "1.00 s": [1_000] },
    ...{ "1.91 s": [1_910], "11.89 s": [11_890], "104.5 s": [104_500], "3600.0 s": [3_600_000] },
  });
});

Deno.test("formatDuration() shows no 1,000 ms and no 100.00 s", () => {
  assertFormats(formatDuration, { "1.00 s": [999.6], "100.0 s": [99_996, 100_000] });
});

Deno.test("formatCount() rounds and parts thousands", () => {
  assertFormats(formatCount, {
    ...{ "0": [0, 0.4], "1": [0.5, 1], "999": [999], "58,139": [58_139.4] },
    "1,000,000,000": [1e9],
  });
});

Deno.test("formatRate() shows what was asked for, without a fraction that says nothing", () => {
  assertFormats(formatRate, {
    ...{ "0": [0], "0.5": [0.5], "8.37": [8.3667], "10": [9.996, 10], "83.6": [83.64] },
    ...{ "100": [99.96, 100.4], "58,139": [58_139.4] },
  });
});

Deno.test("formatShare() shows a decimal where there is one", () => {
  assertFormats(formatShare, { "0 %": [0], "43 %": [0.43, 0.43004], "99.9 %": [0.9993] });
});

Deno.test("formatFigure() shows four digits, and all of a large number", () => {
  assertFormats(formatFigure, {
    ...{ "0": [0], "0.00012": [0.00012], "12.35": [12.3456], "20": [20], "999.9": [999.94] },
    ...{ "58,139": [58_139.4], "1,234,567": [1_234_567.2] },
  });
});

Deno.test("formatSetting() shows a length of time as it was asked for", () => {
  assertFormats(formatSetting, {
    ...{ "0 ms": [0], "0.5 ms": [0.5], "250 ms": [250], "10 s": [10_000], "90 s": [90_000] },
    "1,500 ms": [1_500],
  });
});

Deno.test("formatInterval() shows the margin to the digit of the mean, and the wider side of two", () => {
  const interval = { mean: 12.34, low: 11.9, high: 12.84 };
  assert.equal(formatInterval(interval, formatMs), "12.3 ± 0.5");
  assert.equal(formatInterval({ mean: 1.5, low: 1.5, high: 1.5 }, formatMs), "1.50 ± 0.00");
  assert.equal(formatInterval({ mean: 5e3, low: 3e3, high: 7e3 }, formatMs), "5,000 ± 2,000");
});

Deno.test("formatDurationInterval() shows mean and margin in one unit", () => {
  const shown = ([mean = 0, margin = 0]: number[]) =>
    formatDurationInterval({ mean, low: mean - margin, high: mean + margin });
  assert.deepEqual([[3_290, 50], [325, 12.4], [9.5, 0.126], [104_500, 2_600]].map(shown), [
    "3.29 s ± 0.05",
    "325 ms ± 12",
    "9.50 ms ± 0.13",
    "104.5 s ± 2.6",
  ]);
});

Deno.test("formatSpeedup() shows one decimal below a hundred", () => {
  assertFormats(formatSpeedup, {
    ...{ "0.5 ×": [0.5], "1.0 ×": [1], "2.8 ×": [2.82], "99.9 ×": [99.94] },
    ...{ "100 ×": [99.96, 100.4], "1234 ×": [1_234] },
  });
});

Deno.test("formatPool() calls a pool of one serial", () => {
  assertFormats(formatPool, { "serial": [1], "pool 2": [2], "pool 10,000": [10_000] });
});

Deno.test("printable() keeps to one line and shows control characters", () => {
  assert.equal(printable("a\r\n\tb\u2028c  d"), "a b c d");
  assert.equal(printable("\u001b[31mred\u001b[0m"), "\\u001b[31mred\\u001b[0m");
  assert.equal(printable("\u0000\u0007\u007f\u0085\u009b"), "\\u0000\\u0007\\u007f\\u0085\\u009b");
  assert.equal(printable("Grüße, 你好 👋 ×"), "Grüße, 你好 👋 ×");
});

Deno.test("printable() leaves no control character in 1,000 random texts", () => {
  const random = seededRandom(6);
  for (let i = 0; i < 1_000; i++) {
    const codes = Array.from({ length: 30 }, () => random.below(0x300));
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(printable(String.fromCharCode(...codes)), /[\u0000-\u001f\u007f-\u009f]/);
  }
});
