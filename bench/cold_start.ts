// How long from starting the program to its first answered operation on the embedded server?
//
// deno run -A bench/cold_start.ts
//
// Ten times a new process, its modules in Deno's cache. The scenario is scenarios/latency.ts, which here also says when an
// operation was answered. Goal: a median below 1 s.

import { fileURLToPath } from "node:url";
import { formatDuration } from "../src/result/format.ts";
import { printPage } from "./lib/page.ts";
import { median } from "./lib/rounds.ts";

const RUNS = 10;
const PROGRAM = fileURLToPath(new URL("../mod.ts", import.meta.url));
const SCENARIO = fileURLToPath(new URL("lib/tells_answers.ts", import.meta.url));

/** Milliseconds since the process was started. */
interface Start {
  readonly answered: number;
  readonly ended: number;
}

async function start(): Promise<Start> {
  const result = await Deno.makeTempFile();
  const settings = "--operations 1 --pool-sizes 1 --latency 0 --warmup 0 --quiet --json".split(" ");
  const args = ["run", "-A", PROGRAM, SCENARIO, ...settings, result];
  const startedAt = Date.now();
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), { args }).output();
  const ended = Date.now() - startedAt;
  await Deno.remove(result);

  const text = new TextDecoder();
  const answeredAt = /^answered at (\d+)$/m.exec(text.decode(stdout))?.[1];
  if (!success || answeredAt === undefined) {
    throw new Error(`Cannot measure as the program failed: ${text.decode(stderr)}`);
  }
  return { answered: Number(answeredAt) - startedAt, ended };
}

const starts: Start[] = [];
// The first fills Deno's cache.
await start();
while (starts.length < RUNS) starts.push(await start());

function row(title: string, field: keyof Start): string[] {
  const times = starts.map((start) => start[field]);
  return [title, ...[median(times), Math.min(...times), Math.max(...times)].map(formatDuration)];
}

printPage({
  titles: ["from process start to", "median", "least", "most"],
  rows: [row("the first operation answered", "answered"), row("the process's end", "ended")],
  method: `${RUNS} starts`,
  server: "embedded server",
});
