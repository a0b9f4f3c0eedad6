import { type Flag, FLAGS } from "./flags.ts";

/** What `--help` shows. */
export function helpText(): string {
  const flags = Object.entries<Flag>(FLAGS).map(([name, { value, help }]) =>
    `  ${`--${name}${value === undefined ? "" : ` ${value}`}`.padEnd(33)}${help}`
  );
  return `cassbench: a scriptable benchmark toolkit for Apache Cassandra

  deno run -A mod.ts SCENARIO [options]            run a scenario file
  deno run -A mod.ts search SCENARIO [options]     the highest rate that holds
  deno run -A mod.ts calibrate                     check how well it measures
  deno run -A mod.ts cassandra start [--nodes 3]   keep a real Cassandra running
  deno run -A mod.ts cassandra stop | status | logs

The target is the embedded CQL server, which is not a measure of Cassandra, or:
${flags.slice(0, TARGET_FLAGS).join("\n")}

Settings in place of the scenario's own (an axis of its matrix is a flag too):
${flags.slice(TARGET_FLAGS, SETTING_FLAGS).join("\n")}

Output (without --json and --markdown: results/NAME-TIME.json, .md and .svg):
${flags.slice(SETTING_FLAGS).join("\n")}

Environment: CASSANDRA_CONTACT_POINTS, CASSANDRA_USERNAME, CASSANDRA_PASSWORD,
OTEL_DENO=true OTEL_METRIC_EXPORT_INTERVAL=1000 for metrics by OpenTelemetry.
Exit code: 0 good, 1 could not run, 2 bad usage or scenario, 3 threshold failed,
4 figures are invalid (--strict), 130 or 143 stopped.
`;
}

const names = Object.keys(FLAGS);
const TARGET_FLAGS = names.indexOf("latency");
const SETTING_FLAGS = names.indexOf("json");
