// What does a page cost beside the same look-ups in a bare Promise.all, and how much of that is the timeline?
//
// deno run -A bench/pages.ts [--contact-points HOST:PORT]
//
// Pages of seven look-ups at once, 20 pages at a time, in turn: by a bare loop, through cassbench, and through cassbench with
// spans that nobody keeps. CPU time is the main thread's. Then all again with a client that answers at once.
// Goal: the timeline takes less than 3 % of the throughput.

import type cassandra from "cassandra-driver";
import { createSession } from "../src/cluster/driver/session.ts";
import { createPageLog, type PageLog } from "../src/engine/page/log.ts";
import { type OpenPage, runPage } from "../src/engine/page/page.ts";
import { recordRequests } from "../src/engine/page/requests.ts";
import { stepsRunner } from "../src/engine/page/steps.ts";
import { createTimeouts } from "../src/engine/pool/timeouts.ts";
import type { RecordedSpan } from "../src/measure/timeline.ts";
import { formatCount } from "../src/result/format.ts";
import type { RequestStep } from "../src/scenario/steps.ts";
import { openCluster } from "./lib/cluster.ts";
import { instantClient } from "./lib/instant_client.ts";
import { formatRatios, printPage } from "./lib/page.ts";
import { interleave, mean, median, pick, ratios, read } from "./lib/rounds.ts";
import { makeUsers, type User, UserModel } from "./lib/users.ts";
import { bareCreate, bareFind, runWorkers } from "./lib/workers.ts";

const PAGES = 3_000;
const POOL_SIZE = 20;
const LOOK_UPS = 7;
const ROUNDS = 25;
const INSTANT_ROUNDS = 49;

await using cluster = await openCluster(POOL_SIZE);
const users = makeUsers(PAGES);
await runWorkers(100, users, (user) => bareCreate(cluster.client, user));

const steps = Array.from({ length: LOOK_UPS }, (_, at): RequestStep => ({
  ...{ kind: "requests", name: `step ${at}`, after: [], latency: 0 },
  run: (session, user) => session.find(UserModel, { user_id: (user as User).user_id }),
}));

/** Runs the pages as a load does, with the log of one; `seen` is what a page's steps see of it. */
function pagesThrough(
  client: cassandra.Client,
  log: PageLog,
  seen = (page: OpenPage) => page,
) {
  const session = createSession(client, 0);
  const parameters = { latency: 0, poolSize: POOL_SIZE };
  const options = {
    ...{ parameters, log, timeouts: createTimeouts(60_000), timeout: 60_000 },
    onFailure: "await" as const,
    hasWritten: () => false,
    explain: (error: unknown) => ({ errorClass: "", message: String(error), kind: "own" as const }),
  };
  const sessions = steps.map(() => recordRequests(session, undefined));
  const runSteps = stepsRunner({
    ...{ steps, mode: "concurrent", sessions, tracedSessions: sessions, compute: undefined },
  });
  const run = (page: OpenPage) => runSteps(seen(page));
  return async () => {
    await runWorkers(POOL_SIZE, users, (input) => {
      const sent = performance.now();
      return runPage({ index: 0, input, user: 0, due: sent, sent }, options, false, run);
    });
    options.timeouts.stop();
  };
}

/** Spans that nobody keeps. */
class NoSpans extends Array<RecordedSpan> {
  override push = () => 0;
}
const noSpans = new NoSpans();

/** Runs the pages without a timeline. */
function pagesWithoutTimeline(client: cassandra.Client, log: PageLog) {
  const silent = { ...log, timeline: { offer: () => {} } };
  return pagesThrough(client, silent, (page) => ({ ...page, spans: noSpans }));
}

function ways(client: cassandra.Client) {
  const log = createPageLog(steps, 0);
  const bare = (user: User) => Promise.all(steps.map(() => bareFind(client, user)));
  return {
    bare: () => read(PAGES, () => runWorkers(POOL_SIZE, users, bare)),
    pages: () => read(PAGES, pagesThrough(client, log)),
    untimed: () => read(PAGES, pagesWithoutTimeline(client, log)),
  };
}

const served = await interleave(ROUNDS, ways(cluster.client));
const [user] = users as [User];
const answer = await cluster.client.execute(
  "SELECT user_id, first_name, last_name FROM user WHERE user_id = ?",
  [user.user_id],
  { prepare: true },
);
const instant = await interleave(INSTANT_ROUNDS, ways(instantClient(cluster.client, answer)));

type Way = keyof typeof served;
const row = (title: string, way: Way) => [
  title,
  formatCount(median(pick(served[way], "throughput"))),
  median(pick(served[way], "cpu")).toFixed(0),
  mean(pick(instant[way], "cpu")).toFixed(1),
];
const compare = (title: string, way: Way, base: Way) => [
  title,
  formatRatios(ratios(pick(served[way], "throughput"), pick(served[base], "throughput"))),
  formatRatios(ratios(pick(served[way], "cpu"), pick(served[base], "cpu"))),
  `${(mean(pick(instant[way], "cpu")) - mean(pick(instant[base], "cpu"))).toFixed(1)} more`,
];

printPage({
  titles: [
    `pages of ${LOOK_UPS} look-ups, ${POOL_SIZE} at a time`,
    "pages/s",
    "CPU µs per page",
    "CPU µs, answered at once",
  ],
  rows: [
    row("bare Promise.all", "bare"),
    row("cassbench, without timeline", "untimed"),
    row("cassbench", "pages"),
    compare("with to without timeline", "pages", "untimed"),
    compare("cassbench to bare", "pages", "bare"),
  ],
  method: `Medians of ${ROUNDS} rounds of ${formatCount(PAGES)} pages each, ` +
    `mean of ${INSTANT_ROUNDS} where answered at once; ratios are medians (range) of those within a round`,
  server: `Cassandra ${cluster.version}`,
});
