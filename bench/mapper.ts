// Should a Session use the driver's own Mapper?
//
// deno run -A bench/mapper.ts [--contact-points HOST:PORT]
//
// The same creates and finds by the same client and the same loop of workers: by a statement written by hand, by cassbench's
// Session, and by the driver's mapping.Mapper. CPU time is the main thread's.

import cassandra from "cassandra-driver";
import { formatCount } from "../src/report/format.ts";
import { createSession } from "../src/target/session.ts";
import { openCluster } from "./lib/cluster.ts";
import { formatRatios, printPage } from "./lib/page.ts";
import { interleave, median, pick, ratios, read, type Reading } from "./lib/rounds.ts";
import { makeUsers, type User, UserModel } from "./lib/users.ts";
import { bareCreate, bareFind, runWorkers } from "./lib/workers.ts";

const OPERATIONS = 30_000;
const POOL_SIZE = 100;
const ROUNDS = 5;

await using cluster = await openCluster(POOL_SIZE);
const { client } = cluster;
const session = createSession(client);
const mapper = new cassandra.mapping.Mapper(client, { models: { User: { tables: ["user"] } } })
  .forModel("User");
const users = makeUsers(OPERATIONS);

function measure(operation: (user: User) => Promise<unknown>): () => Promise<Reading> {
  return () => read(OPERATIONS, () => runWorkers(POOL_SIZE, users, operation));
}

// The creates come first, so that the finds find.
const creates = await interleave(ROUNDS, {
  bare: measure((user) => bareCreate(client, user)),
  session: measure((user) => session.create(UserModel, user)),
  mapper: measure((user) => mapper.insert(user)),
});
const finds = await interleave(ROUNDS, {
  bare: measure((user) => bareFind(client, user)),
  session: measure((user) => session.find(UserModel, { user_id: user.user_id })),
  mapper: measure((user) => mapper.get({ user_id: user.user_id })),
});

function row(name: string, way: keyof typeof creates): string[] {
  return [creates, finds].flatMap((readings) => {
    const cpu = pick(readings[way], "cpu");
    return [median(cpu).toFixed(1), formatRatios(ratios(cpu, pick(readings.bare, "cpu")))];
  }).toSpliced(0, 0, name);
}

printPage({
  titles: ["CPU µs per operation", "create", "over client.execute", "find", "over client.execute"],
  rows: [
    row("client.execute", "bare"),
    row("Session", "session"),
    row("mapping.Mapper", "mapper"),
  ],
  method: `Pool ${POOL_SIZE}; medians (and ranges) of ${ROUNDS} rounds of ${
    formatCount(OPERATIONS)
  } operations each`,
  server: `Cassandra ${cluster.version}`,
});
