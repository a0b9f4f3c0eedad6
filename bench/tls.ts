// What does TLS cost an operation, with each client?
//
// deno run -A bench/tls.ts [--rounds 5] [--seconds 2]
//
// Creates, 100 and 1 in flight, in turn without TLS and with it, against a server that answers at once in another process
// (bench/lib/null_server.ts). With a client certificate, wire goes by node:tls, and else by Deno's own TLS.

import { parseArgs } from "@std/cli";
import { run } from "@cassbench/cassbench";
import { formatCount } from "../src/result/format.ts";
import { makeAuthority } from "../tests/support/certificates.ts";
import { formatRatios, printPage } from "./lib/page.ts";
import { interleave, median, ratios } from "./lib/rounds.ts";
import { startNullServer } from "./lib/start_null_server.ts";
import { users } from "./lib/users.ts";

const flags = parseArgs(Deno.args, { string: ["rounds", "seconds"] });
const rounds = Number(flags.rounds ?? 5);
const duration = Number(flags.seconds ?? 2) * 1_000;

const { ca, sign } = makeAuthority();
const node = sign({ name: "node", names: ["127.0.0.1"] });
const me = sign({ name: "me" });
const folder = await Deno.makeTempDir();
const files = [`${folder}/node.pem`, `${folder}/node.key`];
await Deno.writeTextFile(files[0]!, node.cert);
await Deno.writeTextFile(files[1]!, node.key);
await using server = await startNullServer(files);
await Deno.remove(folder, { recursive: true });

const PLAIN = { contactPoints: [server.contactPoint] };
const TLS = { contactPoints: [server.securePoint!], tls: { ca: ca.cert } };
const OWN = { ...TLS, tls: { ...TLS.tls, cert: me.cert, key: me.key } };

async function measure(client: "driver" | "wire", poolSize: number, target: typeof PLAIN) {
  const settings = { client: [client], poolSizes: [poolSize], duration, warmup: 500 };
  const { cases: [measured] } = await run(users, { ...settings, target });
  if (!measured || measured.errors.total > 0) throw new Error("Cannot measure as creates failed");
  const { throughput, operations, client: { cpuTime = NaN } } = measured;
  return { throughput, cpu: cpuTime / operations * 1_000 };
}

const ways: [name: string, client: "driver" | "wire", poolSize: number, target: typeof PLAIN][] = [
  100,
  1,
].flatMap((pool) => [
  [`driver, pool ${pool}`, "driver", pool, PLAIN],
  [`driver, pool ${pool}, TLS`, "driver", pool, TLS],
  [`wire, pool ${pool}`, "wire", pool, PLAIN],
  [`wire, pool ${pool}, TLS`, "wire", pool, TLS],
  [`wire, pool ${pool}, TLS with a client certificate`, "wire", pool, OWN],
]);

const measured = await interleave(
  rounds,
  Object.fromEntries(ways.map(([name, ...how]) => [name, () => measure(...how)])),
);

printPage({
  titles: ["creates", "creates/s", "CPU µs each", "creates/s to without TLS", "CPU µs more"],
  rows: ways.map(([name, client, pool]) => {
    const of = (way: string, field: "throughput" | "cpu") =>
      measured[way]!.map((one) => one[field]);
    const plain = `${client}, pool ${pool}`;
    const [cpu, without] = [of(name, "cpu"), of(plain, "cpu")];
    return [
      name,
      formatCount(median(of(name, "throughput"))),
      median(cpu).toFixed(1),
      formatRatios(ratios(of(name, "throughput"), of(plain, "throughput"))),
      name === plain ? "" : median(cpu.map((one, round) => one - without[round]!)).toFixed(1),
    ];
  }),
  method: `Medians of ${rounds} rounds of ${duration / 1_000} s each, after one that warms up`,
  server: "a server that answers at once",
});
Deno.exit();
