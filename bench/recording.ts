// What does recording an operation cost?
//
// deno run -A bench/recording.ts
//
// Two million operations are told to a recorder as slots tell it, ten thousand a second of a clock that the loop moves, so that
// seconds end as in a run; in turn for each way. Goal: below 0.5 µs each.

import { createRecorder } from "../src/measure/recorder.ts";
import { createSamples } from "../src/measure/samples.ts";
import { printPage } from "./lib/page.ts";
import { interleave, median, pick, read } from "./lib/rounds.ts";

const OPERATIONS = 2_000_000;
const APART = 0.1;
const ROUNDS = 5;

function recordAll(
  isOpen: boolean,
  names: readonly string[],
  room?: number,
): () => Promise<void> {
  return () => {
    const samples = room === undefined ? undefined : createSamples(room);
    const recorder = createRecorder({ isOpen, names, samples, onSecond: () => {} });
    recorder.start(0);
    for (let i = 0; i < OPERATIONS; i++) {
      const due = i * APART;
      recorder.succeed(i & 1, due, due + (i % 7) / 100, due + 1 + (i % 1_000) / 100);
    }
    recorder.stop(OPERATIONS * APART);
    return Promise.resolve();
  };
}

const ways = {
  "closed load": recordAll(false, []),
  "closed load, a mix of two": recordAll(false, ["read", "write"]),
  "open load": recordAll(true, []),
  "open load, a mix of two": recordAll(true, ["read", "write"]),
  "closed load, all by themselves": recordAll(false, [], OPERATIONS),
  "closed load, a sample of 100,000": recordAll(false, [], 100_000),
};
type Way = keyof typeof ways;
const names = Object.keys(ways) as Way[];
const measured = await interleave(
  ROUNDS,
  Object.fromEntries(names.map((way) => [way, () => read(OPERATIONS, ways[way])])),
);

printPage({
  titles: ["", "CPU µs per operation"],
  rows: names.map((way) => [way, median(pick(measured[way] ?? [], "cpu")).toFixed(3)]),
  method: `Medians of ${ROUNDS} rounds of ${OPERATIONS.toLocaleString("en-US")} operations, ` +
    "after one that warms up; the seconds' summaries are in it",
  server: "no server",
});
