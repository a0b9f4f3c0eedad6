import assert from "node:assert/strict";
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from "hdr-histogram-js";
import { ResultError } from "../../src/errors.ts";
import { mergeIntervalLogs } from "../../src/merge/logs/merge_logs.ts";
import { hlog } from "../../src/report/hlog.ts";
import { readHistogram } from "../../src/result/histogram.ts";
import { caseOf, resultOf } from "../result/fixture.ts";
import { mutateText } from "../support/mutate.ts";
import { seededRandom } from "../support/random.ts";
import { timesOf } from "./fixture.ts";

const START = 1_795_328_700;

/** A histogram of these values, as another program could have made it. */
function histogramOf(values: readonly number[], digits: 1 | 2 | 3 | 4 = 3): string {
  const histogram = build({ numberOfSignificantValueDigits: digits });
  for (const value of values) histogram.recordValue(value);
  return encodeIntoCompressedBase64(histogram);
}

/** A log of lines, each of which ends in a histogram. */
function logOf(header: readonly string[], lines: readonly string[]): string {
  return [
    ...header,
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ...lines,
  ]
    .map((line) => `${line}\n`).join("");
}

/** The intervals of a log: tag, start and length, and how many values there are. */
function intervalsIn(log: string): string[] {
  return log.split("\n").filter((line) => /^(Tag=|\d)/.test(line)).map((line) => {
    const [, head = "", histogram = ""] = /^(.*),[^,]+,(HISTF.*)$/.exec(line) ?? [];
    return `${head}: ${decodeFromCompressedBase64(histogram).totalCount}`;
  });
}

Deno.test("logs of one second are added to the bucket, as HdrHistogram adds histograms", () => {
  const random = seededRandom(16);
  const values = () => Array.from({ length: 500 }, () => 1_000 + random.below(5_000_000));
  for (let round = 0; round < 20; round++) {
    const all = [values(), values(), values()];
    const logs = all.map((values, at) => ({
      name: `${at}.hlog`,
      text: logOf([`#[StartTime: ${START}.${at}00 (seconds since epoch)]`], [
        `Tag=a,${START}.${at}00,1.000,5.0,${histogramOf(values)}`,
      ]),
    }));
    const [line = ""] = mergeIntervalLogs(logs).split("\n").filter((line) => /^Tag/.test(line));
    const sum = decodeFromCompressedBase64(histogramOf(all[0]!));
    for (const values of all.slice(1)) sum.add(decodeFromCompressedBase64(histogramOf(values)));
    assert.match(line, new RegExp(`^Tag=a,${START}\\.000,1\\.200,5\\.000000,HISTF`));
    const merged = line.slice(line.indexOf("HISTF"));
    assert.deepEqual(readHistogram(merged), readHistogram(encodeIntoCompressedBase64(sum)));
  }
});

Deno.test("logs are merged tag by tag and second by second, whatever they count from", () => {
  const one = histogramOf([1]);
  const plain = logOf([`#[StartTime: ${START} (seconds since epoch), somewhen]`], [
    `Tag=read,${START}.100,1.0,1.0,${one}`,
    `Tag=write,${START}.100,1.0,1.0,${one}`,
    `Tag=read,${START + 1}.100,1.0,1.0,${one}`,
  ]);
  const withBase = logOf([`#[BaseTime: ${START}.000 (seconds since epoch)]`], [
    `Tag=read,0.900,1.000,1.0,${one}`,
    `0.900,1.000,1.0,${one}`,
  ]);
  const fromStart = logOf([`#[StartTime: ${START + 1}.000 (seconds since epoch)]`], [
    `Tag=read,0.000,1.000,1.0,${one}`,
  ]);
  const inMilliseconds = logOf([`#[StartTime: ${START}000 (seconds since epoch)]`], [
    `Tag=write,${START}500,500,1.0,${one}`,
  ]);
  const texts = { plain, withBase, fromStart, inMilliseconds };
  const logs = Object.entries(texts).map(([name, text]) => ({ name, text }));
  const expected = [
    `Tag=read,${START}.100,1.800: 2`,
    `Tag=write,${START}.100,1.000: 2`,
    `${START}.900,1.000: 1`,
    `Tag=read,${START + 1}.000,1.100: 2`,
  ];
  assert.deepEqual(intervalsIn(mergeIntervalLogs(logs)), expected);
  assert.deepEqual(intervalsIn(mergeIntervalLogs(logs.toReversed())), expected);
  // One log is what it was, and a merged log can be merged.
  const whole = { name: "merged", text: mergeIntervalLogs(logs) };
  assert.deepEqual(intervalsIn(mergeIntervalLogs([whole])), expected);
});

Deno.test("logs of other precision and older format are added as exactly as the better one", () => {
  const merged = mergeIntervalLogs([
    {
      name: "a",
      text: `#[Histogram log format version 1.0]\r\n${START}.0,1.0,1.2,${
        histogramOf([1_234_567], 2)
      }\r\n`,
    },
    { name: "b", text: `${START}.5,1.0,9.9,${histogramOf([9_876_543], 4)}` },
  ]);
  const text = merged.slice(merged.lastIndexOf("HISTF")).trim();
  const { totalCount, numberOfSignificantValueDigits } = decodeFromCompressedBase64(text);
  assert.deepEqual([totalCount, numberOfSignificantValueDigits], [2, 4]);
  assert.match(merged, /,1\.500,9\.900000,HISTF/);
});

Deno.test("logs of cassbench merge to the count of both, and keep what they say of their cases", () => {
  const second = { ...{ at: 1_000, errors: 0, dropped: 0, unsent: 0, inFlight: 1 } };
  const logWith = (name: string, times: readonly number[]) => ({
    name,
    text: hlog(resultOf([caseOf({
      series: [{ ...second, operations: times.length, serviceTime: timesOf(times) }],
    })])),
  });
  const merged = mergeIntervalLogs([logWith("a.hlog", [1, 2]), logWith("b.hlog", [3])]);
  assert.deepEqual(intervalsIn(merged), ["Tag=case1.service,1795328701.000,1.000: 3"]);
  assert.match(merged, /^#b\.hlog: case1: 1,000 operations, 0 errors/m);
  assert.match(merged, /^#\[cassbench .*: merged of a\.hlog, b\.hlog\]\n/);
});

const GOOD = `${START}.0,1.0,1.0,${histogramOf([1])}`;

/** What is wrong with logs, and what is said of it. */
const WRONG: Readonly<Record<string, readonly [texts: readonly string[], says: RegExp]>> = {
  "a log that is cut": [
    [GOOD, GOOD.slice(0, -8)],
    /line 1 of "1\.hlog" is no interval: .*no histogram/,
  ],
  "a log that is empty": [[GOOD, ""], /"1\.hlog" has no interval/],
  "a line that is none": [[`${GOOD}\nx\x1b[31m,1`], /line 2 of "0\.hlog" is no interval: found x/],
  "a start that is no number": [[GOOD.replace(/^[\d.]+/, "1e")], /line 1 .*must be numbers/],
  "a histogram of another version": [[GOOD.replace("HISTF", "HISTE")], /line 1 .*of version 2/],
  "a histogram that is none": [[GOOD.replace(/HISTF.*/, "HISTFAAAAAA=")], /line 1 .*of version 2/],
  "a log that does not say when": [
    [`0.0,1.0,1.0,${histogramOf([1])}`],
    /does not say when it began/,
  ],
  "one log twice": [[GOOD, GOOD], /"0\.hlog" and "1\.hlog" are the same log/],
  "times of another unit": [
    [`${START},1,1.0,${histogramOf([1_000_000])}`, `${START},1,1.0,${histogramOf([1_000])}`],
    /"1\.hlog" has its times in another unit than "0\.hlog"/,
  ],
  "cases in another order": [
    [`#case1: pool 1, 9 operations\n${GOOD}`, `#case1: pool 2, 9 operations\n${GOOD}`],
    /case1 is another case in "0\.hlog": pool 1, than in "1\.hlog": pool 2/,
  ],
  "all of it at once": [
    ["x", "", `y\nz\n${GOOD}`],
    /\n {2}- .*"0.*\n {2}- "1.*\n {2}- line 1 of "2.*\n {2}- line 2 of "2/,
  ],
};

for (const [what, [texts, says]] of Object.entries(WRONG)) {
  Deno.test(`merging logs: ${what} is said`, () => {
    const logs = texts.map((text, at) => ({ name: `${at}.hlog`, text }));
    assert.throws(() => mergeIntervalLogs(logs), (error: ResultError) => {
      assert.ok(error instanceof ResultError);
      assert.match(error.message, says);
      assert.match(error.hint ?? "", /interval logs/);
      return true;
    });
  });
}

Deno.test("spoilt logs are merged or refused, and never anything else", () => {
  const random = seededRandom(17);
  const good = logOf([`#[StartTime: ${START} (seconds since epoch)]`], [GOOD, `Tag=a,${GOOD}`]);
  for (let round = 0; round < 300; round++) {
    const text = mutateText(random, good, ["HISTF", "Tag=", "#[BaseTime: ", "1e300", ","]);
    try {
      mergeIntervalLogs([{ name: "a", text: good }, { name: "b", text }]);
    } catch (error) {
      assert.ok(error instanceof ResultError, `${error}: ${JSON.stringify(text)}`);
    }
  }
});
