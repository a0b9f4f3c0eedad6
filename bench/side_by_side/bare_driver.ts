// The driver alone in a process of its own, in a loop as short as it gets; prints a reading. Takes a load as JSON.
import process from "node:process";
import cassandra from "cassandra-driver";
import { printReading, type SideLoad } from "./reading.ts";
import { makeUser } from "./users.ts";

const INSERT = "INSERT INTO user (user_id, first_name, last_name) VALUES (?, ?, ?)";

const { host, port, poolSize, seconds, warmupSeconds } = JSON.parse(Deno.args[0] ?? "") as SideLoad;
const { consistencies } = cassandra.types;
const client = new cassandra.Client({
  contactPoints: [host],
  protocolOptions: { port, maxVersion: 4 },
  localDataCenter: "datacenter1",
  keyspace: "cassbench",
  monitorReporting: { enabled: false },
  queryOptions: { prepare: true, consistency: consistencies.localOne },
});
await client.connect();
let index = 0;

async function createFor(ms: number): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + ms;
  await Promise.all(Array.from({ length: poolSize }, async () => {
    for (let sent = performance.now(); sent < end;) {
      const { user_id, first_name, last_name } = makeUser(index++);
      await client.execute(INSERT, [user_id, first_name, last_name], { prepare: true });
      const done = performance.now();
      times.push(done - sent);
      sent = done;
    }
  }));
  return times;
}

const cpuBefore = process.cpuUsage();
const warmedUp = await createFor(warmupSeconds * 1_000);
const startedAt = performance.now();
const times = await createFor(seconds * 1_000);
const elapsed = performance.now() - startedAt;
const { user, system } = process.cpuUsage(cpuBefore);

times.sort((a, b) => a - b);
const percentile = (share: number) => times[Math.ceil(times.length * share) - 1] ?? NaN;
printReading({
  throughput: times.length / elapsed * 1_000,
  p50: percentile(0.5),
  p99: percentile(0.99),
  cpu: (user + system) / (warmedUp.length + times.length),
});
Deno.exit();
