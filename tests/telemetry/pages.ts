import type { Span, TimelinePage } from "../../src/result/timeline.ts";
import { caseOf } from "../result/fixture.ts";

/** Of more spans than Deno's exporter takes at once. */
const PAGES = 80;
const STEPS = 10;

/** A page of steps that each wait, ask and are answered; the last one fails. */
function pageOf(place: number): TimelinePage {
  const steps = Array.from({ length: STEPS }, (_, at): Span[] => {
    const name = `step ${at}`;
    const trace = `trace ${place} ${at}`;
    const piece = (kind: Span["kind"], name: string, start: number, end: number): Span => ({
      ...{ name, kind, step: `step ${at}`, start: at + start, end: at + end },
    });
    return [
      { ...piece("step", name, 0, 9), ...at === STEPS - 1 && { error: "no such table" } },
      piece("latency", "latency", 0, 1.25),
      { ...piece("request", "find user", 1.25, 8.5), trace },
      { ...piece("server", "coordinator", 2, 8), node: "10.0.0.1" },
    ];
  });
  return {
    ...{ operation: 7 * place, kept: "failed", error: "step 9 failed: no such table" },
    traceId: `0af7651916cd43dd${String(place).padStart(16, "0")}`,
    ...{ startedAt: 1_795_351_216_692.25 + 20 * place, elapsed: 20.5 },
    spans: [{ name: "wait", kind: "wait", start: 0, end: 0.75 }, ...steps.flat()],
  };
}

const pages = Array.from({ length: PAGES }, (_, place) => pageOf(place));

/** Two cases, of which the first has one page only, and its steps are two tasks of one name. */
export const CASES = [
  caseOf({
    ...{ own: { mode: "serial" }, repetition: 2 },
    timeline: [{
      ...{ operation: 1, kept: "median", traceId: "f".repeat(32), startedAt: 1_000, elapsed: 9 },
      spans: [
        { name: "ask", kind: "step", step: "ask", start: 0, end: 4 },
        { name: "ask", kind: "step", step: "ask", start: 5, end: 9 },
        { name: "find user", kind: "request", step: "ask", start: 6, end: 8 },
      ],
    }],
  }),
  caseOf({ own: { mode: "concurrent" }, latency: 5, poolSize: 10, timeline: pages }),
];
