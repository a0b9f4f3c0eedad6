// How precisely do the network's proxies hold back what passes?
//
// deno run -A bench/network_delay.ts [--rounds 5] [--seconds 3]
//
// Sends pieces of 64 bytes at a rate from this thread to itself, each with the instant at which it was sent: directly, through a
// proxy that holds nothing back, and through one that adds 2 ms to a round trip, so 1 ms each way. Goal: what is added is
// 1 ms, within 0.1 ms (p50), at 1,000 and at 20,000 a second.

import { parseArgs } from "@std/cli";
import { startProxyThread } from "../src/network/network.ts";
import type { Behind } from "../src/network/proxy.ts";
import { formatCount } from "../src/result/format.ts";
import { createAlarm } from "../src/runtime/alarm.ts";
import { lookAtSockets } from "../src/runtime/look.ts";
import type { CaseNetwork } from "../src/scenario/network.ts";
import { printPage } from "./lib/page.ts";
import { interleave } from "./lib/rounds.ts";

const HOST = "127.0.0.1";
const flags = parseArgs(Deno.args, { string: ["rounds", "seconds"] });
const rounds = Number(flags.rounds ?? 5);
const seconds = Number(flags.seconds ?? 3);
const PIECE = 64;

await lookAtSockets();

/** What one round found. */
interface Found {
  /** Milliseconds from one end of a connection to the other, each piece. */
  readonly times: Float64Array;
  /** Share of a core that the proxies' thread took, without what it spun. */
  readonly cpu: number;
}

/** Sends pieces at a rate from this thread to itself, through a proxy or not, each with the instant at which it was sent. */
async function send(rate: number, network: CaseNetwork | undefined): Promise<Found> {
  const listener = Deno.listen({ hostname: HOST, port: 0 });
  const behind: Behind = { host: HOST, port: listener.addr.port };
  const thread = network && await startProxyThread([behind], 1);
  await thread?.begin(network ?? {});
  const near = await Deno.connect({ hostname: HOST, port: (thread?.addresses[0] ?? behind).port });
  const far = await listener.accept();
  for (const socket of [near, far]) socket.setNoDelay(true);
  const count = rate * seconds;
  const received = receive(far, count);
  await sendAtRate(near, rate, count);
  const times = await received;
  const { cpu = 0, spinning = 0 } = await thread?.end() ?? {};
  await thread?.close();
  for (const one of [near, far, listener]) one.close();
  // The first tenth finds the code uncompiled.
  return { times: times.slice(count / 10).sort(), cpu: cpu - spinning };
}

async function receive(socket: Deno.TcpConn, count: number): Promise<Float64Array> {
  const times = new Float64Array(count);
  const buffer = new Uint8Array(1_000 * PIECE);
  const view = new DataView(buffer.buffer);
  for (let got = 0, rest = 0; got < count;) {
    const length = await socket.read(buffer.subarray(rest));
    const now = performance.now();
    const end = rest + (length ?? 0);
    let at = 0;
    for (; at + PIECE <= end; at += PIECE) times[got++] = now - view.getFloat64(at);
    buffer.copyWithin(0, at, end);
    rest = end - at;
  }
  return times;
}

function sendAtRate(socket: Deno.TcpConn, rate: number, count: number): Promise<void> {
  const start = performance.now() + 50;
  let sent = 0;
  return new Promise((resolve) => {
    const alarm = createAlarm(() => {
      const now = performance.now();
      while (sent < count && start + sent * 1_000 / rate <= now) {
        const piece = new Uint8Array(PIECE);
        new DataView(piece.buffer).setFloat64(0, performance.now());
        socket.write(piece);
        sent++;
      }
      if (sent < count) return start + sent * 1_000 / rate - performance.now();
      resolve();
    });
    alarm.set();
  });
}

function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))]!;
}

const LATENCY = 2;
const SHARES = [0.5, 0.9, 0.99];

/** The shortest of each percentile, as another program can only make a round longer. */
function best(found: readonly Found[]): number[] {
  return SHARES.map((share) => Math.min(...found.map(({ times }) => percentile(times, share))));
}

const rows: string[][] = [];
for (const rate of [1_000, 20_000]) {
  const { direct, proxy, held } = await interleave(rounds, {
    direct: () => send(rate, undefined),
    proxy: () => send(rate, {}),
    held: () => send(rate, { latency: LATENCY }),
  });
  const [plain, slow] = [best(proxy), best(held)];
  const errors = slow.map((ms, at) => ms - plain[at]! - LATENCY / 2);
  const format = (times: readonly number[]) => times.map((ms) => ms.toFixed(3)).join(" / ");
  rows.push([
    formatCount(rate),
    format(best(direct)),
    format(plain),
    format(slow),
    format(errors),
    Math.min(...held.map(({ cpu }) => cpu)).toFixed(2),
  ]);
}

printPage({
  titles: [
    "pieces a second",
    "directly, ms p50 / p90 / p99",
    "through a proxy",
    "and 1 ms each way",
    "error",
    "core",
  ],
  rows,
  method: `${rounds} rounds of ${seconds} s each, in turn; the best of each percentile`,
  server: "no server",
});
Deno.exit();
