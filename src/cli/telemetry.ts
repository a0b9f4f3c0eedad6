import { messageOf } from "../errors.ts";
import { startOpenTelemetry } from "../telemetry/open_telemetry.ts";
import { startMetricsServer } from "../telemetry/prometheus.ts";
import { startSpans } from "../telemetry/spans.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import { variable } from "./environment.ts";
import { printError } from "./terminal.ts";

/**
 * Starts what tools can watch the run with: a port for Prometheus, and OpenTelemetry where Deno has it turned on.
 *
 * @throws {TargetError} when the port cannot be listened on
 */
export async function startTelemetry(
  port: number | undefined,
  scenario: string,
): Promise<Telemetry> {
  const started: Telemetry[] = [];
  if (port !== undefined) {
    const server = startMetricsServer(port, scenario);
    printError(`Metrics: http://127.0.0.1:${server.port}/metrics`);
    started.push(server);
  }
  // Deno exports telemetry where this was set before it started.
  if (variable("OTEL_DENO") === "true") {
    try {
      started.push(await startOpenTelemetry(scenario), await startSpans(scenario));
    } catch (error) {
      printError(`warning: OpenTelemetry gets nothing: ${messageOf(error)}`);
    }
  }
  return {
    observe(progress) {
      for (const one of started) one.observe(progress);
    },
    async stop() {
      await Promise.all(started.map((one) => one.stop()));
    },
  };
}
