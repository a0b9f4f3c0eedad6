import type { TargetChoice } from "../cluster/target.ts";
import type { RunOptions } from "../run/options.ts";
import type { Axes, AxisValue, Settings } from "../scenario/settings.ts";
import type { Threshold } from "../scenario/threshold.ts";
import { type FlagValues, usageError } from "./flags.ts";
import { parseNumber } from "./values.ts";

/**
 * The target among the flags.
 *
 * @throws {ScenarioError} for two targets, or for what goes with another
 */
export function chooseTarget(flags: FlagValues): Pick<RunOptions, "target" | "nodes" | "port"> {
  const { cassandra = false, nodes, port } = flags;
  const problems: string[] = [];
  if (cassandra && flags["contact-points"]) {
    problems.push("--cassandra and --contact-points are two targets");
  }
  for (const flag of ["local-datacenter", "username"] as const) {
    if (flags[flag] !== undefined && contactPoints(flags) === undefined) {
      problems.push(`--${flag} goes with --contact-points`);
    }
  }
  if (!cassandra && nodes !== undefined) problems.push("--nodes goes with --cassandra");
  if (!cassandra && port !== undefined) problems.push("--port goes with --cassandra");
  if (problems.length > 0) throw usageError(problems);
  if (!cassandra) return { target: existingCluster(flags) ?? "embedded" };
  return { target: "cassandra", ...given({ nodes, port }) };
}

function contactPoints(flags: FlagValues): string[] | undefined {
  const fromEnvironment = Deno.env.get("CASSANDRA_CONTACT_POINTS") || undefined;
  return flags["contact-points"] ?? fromEnvironment?.split(",");
}

function existingCluster(flags: FlagValues): TargetChoice | undefined {
  const points = contactPoints(flags);
  if (points === undefined) return undefined;
  return {
    contactPoints: points,
    ...given({
      localDataCenter: flags["local-datacenter"],
      username: flags.username ?? Deno.env.get("CASSANDRA_USERNAME"),
      password: Deno.env.get("CASSANDRA_PASSWORD"),
    }),
  };
}

/** The settings among the flags, under the scenario's names. What they may be, the plan checks. */
export function settingsFrom(flags: FlagValues): Settings {
  const { latency, operations, duration, rate, stages, timeout, trace, warmup } = flags;
  const { repetitions, workers, seed, keyspace, connections } = flags;
  return given({
    latency,
    poolSizes: flags["pool-sizes"],
    operations,
    duration,
    rate,
    stages,
    arrivals: flags.arrivals as Settings["arrivals"],
    overflow: flags.overflow as Settings["overflow"],
    mode: flags.mode as Settings["mode"],
    timeout,
    onFailure: flags["on-failure"] as Settings["onFailure"],
    trace,
    warmup,
    repetitions,
    workers,
    thresholds: flags.threshold as readonly Threshold[] | undefined,
    seed,
    keyspace,
    consistency: flags.consistency as Settings["consistency"],
    connections,
  });
}

/** The values without those that are undefined. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T> as ReturnType<typeof given<T>>;
}

/**
 * Reads the flags that are named after an axis; an axis of numbers takes numbers.
 *
 * @throws {ScenarioError} for flags that are named after nothing
 */
export function readAxes(axes: Axes, others: ReadonlyMap<string, string>): Axes {
  const problems: string[] = [];
  const read: Record<string, AxisValue[]> = {};
  for (const [flag, text] of others) {
    const name = flag.replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase());
    if (!Object.hasOwn(axes, name)) {
      problems.push(`--${flag} is no flag, and no axis of the scenario`);
      continue;
    }
    const [kind, parse] = axisReader(axes[name] ?? []);
    const values = text.split(",").map((part) => parse(part.trim()));
    if (values.includes(undefined)) problems.push(`--${flag} must be ${kind}: found "${text}"`);
    read[name] = values.filter((value) => value !== undefined);
  }
  if (problems.length > 0) throw usageError(problems);
  return read;
}

/** What the values of an axis are called, and how one is read. */
function axisReader(
  values: readonly AxisValue[],
): [kind: string, parse: (text: string) => AxisValue | undefined] {
  if (values.every((value) => typeof value === "number")) return ["numbers", parseNumber];
  if (values.every((value) => typeof value === "boolean")) {
    return ["true or false", (text) => ({ true: true, false: false })[text]];
  }
  return ["text", (text) => text];
}
