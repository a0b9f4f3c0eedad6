import { messageOf, TargetError } from "../errors.ts";
import { requirePermission } from "../runtime/permissions.ts";
import { createExposition } from "./exposition.ts";
import type { Telemetry } from "./telemetry.ts";

/** Where Prometheus reads the figures. */
export interface MetricsServer extends Telemetry {
  readonly port: number;
}

const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Serves a run's figures on this machine, at `/metrics`, in Prometheus's text format. Port 0 is any free one.
 *
 * @throws {TargetError} when the port cannot be had
 */
export function startMetricsServer(port: number, scenario: string): MetricsServer {
  const { observe, text } = createExposition(scenario);
  const server = listen(port, (request) => {
    const isMetrics = request.method === "GET" && new URL(request.url).pathname === "/metrics";
    if (!isMetrics) return new Response("The metrics are at /metrics\n", { status: 404 });
    return new Response(text(), { headers: { "content-type": CONTENT_TYPE } });
  });
  return { observe, port: server.addr.port, stop: () => server.shutdown() };
}

function listen(port: number, handle: Deno.ServeHandler): Deno.HttpServer<Deno.NetAddr> {
  const cannot = `Cannot serve metrics on port ${port} of 127.0.0.1`;
  requirePermission({ name: "net", host: `127.0.0.1:${port}` }, cannot);
  try {
    return Deno.serve({ hostname: "127.0.0.1", port, onListen() {} }, handle);
  } catch (cause) {
    throw new TargetError(
      `${cannot}: ${messageOf(cause)}`,
      "pass another --metrics-port; 0 is any free one",
      { cause },
    );
  }
}
