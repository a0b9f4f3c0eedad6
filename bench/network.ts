// What does a proxy between client and node cost, where it holds nothing back?
//
// deno run -A bench/network.ts [--rounds 5]
//
// Creates by each client, one at a time and 100 in flight, in turn without a network and through a proxy that adds nothing, against a
// server that answers at once (bench/lib/null_server.ts). The proxy is on the client's machine, as it always is.

import { parseArgs } from "@std/cli";
import { run } from "@cassbench/cassbench";
import { formatCount } from "../src/result/format.ts";
import { formatRatios, printPage } from "./lib/page.ts";
import { interleave, median, ratios } from "./lib/rounds.ts";
import { startNullServer } from "./lib/start_null_server.ts";
import { users } from "./lib/users.ts";

const DURATION = 2_000;
const rounds = Number(parseArgs(Deno.args, { string: ["rounds"] }).rounds ?? 5);

await using server = await startNullServer();
const target = { contactPoints: [server.contactPoint] };

async function measure(client: "driver" | "wire", poolSize: number, isProxied: boolean) {
  const { cases: [measured] } = await run(users, {
    ...{ client: [client], poolSizes: [poolSize], target, duration: DURATION },
    ...isProxied && { network: {} },
  });
  if (measured?.serviceTime == null) throw new Error("no operation succeeded");
  const { throughput, operations, elapsed, network, serviceTime: { p50 } } = measured;
  const busy = network === undefined ? 0 : network.cpu - network.spinning;
  return { throughput, p50, core: busy, cpu: busy * elapsed / operations * 1_000 };
}

const rows: string[][] = [];
for (const client of ["driver", "wire"] as const) {
  for (const poolSize of [1, 100]) {
    const { direct, proxied } = await interleave(rounds, {
      direct: () => measure(client, poolSize, false),
      proxied: () => measure(client, poolSize, true),
    });
    const throughputs = [direct, proxied].map((found) => found.map((one) => one.throughput));
    const added = proxied.map(({ p50 }, round) => p50 - direct[round]!.p50);
    rows.push([
      `${client}, ${poolSize} in flight`,
      ...throughputs.map((found) => formatCount(median(found))),
      formatRatios(ratios(throughputs[1]!, throughputs[0]!)),
      median(added).toFixed(3),
      median(proxied.map(({ cpu }) => cpu)).toFixed(1),
      median(proxied.map(({ core }) => core)).toFixed(2),
    ]);
  }
}

printPage({
  titles: [
    "creates",
    "directly/s",
    "through a proxy/s",
    "ratio",
    "added p50 ms",
    "its CPU µs each",
    "of a core",
  ],
  rows,
  method: `Medians of ${rounds} rounds of ${DURATION / 1_000} s each, in turn`,
  server: "a server that answers at once",
});
Deno.exit();
