import { delay } from "@std/async";
import type { Attributes, Context } from "@opentelemetry/api";
import type { CaseResult } from "../result/case.ts";
import type { Span, TimelinePage } from "../result/timeline.ts";
import { labelsOf } from "./figures.ts";
import type { Telemetry } from "./telemetry.ts";

/**
 * A thousand spans a second at most: Deno's exporter holds some two thousand, sends 512 at a time, and loses the others
 * without a word. In small bursts, as they share the thread with the load.
 */
const BURST = 50;
const PAUSE = 50;

/** Deno takes a trace id only from a parent: so pages have one that nobody ever sent. */
const NOBODY = "0000000000000001";

/** Hands the pages that each case has kept to Deno's own exporter: one trace each, never one for each operation. */
export async function startSpans(scenario: string): Promise<Telemetry> {
  const { ROOT_CONTEXT, SpanStatusCode, trace, TraceFlags } = await import("@opentelemetry/api");
  const tracer = trace.getTracer("cassbench");
  let cases = 0;
  let started = 0;
  let exporting = Promise.resolve();

  async function exportCase({ parameters, repetition, timeline = [] }: CaseResult): Promise<void> {
    const labels = labelsOf(scenario, parameters);
    for (const page of timeline) {
      const { operation, kept } = page;
      await exportPage(page, {
        ...{ ...labels, operation, kept },
        ...repetition !== undefined && { repetition },
      });
    }
  }

  async function exportPage(page: TimelinePage, attributes: Attributes): Promise<void> {
    const { traceId, startedAt, elapsed, error, spans } = page;

    /** A piece of the page, as its children see it. */
    async function send(
      { name, start, end, error }: Pick<Span, "name" | "start" | "end" | "error">,
      attributes: Attributes,
      parent: Context,
    ): Promise<Context> {
      if (++started % BURST === 0) await delay(PAUSE);
      const span = tracer.startSpan(name, { startTime: startedAt + start, attributes }, parent);
      if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
      span.end(startedAt + end);
      return trace.setSpan(parent, span);
    }

    const parent = { traceId, spanId: NOBODY, traceFlags: TraceFlags.SAMPLED, isRemote: true };
    const whole = { name: scenario, start: 0, end: elapsed, ...error !== undefined && { error } };
    const root = await send(whole, attributes, trace.setSpanContext(ROOT_CONTEXT, parent));
    const steps: { readonly span: Span; readonly context: Context }[] = [];
    for (const span of spans.filter(isStep)) {
      steps.push({ span, context: await send(span, attributesOf(span), root) });
    }
    for (const span of spans.filter((span) => !isStep(span))) {
      const step = steps.find((step) => isPartOf(span, step.span));
      await send(span, attributesOf(span), step?.context ?? root);
    }
  }

  return {
    observe(progress) {
      if (progress.type !== "measured") return;
      const finished = progress.result.cases.slice(cases);
      cases += finished.length;
      for (const one of finished) {
        exporting = exporting.then(() => exportCase(one)).catch(() => {});
      }
    },
    stop: () => exporting,
  };
}

function isStep({ kind }: Span): boolean {
  return kind === "step";
}

/** Tasks may share a name, so times must tell. */
function isPartOf({ step, start, end }: Span, whole: Span): boolean {
  return step === whole.step && start >= whole.start && end <= whole.end;
}

function attributesOf({ kind, node, trace }: Span): Attributes {
  return { kind, ...node !== undefined && { node }, ...trace !== undefined && { trace } };
}
