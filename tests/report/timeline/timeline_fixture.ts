import type { CaseResult } from "../../../src/result/case.ts";
import type { Span, TimelinePage } from "../../../src/result/timeline.ts";
import { caseOf, type CaseParts, errorsOf, summaryOf } from "../../result/fixture.ts";
import { type Random, seededRandom } from "../../support/random.ts";

/** A step as it went. */
export interface StepTimes {
  readonly name: string;
  readonly after?: readonly string[];
  /** Milliseconds that each of its requests was held back. */
  readonly latency?: number;
  /** What it asked, and how long each request took. */
  readonly requests?: readonly (readonly [name: string, ms: number])[];
  /** Milliseconds that it computed. */
  readonly compute?: number;
}

/** The seven look-ups of a small site's page. */
export const SITE: readonly StepTimes[] = [
  { name: "user", latency: 4, requests: [["find user", 0.9]] },
  { name: "session", latency: 3, requests: [["find session", 0.7]] },
  { name: "posts", latency: 8, requests: [["findAll post", 2.3]] },
  { name: "likes", after: ["posts"], latency: 6, requests: [["findAll like", 1.8]] },
  { name: "friends", latency: 5, requests: [["findAll friend", 1.4]] },
  { name: "messages", latency: 7, requests: [["findAll message", 1.6]] },
  { name: "adverts", latency: 2, requests: [["find advert", 0.6]] },
];

/** The time between two steps, and before the first. */
const GAP = 0.05;

/** A page of these steps; `mode` says when each starts. */
export function pageOf(
  steps: readonly StepTimes[],
  mode: "serial" | "concurrent",
  parts: Partial<TimelinePage> & { readonly factor?: number } = {},
): TimelinePage {
  const { factor = 1, ...page } = parts;
  const ends = new Map<string, number>();
  let last = 0;
  const spans = steps.flatMap((step) => {
    const start = mode === "serial"
      ? last + GAP
      : Math.max(0, ...(step.after ?? []).map((name) => ends.get(name) ?? 0)) + GAP;
    const own = spansOf(step, start, factor);
    last = own[0]?.end ?? start;
    ends.set(step.name, last);
    return own;
  }).sort((a, b) => a.start - b.start);
  return {
    ...{ operation: 17, kept: "median", traceId: "0".repeat(32), startedAt: 1_795_000_000_000 },
    elapsed: Math.max(...ends.values()) + GAP,
    spans,
    ...page,
  };
}

/** The step's own span first. */
function spansOf(
  { name, latency = 0, requests = [], compute }: StepTimes,
  start: number,
  factor: number,
): Span[] {
  let now = start;
  const inner: Span[] = [];
  const add = (part: Pick<Span, "name" | "kind">, ms: number) => {
    inner.push({ ...part, step: name, start: now, end: now + ms * factor });
    now += ms * factor;
  };
  for (const [request, ms] of requests) {
    if (latency > 0) add({ name: "latency", kind: "latency" }, latency);
    add({ name: request, kind: "request" }, ms);
  }
  if (compute !== undefined) add({ name, kind: "compute" }, compute);
  return [{ name, kind: "step", step: name, start, end: now + 0.02 }, ...inner];
}

/** A case of such pages in one mode. */
export function pageCaseOf(
  mode: "serial" | "concurrent" | "threads",
  timeline: readonly TimelinePage[],
  { steps = SITE, ...parts }: Omit<CaseParts, "steps"> & { steps?: readonly StepTimes[] } = {},
): CaseResult {
  const measured = caseOf({ ...parts, own: { ...parts.own, mode }, timeline });
  return {
    ...measured,
    steps: steps.map(({ name, after = [], latency = 0, compute }) => ({
      ...{ name, after, latency, kind: compute === undefined ? "requests" : "compute" } as const,
      ...{ operations: 1_000, errors: errorsOf({}), serviceTime: summaryOf(latency + 1) },
      ...{ injectedLatency: null, share: null },
    })),
  };
}

/** The site's page, serial and concurrent: the median and the slowest one of each mode. */
export function siteCases(parts: CaseParts = {}): CaseResult[] {
  return (["serial", "concurrent"] as const).map((mode) =>
    pageCaseOf(mode, [
      pageOf(SITE, mode, { kept: "slowest", factor: 1.8, operation: 3 }),
      pageOf(SITE, mode),
    ], { ...parts, steps: SITE })
  );
}

/** A page of anything: every kind of span, anywhere, also outside of steps and of the page. */
export function randomPage(random: Random): TimelinePage {
  const elapsed = random.pick([0, 0.004, 1, 47.3, 3_600_000]);
  const names = [
    "user",
    "a name that goes on and on, as names of steps can",
    "日本語の名前",
    "",
    "`a`\n",
  ];
  const kinds = ["wait", "step", "compute", "latency", "request", "server"] as const;
  const spans = Array.from({ length: random.below(60) }, () => {
    const [name, kind, step] = [random.pick(names), random.pick(kinds), random.pick(names)];
    const start = (random.number() * 1.2 - 0.1) * elapsed;
    return {
      ...{ name: kind === "step" ? step : name, kind, start },
      end: start + random.number() * elapsed,
      ...kind !== "wait" && random.below(5) > 0 && { step },
      ...kind === "server" && { node: random.pick(["127.0.0.2", "2001:db8:85a3::8a2e:370:7334"]) },
      ...random.below(6) === 0 && { error: "no\u0007 answer" },
    };
  });
  const isFailed = random.below(3) === 0;
  return {
    ...{ operation: random.below(1_000), traceId: "0".repeat(32), startedAt: 0, elapsed, spans },
    kept: random.pick(["median", "slowest", "failed", "traced"]),
    ...isFailed && { error: "step failed as <it> took longer than it may: ".repeat(4) },
    ...random.below(2) === 0 && {
      clocks: [{ node: "2001:db8:85a3::8a2e:370:7334", offset: -0.12, uncertainty: 0.3 }],
    },
  };
}

/** Cases of such pages: of several modes, axes and repetitions, or of an operation with tasks. */
export function randomCases(seed: number): CaseResult[] {
  const random = seededRandom(seed);
  const pages = () => Array.from({ length: random.below(4) }, () => randomPage(random));
  if (random.below(4) === 0) return [caseOf({ timeline: pages() })];
  return [0, 5].flatMap((latency) =>
    (["concurrent", "serial", "threads"] as const).map((mode) =>
      pageCaseOf(mode, pages(), { latency, own: { size: "<b>`\n" } })
    )
  );
}
