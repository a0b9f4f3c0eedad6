import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import { SETTING_ENTRIES } from "../../scenario/settings_table.ts";
import type { CaseResult } from "../case.ts";
import { estimate } from "../conclude/estimates.ts";
import type { Verdict } from "../verdict.ts";

/** A part of a document that has not been checked. */
type Loose = Record<string, unknown>;

const NOT_JUDGED: Verdict = {
  valid: false,
  reasons: [{
    code: "notJudged",
    message: "the version of cassbench that measured this did not judge the client",
    advice: "measure it again with this one",
  }],
};

/** A field that older documents lack: what stands in its place, and what is lacking without it. */
type Later = readonly [field: string, value: unknown, lacks?: string];

/** What every case has since a later version. */
const OF_CASES: readonly Later[] = [
  ["verdict", NOT_JUDGED, "whether the client was the limit, so no case counts as valid"],
  ["series", [], "what happened second by second"],
  ["dropped", 0],
  ["unsent", 0],
  ["schedule", null],
  ["waitTime", null],
  ["refused", 0, "how many times were refused as they cannot be right"],
];

const OF_NODES: readonly Later[] = [
  ["requestTime", undefined, "the times and errors of each coordinator"],
];

const OF_TARGETS: readonly Later[] = [["product", undefined, "what the server says it is"]];

/** The same of its seconds, and of the operations of a mix: the load went on until all had been sent. */
const OF_PARTS: readonly Later[] = [["unsent", 0]];

/** The same of what is said of the client. */
const OF_CLIENTS: readonly Later[] = [
  ["spinning", 0, "how much of the client's CPU time was waiting"],
  ["pool", { mean: 0, max: 0, full: 0 }, "how full the pool was"],
  ["driver", { inFlight: 0, limit: 0 }, "how full the driver's connections were"],
  ["cpuTime", undefined, "how much CPU time the client took"],
];

/** The same of how late the event loop was. */
const OF_LAGS: readonly Later[] = [["stalls", 0, "how often the event loop stalled"]];

/**
 * Puts into a document of an older version what later ones hold: what follows from the rest, the defaults of settings that
 * there were none of, and nothing where it was not measured.
 *
 * @param document is changed; it need not be one
 * @returns what it lacks, in words
 */
export function fillOlder(document: Loose): string[] {
  const lacks = new Set(Array.isArray(document.lacks) ? document.lacks : []);
  const environment = looseOf(document.environment);
  const cases = listOf(document.cases);
  fillSettings(looseOf(environment.settings));
  fillTimes([document.cases, document.populate]);
  for (const one of cases) {
    if (one.startedAt === undefined) {
      one.startedAt = environment.startedAt;
      lacks.add("when each case started: the start of the run stands there");
    }
    fill(one, OF_CASES, lacks);
    for (const part of [...listOf(one.series), ...listOf(one.mix)]) fill(part, OF_PARTS, lacks);
    for (const node of listOf(one.nodes)) fill(node, OF_NODES, lacks);
    const client = looseOf(one.client);
    fill(client, OF_CLIENTS, lacks);
    if (client.eventLoopLag) fill(looseOf(client.eventLoopLag), OF_LAGS, lacks);
  }
  fill(document, [["thresholds", []]], lacks);
  fill(looseOf(environment.target), OF_TARGETS, lacks);
  fillEstimates(document);
  return [...lacks];
}

function fill(part: Loose, fields: readonly Later[], lacks: Set<string>): void {
  for (const [field, value, words] of fields) {
    if (field in part) continue;
    if (value !== undefined) part[field] = value;
    if (words !== undefined) lacks.add(words);
  }
}

/** Settings with a default that only some loads have. */
const OF_SOME: ReadonlySet<string> = new Set(["mode", "noPopulate", "operations"]);

/** A setting that there was none of had the effect of its default. */
function fillSettings(settings: Loose): void {
  for (const [name, { default: value }] of SETTING_ENTRIES) {
    if (value !== undefined && !(name in settings) && !OF_SOME.has(name)) settings[name] = value;
  }
}

/** Before there were estimates there were no repetitions; before they told of p95, it stood in no document. */
function fillEstimates(document: Loose): void {
  const old = listOf(document.estimates).some(({ responseTime }) =>
    responseTime !== null && !("p95" in looseOf(responseTime))
  );
  if (document.estimates !== undefined && !old) return;
  try {
    document.estimates = estimate(listOf(document.cases) as unknown as CaseResult[]);
  } catch {
    // The cases are none, which is said when they are checked.
  }
}

/** Finds the 95th percentile of times that do not tell it, in their histograms. */
function fillTimes(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  const { histogram, p95, min, max } = value as Loose;
  if (typeof histogram !== "string") return Object.values(value).forEach(fillTimes);
  if (p95 !== undefined || typeof min !== "number" || typeof max !== "number") return;
  try {
    const found = decodeFromCompressedBase64(histogram).getValueAtPercentile(95) / 1e6;
    (value as Loose).p95 = Math.min(Math.max(found, min), max);
  } catch {
    // The histogram is none, which is said when it is checked.
  }
}

function looseOf(value: unknown): Loose {
  return Object(value);
}

function listOf(value: unknown): Loose[] {
  return Array.isArray(value) ? value.map(looseOf) : [];
}
