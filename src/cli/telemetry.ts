import { messageOf } from "../errors.ts";
import { startOpenTelemetry } from "../telemetry/open_telemetry.ts";
import { startMetricsServer } from "../telemetry/prometheus.ts";
import { startSpans } from "../telemetry/spans.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import { startDashboard } from "./dashboard/dashboard.ts";
import { variable } from "./environment.ts";
import { printError } from "./terminal.ts";

/** The ports that were asked for; 0 is any that is free. */
export interface TelemetryPorts {
  /** Where a browser shows the run. */
  readonly dashboard: number | undefined;
  /** Where Prometheus reads figures. */
  readonly metrics: number | undefined;
}

/**
 * Starts what a run can be watched with: a page for a browser, a port for Prometheus, and OpenTelemetry where Deno has it
 * turned on.
 *
 * @throws {TargetError} when a port cannot be listened on
 */
export async function startTelemetry(
  { dashboard: pagePort, metrics }: TelemetryPorts,
  scenario: string,
): Promise<Telemetry> {
  const started: Telemetry[] = [];
  if (pagePort !== undefined) {
    const dashboard = await startDashboard(pagePort, scenario);
    printError(`Dashboard: ${dashboard.address}`);
    started.push(dashboard);
  }
  if (metrics !== undefined) {
    const server = startMetricsServer(metrics, scenario);
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
