// cassbench in a process of its own; prints a reading. Takes a load as JSON, the client and the number of workers.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type Client, run } from "@cassbench/cassbench";
import { printReading, type SideLoad } from "./reading.ts";
import users from "./users.ts";

const [load = "", client, workers] = Deno.args;
const { host, port, poolSize, seconds, warmupSeconds } = JSON.parse(load) as SideLoad;
let cpuBefore = process.cpuUsage();
let isFirst = true;

const { cases: [measured], warnings } = await run(users, {
  target: { contactPoints: [`${host}:${port}`] },
  poolSizes: [poolSize],
  duration: seconds * 1_000,
  warmup: warmupSeconds * 1_000,
  client: [client as Client],
  workers: Number(workers),
  file: fileURLToPath(import.meta.resolve("./users.ts")),
  onProgress({ type }) {
    if (type === "running" && isFirst) cpuBefore = process.cpuUsage();
    if (type === "running") isFirst = false;
  },
});
if (!measured?.serviceTime || measured.errors.total > 0) throw new Error(JSON.stringify(warnings));

const { user, system } = process.cpuUsage(cpuBefore);
const { throughput, serviceTime: { p50, p99 }, operations, warmup } = measured;
const cpu = (user + system) / (operations + warmup.operations);
printReading({ throughput, p50, p99, cpu });
Deno.exit();
