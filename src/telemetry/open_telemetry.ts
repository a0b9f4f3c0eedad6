import { COUNTERS, GAUGES, labelsOf, type Observation } from "./figures.ts";
import type { Telemetry } from "./telemetry.ts";

/** Whether Deno exports telemetry, which is decided by its environment before it starts. */
export function isOpenTelemetryOn(): boolean {
  return Deno.env.get("OTEL_DENO") === "true";
}

/**
 * Hands a run's figures to Deno's own exporter, which sends them every `OTEL_METRIC_EXPORT_INTERVAL` milliseconds
 * and when the process ends.
 */
export async function startOpenTelemetry(scenario: string): Promise<Telemetry> {
  // Here and not above, so that a run without it does not load it.
  const { metrics } = await import("@opentelemetry/api");
  const meter = metrics.getMeter("cassbench");
  const counters = COUNTERS.map(({ name, description, read }) => ({
    counter: meter.createCounter(name, { description }),
    read,
  }));
  let last: Observation | undefined;
  for (const { name, read, ...options } of GAUGES) {
    meter.createObservableGauge(name, options).addCallback((result) => {
      if (last === undefined) return;
      const labels = labelsOf(scenario, last.case.parameters);
      for (const [value, more] of read(last.second)) result.observe(value, { ...labels, ...more });
    });
  }
  return {
    observe(progress) {
      // Between cases there is no last second.
      if (progress.type === "measured") last = undefined;
      if (progress.type !== "second") return;
      last = progress;
      const labels = labelsOf(scenario, progress.case.parameters);
      for (const { counter, read } of counters) counter.add(read(progress.second), labels);
    },
    stop: () => Promise.resolve(),
  };
}
