import { delay } from "@std/async";
import { COUNTERS, GAUGES, labelsOf, type Observation } from "./figures.ts";
import type { Telemetry } from "./telemetry.ts";

/**
 * Milliseconds in which this thread answers Deno's exporter, should that have asked it for its figures before an export
 * that was due: when the process ends instead, both wait for each other for ever.
 */
const ANSWER = 5;

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
  // No observable ones: Deno asks those on the main thread, and hangs for ever if the process ends meanwhile.
  const gauges = GAUGES.map(({ name, read, ...options }) => ({
    gauge: meter.createGauge(name, options),
    read,
  }));

  function add({ case: { parameters }, second }: Observation): void {
    const labels = labelsOf(scenario, parameters);
    for (const { counter, read } of counters) counter.add(read(second), labels);
    for (const { gauge, read } of gauges) {
      for (const [value, more] of read(second)) gauge.record(value, { ...labels, ...more });
    }
  }

  return {
    observe(progress) {
      if (progress.type === "second") add(progress);
    },
    stop: () => delay(ANSWER),
  };
}
