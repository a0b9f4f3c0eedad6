// deno-lint-ignore-file camelcase -- the names are latte's
import { fileURLToPath } from "node:url";
import { capture, type SideLoad, type SideReading } from "./reading.ts";

const WORKLOAD = fileURLToPath(new URL("workload.rn", import.meta.url));

/** Runs latte in a process of its own. Its CPU time is that of what it measures. */
export async function runLatte(
  latte: string,
  { host, port, poolSize, seconds, warmupSeconds }: SideLoad,
): Promise<SideReading> {
  const folder = await Deno.makeTempDir();
  try {
    const load = ["-p", poolSize, "-d", `${seconds}s`, "-w", `${warmupSeconds}s`].map(String);
    const output = ["-q", "--consistency", "LOCAL_ONE", "-o", "report.json"];
    await capture(latte, ["run", WORKLOAD, `${host}:${port}`, ...load, ...output], folder);
    return read(JSON.parse(await Deno.readTextFile(`${folder}/report.json`)));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The part of latte's report that is of interest. */
interface Report {
  readonly percentiles: readonly number[];
  readonly result: {
    readonly cpu_time_s: number;
    readonly request_count: number;
    readonly error_count: number;
    readonly req_throughput: { readonly value: number };
    readonly request_latency: { readonly percentiles: readonly { readonly value: number }[] };
  };
}

function read({ percentiles, result }: Report): SideReading {
  if (result.error_count > 0) {
    throw new Error(`Cannot measure as ${result.error_count} creates failed`);
  }
  const percentile = (percent: number) =>
    result.request_latency.percentiles[percentiles.indexOf(percent)]?.value ?? NaN;
  return {
    throughput: result.req_throughput.value,
    p50: percentile(50),
    p99: percentile(99),
    cpu: result.cpu_time_s * 1e6 / result.request_count,
  };
}
