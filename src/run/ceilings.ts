import type { ServerThread } from "../embedded/server.ts";
import type { Ceiling } from "../result/document.ts";
import { model } from "../scenario/schema/model.ts";
import { scenario } from "../scenario/scenario.ts";
import { type Client, CLIENTS } from "../scenario/settings.ts";
import { run } from "./run.ts";

const Row = model("ceiling", { id: "uuid", name: "text" }, ["id"]);

/** Enough for the CPU clock, which can tick every 10 ms; the wire client needs a tenth of a second. */
const OPERATIONS = 40_000;

/** The best counts, as what else the machine does can only cost more. */
const ROUNDS = 3;

/**
 * Measures what a thread of this machine can do at most with each client: creates in a pool of 100 on a server that answers
 * at once. It goes by the CPU time that an operation takes, so the server may be slower than the client.
 */
export async function measureCeilings(
  server: ServerThread,
  signal: AbortSignal,
): Promise<Record<Client, Ceiling>> {
  await server.setServiceTime({ kind: "constant", ms: 0 });
  const creates = scenario({
    name: "ceilings",
    models: [Row],
    client: CLIENTS,
    poolSizes: [100],
    operations: OPERATIONS,
    repetitions: ROUNDS,
    input: ({ index }) => ({ id: crypto.randomUUID(), name: `name ${index}` }),
    operation: (session, row) => session.create(Row, row),
  });
  const target = { contactPoints: [`${server.host}:${server.port}`] };
  const { cases } = await run(creates, { target, signal });
  signal.throwIfAborted();
  const ceilings = CLIENTS.map((client) => {
    const own = cases.filter(({ parameters }) => parameters.client === client);
    const cpu = Math.min(...own.map(({ client: { cpuTime = NaN } }) => cpuTime / OPERATIONS)) * 1e3;
    return [client, { cpu, throughput: 1e6 / cpu }] as const;
  });
  return Object.fromEntries(ceilings) as Record<Client, Ceiling>;
}
