/**
 * The document as a schema. A field of the types in `src/result` belongs here too: the compiler says which one is missing.
 */
import { z } from "zod";
import type {
  Estimate,
  Finding,
  GaveWay,
  ModeSpeedup,
  OutcomeFacts,
  PoolSpeedup,
  Result,
  SearchResult,
  SearchStep,
  ThresholdResult,
  Warning,
} from "../document.ts";
import { poolAdvice } from "./advice_schema.ts";
import { status } from "./case_parts_schema.ts";
import { caseResult, populate } from "./case_schema.ts";
import { environment } from "./environment_schema.ts";
import { amount, count, number, parameters, text, texts, tied } from "./parts.ts";
import { interval } from "./time_schema.ts";

const estimate = tied<Estimate>()(
  "Estimate",
  z.object({
    ...{ parameters, repetitions: count, throughput: interval },
    responseTime: z.object({ p50: interval, p95: interval, p99: interval }).nullable(),
  }),
);

const modeSpeedup = tied<ModeSpeedup>()(
  "ModeSpeedup",
  z.object({
    ...{ parameters, mode: z.enum(["concurrent", "threads"]) },
    ...{ speedup: number, interval: interval.nullable(), allowed: number },
  }),
);

const poolSpeedup = tied<PoolSpeedup>()(
  "PoolSpeedup",
  z.object({
    ...{ parameters, poolSize: count, over: count },
    ...{ speedup: number, interval: interval.nullable() },
  }),
);

const finding = tied<Finding>()(
  "Finding",
  z.object({
    ...{ code: text, parameters: parameters.exactOptional() },
    ...{ message: text, advice: text.exactOptional() },
  }),
);

const outcome = tied<OutcomeFacts>()(
  "OutcomeFacts",
  z.object({
    ...{ succeeded: z.boolean(), valid: z.boolean(), invalid: count },
    ...{ fruitless: count.exactOptional(), lost: texts.exactOptional(), failed: texts },
  }),
);

const threshold = tied<ThresholdResult>()(
  "ThresholdResult",
  z.object({ expression: text, case: count, value: number.nullable(), passed: z.boolean() }),
);

const step = tied<SearchStep>()(
  "SearchStep",
  z.object({ rate: amount, case: count, passed: z.boolean(), reasons: texts }),
);

const gaveWay = tied<GaveWay>()(
  "GaveWay",
  z.object({
    rate: amount,
    what: z.enum(["threshold", "errors", "client", "schedule", "server"]),
    ...{ threshold: text.exactOptional(), message: text },
  }),
);

const search = tied<SearchResult>()(
  "SearchResult",
  z.object({
    ...{ parameters, thresholds: texts, rate: amount.nullable() },
    limit: z.enum(["thresholds", "client", "rate", "target"]),
    ...{ steps: z.array(step), gaveWay: gaveWay.exactOptional() },
    curve: z.array(count).exactOptional(),
  }),
);

const warning = tied<Warning>()("Warning", z.object({ code: text, message: text, advice: text }));

/** The result document. */
export const resultSchema: z.ZodType<Result> = tied<Result>()(
  "Result",
  z.object({
    schemaVersion: z.literal(1),
    scenario: z.object({ name: text, seed: count, file: text.exactOptional() }),
    environment,
    status,
    populate: populate.exactOptional(),
    cases: z.array(caseResult),
    estimates: z.array(estimate),
    speedups: z.array(
      z.union([modeSpeedup, poolSpeedup], "must be the speedup of a mode or a pool"),
    )
      .exactOptional(),
    advice: z.array(poolAdvice).exactOptional(),
    findings: z.array(finding).exactOptional(),
    outcome: outcome.exactOptional(),
    thresholds: z.array(threshold),
    search: z.array(search).exactOptional(),
    warnings: z.array(warning),
    lacks: texts.exactOptional(),
  }),
);
