import { delay } from "@std/async";

/** A value that arrived: what it is of, and what it is. */
export interface Arrived {
  readonly labels: Readonly<Record<string, unknown>>;
  readonly value: number;
}

/** A span that arrived, as OTLP has it. */
export interface ArrivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  /** Nanoseconds since 1970. */
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code: number; readonly message: string };
  readonly attributes: Attributes;
}

/** Gets what OpenTelemetry exports. */
export interface Collector {
  /** What makes a process export to it. */
  readonly env: Record<string, string>;
  /** Every value of a metric, in the order in which they arrived. */
  arrived(metric: string): Arrived[];
  hasArrived(metric: string): Promise<void>;
  /** Every span, in the order in which they arrived. */
  spans(): readonly ArrivedSpan[];
  stop(): Promise<void>;
}

type Attributes = readonly { readonly key: string; readonly value: object }[];

interface Point {
  readonly attributes: Attributes;
  readonly asDouble: number;
}

interface Metric {
  readonly name: string;
  readonly sum?: { readonly dataPoints: readonly Point[] };
  readonly gauge?: { readonly dataPoints: readonly Point[] };
}

/** Attributes by their names. */
export function labelsOf(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

/** Listens on a port of this machine for metrics and spans in OTLP's JSON. */
export function startCollector(interval: number): Collector {
  const metrics: Metric[] = [];
  const spans: ArrivedSpan[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { resourceMetrics = [], resourceSpans = [] } = await request.json();
    for (const { scopeSpans } of resourceSpans) {
      for (const scope of scopeSpans) spans.push(...scope.spans);
    }
    for (const { scopeMetrics } of resourceMetrics) {
      for (const scope of scopeMetrics) metrics.push(...scope.metrics);
    }
    return Response.json({});
  });
  function arrived(name: string): Arrived[] {
    return metrics.filter((metric) => metric.name === name)
      .flatMap(({ sum, gauge }) => [...sum?.dataPoints ?? [], ...gauge?.dataPoints ?? []])
      .map(({ attributes, asDouble }) => ({ labels: labelsOf(attributes), value: asDouble }));
  }

  return {
    env: {
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${server.addr.port}`,
      OTEL_METRIC_EXPORT_INTERVAL: String(interval),
    },
    arrived,
    async hasArrived(metric) {
      while (arrived(metric).length === 0) await delay(10);
    },
    spans: () => spans,
    stop: () => server.shutdown(),
  };
}
