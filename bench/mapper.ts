// Should a Session use the driver's own Mapper?
//
// deno run -A bench/mapper.ts [--contact-points HOST:PORT]
//
// The same creates and finds by the same loop of workers: by CQL written by hand, by cassbench's Session, and by the driver's
// mapping.Mapper. First on the server, in CPU time of the main thread, then with a client that answers at once, which leaves
// only what each adds to the driver.

import cassandra from "cassandra-driver";
import { createSession } from "../src/cluster/driver/session.ts";
import { formatCount } from "../src/result/format.ts";
import { openCluster } from "./lib/cluster.ts";
import { instantClient } from "./lib/instant_client.ts";
import { printPage } from "./lib/page.ts";
import { interleave, mean, median, pick, read, type Reading } from "./lib/rounds.ts";
import { makeUsers, type User, UserModel } from "./lib/users.ts";
import { bareCreate, bareFind, runWorkers } from "./lib/workers.ts";

const OPERATIONS = 20_000;
const POOL_SIZE = 100;
const ROUNDS = 5;
const INSTANT_ROUNDS = 49;

await using cluster = await openCluster(POOL_SIZE);
const users = makeUsers(OPERATIONS);

function measure(operation: (user: User) => Promise<unknown>): () => Promise<Reading> {
  return () => read(OPERATIONS, () => runWorkers(POOL_SIZE, users, operation));
}

function ways(client: cassandra.Client) {
  const session = createSession(client, 0);
  const { Mapper } = cassandra.mapping;
  const mapper = new Mapper(client, { models: { User: { tables: ["user"] } } }).forModel("User");
  return {
    // The creates come first, so that the finds find.
    bareCreate: measure((user) => bareCreate(client, user)),
    sessionCreate: measure((user) => session.create(UserModel, user)),
    mapperCreate: measure((user) => mapper.insert(user)),
    bareFind: measure((user) => bareFind(client, user)),
    sessionFind: measure((user) => session.find(UserModel, { user_id: user.user_id })),
    mapperFind: measure((user) => mapper.get({ user_id: user.user_id })),
  };
}

const served = await interleave(ROUNDS, ways(cluster.client));
const [user] = users;
const row = await cluster.client.execute(
  "SELECT user_id, first_name, last_name FROM user WHERE user_id = ?",
  [user?.user_id],
);
const instant = await interleave(INSTANT_ROUNDS, ways(instantClient(cluster.client, row)));

type Way = "bare" | "session" | "mapper";

function cells(name: string, way: Way): string[] {
  const figures = (["Create", "Find"] as const).flatMap((operation) => [
    median(pick(served[`${way}${operation}`], "cpu")).toFixed(1),
    mean(pick(instant[`${way}${operation}`], "cpu")).toFixed(2),
  ]);
  return [name, ...figures];
}

printPage({
  titles: ["CPU µs per operation", "create", "answered at once", "find", "answered at once"],
  rows: [
    cells("client.execute", "bare"),
    cells("Session", "session"),
    cells("mapping.Mapper", "mapper"),
  ],
  method: `Pool ${POOL_SIZE}; medians of ${ROUNDS} rounds of ${formatCount(OPERATIONS)} ` +
    `operations each, means of ${INSTANT_ROUNDS} where answered at once`,
  server: `Cassandra ${cluster.version}`,
});
