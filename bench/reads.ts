// How fast are reads by each client, where the server is not the limit?
//
// deno run -A bench/reads.ts [--rounds 5]
//
// Reads by key and of ten rows, 100 in flight, in turn, against a server that answers at once (bench/lib/null_server.ts). Goal: wire
// at least 4 times the driver's.

import { parseArgs } from "@std/cli";
import { model, run, scenario } from "@cassbench/cassbench";
import { formatCount } from "../src/result/format.ts";
import { formatRatios, printPage } from "./lib/page.ts";
import { interleave, median, ratios } from "./lib/rounds.ts";
import { startNullServer } from "./lib/start_null_server.ts";

const DURATION = 2_000;
const rounds = Number(parseArgs(Deno.args, { string: ["rounds"] }).rounds ?? 5);

const Song = model("song", { album: "int", track: "int", title: "text", at: "timestamp" }, [
  "album",
  "track",
]);
const reads = scenario({
  name: "reads",
  models: [Song],
  matrix: { rows: [1, 10] },
  setup: async (session) => {
    for (let track = 0; track < 10; track++) {
      await session.create(Song, { album: 1, track, title: `Song ${track}`, at: new Date(track) });
    }
  },
  operation: (session, _input, { rows }) =>
    rows === 1 ? session.find(Song, { album: 1, track: 3 }) : session.findAll(Song, { album: 1 }),
});

await using server = await startNullServer();
const target = { contactPoints: [server.contactPoint] };

async function measure(client: "driver" | "wire", rows: number) {
  const settings = { client: [client], matrix: { rows: [rows] }, poolSizes: [100] };
  const { cases: [measured] } = await run(reads, { ...settings, target, duration: DURATION });
  if (!measured || measured.errors.total > 0) throw new Error("Cannot measure as reads failed");
  const { throughput, operations, client: { cpuTime = NaN } } = measured;
  return { throughput, cpu: cpuTime / operations * 1_000 };
}

const measured = await interleave(rounds, {
  "by key, driver": () => measure("driver", 1),
  "by key, wire": () => measure("wire", 1),
  "ten rows, driver": () => measure("driver", 10),
  "ten rows, wire": () => measure("wire", 10),
});

type Way = keyof typeof measured;
const of = (way: Way, field: "throughput" | "cpu") => measured[way].map((one) => one[field]);

printPage({
  titles: ["reads, pool 100", "reads/s", "CPU µs each", "reads/s to the driver"],
  rows: (Object.keys(measured) as Way[]).map((way) => [
    way,
    formatCount(median(of(way, "throughput"))),
    median(of(way, "cpu")).toFixed(1),
    formatRatios(ratios(
      of(way, "throughput"),
      of(way.startsWith("by") ? "by key, driver" : "ten rows, driver", "throughput"),
    )),
  ]),
  method: `Medians of ${rounds} rounds of ${DURATION / 1_000} s each, after one that warms up`,
  server: "a server that answers at once",
});
Deno.exit();
