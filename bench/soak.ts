// Does a long run grow or lose count, while a node is bounced every two minutes?
//
// deno task soak [MINUTES]
//
// Fifteen minutes of creates at a fixed rate by the wire client on three nodes of a Cassandra started for it, of which
// one after the other is restarted. Ends with 1 where a count is off, an acknowledged row is missing, or memory grew.

import { model, type Result, run, scenario } from "../mod.ts";
import { formatCount, formatMs } from "../src/result/format.ts";
import { printPage } from "./lib/page.ts";
import { mean } from "./lib/rounds.ts";

const MINUTES = Number(Deno.args[0] ?? 15);
const NODES = 3;
const PORT = 9_742;
/** Operations per second. */
const RATE = 400;
const LENGTH = MINUTES * 60_000;
/** Milliseconds between two restarts. */
const BOUNCE_EVERY = 120_000;
/** How many MiB the process may have grown by between its third minute and its last, beside what it keeps of writes. */
const MOST_GROWTH = 16;
/** Bytes that are kept of each write, to read it back. */
const OF_A_WRITE = 90;
const MEBIBYTE = 2 ** 20;

const User = model("user", { user_id: "uuid", name: "text" }, ["user_id"]);

const soak = scenario({
  name: "soak",
  models: [User],
  client: ["wire"],
  rate: [RATE],
  duration: LENGTH,
  consistency: "localQuorum",
  verifyWrites: true,
  events: Array.from({ length: Math.ceil(LENGTH / BOUNCE_EVERY) - 1 }, (_, at) => ({
    at: (at + 1) * BOUNCE_EVERY,
    node: at % NODES + 1,
    do: "restart" as const,
  })),
  input: ({ faker }) => ({ user_id: faker.string.uuid(), name: faker.person.fullName() }),
  operation: (session, user) => session.create(User, user),
});

/** The process's memory in MiB, second by second. */
const memory: number[] = [];

const result = await run(soak, {
  target: "cassandra",
  nodes: NODES,
  port: PORT,
  onProgress(progress) {
    if (progress.type === "second") memory.push(Deno.memoryUsage().rss / MEBIBYTE);
  },
});

const [measured] = result.cases;
if (measured === undefined) throw new Error("nothing was measured");

/** What is counted in a stretch between two restarts. */
function rowOf(from: number): string[] {
  const { series, events = [] } = measured!;
  const isIn = ({ at }: { readonly at: number }) => at > from && at <= from + BOUNCE_EVERY;
  const seconds = series.filter(isIn);
  const sum = (count: (second: typeof seconds[number]) => number) =>
    formatCount(seconds.reduce((all, second) => all + count(second), 0));
  const event = events.find(({ planned }) => planned === from);
  const recovered = event?.recoveredAfter ?? null;
  const here = memory.slice(from / 1_000, (from + BOUNCE_EVERY) / 1_000);
  return [
    `${from / 60_000} min`,
    event === undefined ? "–" : `node ${event.node}`,
    sum(({ operations }) => operations),
    sum(({ errors }) => errors),
    formatMs(Math.max(...seconds.map(({ responseTime }) => responseTime?.p99 ?? 0))),
    event === undefined ? "–" : recovered === null ? "never" : `${formatCount(recovered)} ms`,
    here.length === 0 ? "–" : mean(here).toFixed(1),
  ];
}

/** What must hold and does not, in words. */
function problemsOf({ status, cases: [one] }: Result): string[] {
  const { operations, dropped, unsent, unfinished = 0, errors, series, schedule } = one!;
  const { verified } = one!;
  const total = (count: "operations" | "errors") => series.reduce((sum, at) => sum + at[count], 0);
  const kept = OF_A_WRITE * RATE * Math.max(0, memory.length - 180) / MEBIBYTE;
  const grown = mean(memory.slice(-60)) - mean(memory.slice(120, 180)) - kept;
  const rules: [isKept: boolean, problem: string][] = [
    [status === "completed", `the run ended as ${status}`],
    [
      schedule?.due === operations + dropped + unsent + unfinished,
      `${schedule?.due} were due, ${operations} ended, ${unsent} unsent, ${dropped} dropped`,
    ],
    [total("operations") === operations, `the seconds have ${total("operations")} operations`],
    [total("errors") === errors.total, `the seconds have ${total("errors")} errors`],
    [
      verified !== undefined && verified.acknowledged === operations - errors.total,
      `${verified?.acknowledged} were acknowledged of ${operations} with ${errors.total} errors`,
    ],
    [verified?.missing === 0, `${verified?.missing} acknowledged rows are missing`],
    [
      memory.length < 240 || grown < MOST_GROWTH,
      `memory grew by ${grown.toFixed(1)} MiB beside the log of writes`,
    ],
  ];
  return rules.flatMap(([isKept, problem]) => isKept ? [] : [problem]);
}

const { operations, errors, unsent, verified } = measured;
const problems = problemsOf(result);
printPage({
  titles: ["from", "restarted", "operations", "errors", "p99 max ms", "recovered", "rss MiB"],
  rows: Array.from(
    { length: Math.ceil(LENGTH / BOUNCE_EVERY) },
    (_, at) => rowOf(at * BOUNCE_EVERY),
  ),
  method: [
    `${formatCount(RATE)} creates/s for ${MINUTES} minutes: ${formatCount(operations)} operations`,
    `${errors.total} failed (${errors.unknown ?? 0} unknown), ${unsent} never sent`,
    `${formatCount(verified?.readBack ?? 0)} read back, ${verified?.missing ?? 0} missing`,
    problems.length === 0 ? "all counts are exact and memory is flat" : problems.join("; "),
  ].join(", "),
  server: `Cassandra ${result.environment.target.version}, ${NODES} nodes`,
});
Deno.exit(problems.length === 0 ? 0 : 1);
