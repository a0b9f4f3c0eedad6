import assert from "node:assert/strict";
import { join } from "node:path";
import { cacheFolder } from "../../src/cluster/managed/folders.ts";
import { probe } from "../../src/cluster/managed/commands.ts";
import { createTimes } from "../../src/measure/times.ts";
import { hlog } from "../../src/report/hlog.ts";
import type { CaseResult, Second } from "../../src/result/case.ts";
import type { TimeSummary } from "../../src/result/time_summary.ts";
import { caseOf, errorsOf, resultOf, summaryOf } from "../result/fixture.ts";
import { isPermitted, testUnless } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";
import { seededRandom } from "../support/random.ts";

/** A second that ended at this time, with these service times; response times are twice as long. */
function secondOf(at: number, times: readonly number[], isOpen: boolean): Second {
  return {
    ...{
      at,
      operations: times.length,
      errors: 0,
      dropped: 0,
      unsent: 0,
      inFlight: 1,
      serviceTime: summarize(times),
    },
    ...isOpen && { responseTime: summarize(times.map((ms) => ms * 2)) },
  };
}

function summarize(times: readonly number[]): TimeSummary | null {
  const recorded = createTimes();
  for (const ms of times) recorded.record(ms);
  return recorded.summary();
}

Deno.test("hlog() is a header, the cases in words, and a line per second, case and time", () => {
  const series = [
    secondOf(1_000, [1, 2], true),
    { ...secondOf(2_000, [], true), operations: 3, errors: 3 },
    secondOf(2_500, [5], true),
  ];
  const errors = errorsOf({ overloaded: [3, "full"] });
  const lines = hlog(resultOf([
    caseOf({ rate: 1_000, operations: 6, errors, dropped: 2, unsent: 7, series }),
    caseOf({ rate: 2_000, startedAt: "2026-11-22T06:25:07.250Z", series: series.slice(0, 1) }),
  ])).split("\n");
  assert.deepEqual(lines.slice(0, 6), [
    "#[cassbench 0.1.0: latency]",
    "#[Histogram log format version 1.3]",
    "#[StartTime: 1795328700.123 (seconds since epoch), 2026-11-22T06:25:00.123Z]",
    "#case1: rate 1,000, 6 operations, 3 errors, 2 dropped, 7 unsent",
    "#case2: rate 2,000, 1,000 operations, 0 errors, 0 dropped, 0 unsent",
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
  ]);
  assert.deepEqual(lines.slice(6).map((line) => line.replace(/HISTF.+/, "HISTF")), [
    "Tag=case1.service,1795328701.000,1.000,2.000000,HISTF",
    "Tag=case1.response,1795328701.000,1.000,4.000000,HISTF",
    "Tag=case1.service,1795328703.000,0.500,5.000000,HISTF",
    "Tag=case1.response,1795328703.000,0.500,10.000000,HISTF",
    "Tag=case2.service,1795328707.250,1.000,2.000000,HISTF",
    "Tag=case2.response,1795328707.250,1.000,4.000000,HISTF",
    "",
  ]);
});

Deno.test("hlog() of a closed load has service times only, and none where nothing succeeded", () => {
  const series = [secondOf(1_000, [], false), {
    ...secondOf(2_000, [], false),
    serviceTime: summaryOf(1),
  }];
  const lines = hlog(resultOf([caseOf({ series })])).trimEnd().split("\n").slice(5);
  assert.deepEqual(lines, ["Tag=case1.service,1795328702.000,1.000,3.000000,HISTF"]);
});

Deno.test("hlog() keeps what comes from outside on its comment line", () => {
  const nasty = "a\n#[StartTime: 1 (seconds since epoch)]\r\nTag=b,1,1,1,HISTF";
  const cases = [caseOf({ own: { kind: nasty } }), caseOf({ own: { kind: "plain" } })];
  const lines = hlog({ ...resultOf(cases), scenario: { name: nasty, seed: 1 } }).split("\n");
  assert.equal(lines.length, 7);
  assert.deepEqual(lines.slice(0, 5).filter((line) => !line.startsWith("#")), []);
});

const VERSION = "2.1.12";
const JAR = `HdrHistogram-${VERSION}.jar`;

/** Java, and Maven where HdrHistogram was not yet fetched. */
async function findWhyNoJava(): Promise<string | undefined> {
  if (!isPermitted) return "needs deno test -A";
  const needed = await isFetched() ? ["java"] : ["java", "mvn"];
  const found = await Promise.all(needed.map((command) => probe(command, ["-version"])));
  return found.includes(undefined) ? `needs ${needed.join(" and ")}` : undefined;
}

async function isFetched(): Promise<boolean> {
  return await Deno.stat(join(cacheFolder(), JAR)).then(() => true, () => false);
}

/** HdrHistogram from Maven Central, fetched once; a download that was interrupted does not count. */
async function fetchJar(): Promise<string> {
  const jar = join(cacheFolder(), JAR);
  if (await isFetched()) return jar;
  const folder = `${jar}.${crypto.randomUUID()}`;
  const artifact = `-Dartifact=org.hdrhistogram:HdrHistogram:${VERSION}`;
  await runCommand("mvn", ["-q", "-B", "dependency:copy", artifact, `-DoutputDirectory=${folder}`]);
  await Deno.rename(join(folder, JAR), jar);
  await Deno.remove(folder);
  return jar;
}

async function runCommand(command: string, args: string[]): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(command, { args }).output();
  const text = new TextDecoder();
  assert.ok(success, text.decode(stdout) + text.decode(stderr));
}

/** What HdrHistogram's own tool finds under a tag: interval by interval, and in all. */
async function process(
  jar: string,
  log: string,
  tag: string,
): Promise<{ ends: number[]; total: number[] }> {
  const main = "org.HdrHistogram.HistogramLogProcessor";
  const found = `${log}.${tag}`;
  const args = ["-i", log, "-o", found, "-tag", tag, "-outputValueUnitRatio", "1000000"];
  await runCommand("java", ["-cp", jar, main, ...args]);
  const printed = await Deno.readTextFile(found);
  const lines = [...printed.matchAll(/^([\d.]+): I:.* T:(\d+) \(([^)]+)\)$/gm)];
  const [, , count = "", figures = ""] = lines.at(-1) ?? [];
  return {
    ends: lines.map(([, end]) => Number(end)),
    total: [count, ...figures.trim().split(/\s+/)].map(Number),
  };
}

/** A case of three seconds, and what is true of all of its times. */
function randomCase(seed: number, startedAt: string, isOpen: boolean): CaseResult {
  const random = seededRandom(seed);
  const times = Array.from({ length: 3_000 }, () => 0.05 + random.below(1e6) ** 3 / 1e16);
  const series = [0, 1, 2].map((second) =>
    secondOf((second + 1) * 1_000, times.slice(second * 1_000, (second + 1) * 1_000), isOpen)
  );
  const serviceTime = summarize(times);
  const responseTime = isOpen ? summarize(times.map((ms) => ms * 2)) : serviceTime;
  return caseOf({
    ...{ operations: 3_000, elapsed: 3_000, startedAt, series, serviceTime, responseTime },
    ...isOpen && { rate: 1_000 },
  });
}

function assertSame(total: readonly number[], time: TimeSummary | null, tag: string): void {
  assert.ok(time);
  const [count, p50, p90, p99, p999, , max] = total;
  assert.equal(count, time.count, tag);
  for (const [name, found] of Object.entries({ p50, p90, p99, p999, max })) {
    const truth = time[name as "p50"];
    const difference = Math.abs(Number(found) - truth);
    // Three significant digits of the histogram, and three decimals of the tool.
    assert.ok(difference <= truth * 0.001 + 0.001, `${tag} ${name}: ${found}, not ${truth}`);
  }
}

testUnless(
  await findWhyNoJava(),
  "HdrHistogram's own tool reads the log: the counts, times and percentiles are those of the document",
  async () => {
    const cases = [
      randomCase(1, "2026-11-22T06:25:01.123Z", false),
      randomCase(2, "2026-11-22T06:25:11.123Z", true),
    ];
    const jar = await fetchJar();
    await inTemporaryFolder(async (folder) => {
      const log = join(folder, "run.hlog");
      await Deno.writeTextFile(log, hlog(resultOf(cases)));
      const [closed, service, response] = await Promise.all(
        ["case1.service", "case2.service", "case2.response"].map((tag) => process(jar, log, tag)),
      );
      assertSame(closed?.total ?? [], cases[0]?.serviceTime ?? null, "case1.service");
      assertSame(service?.total ?? [], cases[1]?.serviceTime ?? null, "case2.service");
      assertSame(response?.total ?? [], cases[1]?.responseTime ?? null, "case2.response");
      // Seconds since the run's start, at which each interval ended.
      assert.deepEqual(closed?.ends, [2, 3, 4]);
      assert.deepEqual(response?.ends, [12, 13, 14]);
    });
  },
);
