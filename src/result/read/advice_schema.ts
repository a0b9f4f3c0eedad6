import { z } from "zod";
import type {
  BestPool,
  LeftOutPool,
  LittleCheck,
  LittlePrediction,
  LittlePredictions,
  PoolAdvice,
  PoolThroughput,
  UslCurve,
  UslRefusal,
} from "../advice.ts";
import { amount, count, number, parameters, text, tied } from "./parts.ts";
import { interval } from "./time_schema.ts";

const pool = tied<PoolThroughput>()(
  "PoolThroughput",
  z.object({
    ...{ poolSize: count, throughput: amount, interval: interval.nullable() },
    responseTime: amount,
  }),
);

const best = tied<BestPool>()(
  "BestPool",
  z.object({
    ...{ poolSize: count, throughput: amount, interval: interval.nullable() },
    ...{ tied: z.array(count), isLargest: z.boolean() },
  }),
);

const leftOut = tied<LeftOutPool>()(
  "LeftOutPool",
  z.object({ poolSize: count, reason: text, isClient: z.boolean() }),
);

const prediction = tied<LittlePrediction>()(
  "LittlePrediction",
  z.object({ latency: amount, poolSize: count, advised: count.nullable() }),
);

const check = tied<LittleCheck>()(
  "LittleCheck",
  z.object({ cases: count, worst: amount, holds: z.boolean() }),
);

const little = tied<LittlePredictions>()(
  "LittlePredictions",
  z.object({
    ...{ requests: amount, predictions: z.array(prediction), check: check.nullable() },
  }),
);

const curve = tied<UslCurve>()(
  "UslCurve",
  z.object({
    ...{ lambda: interval, sigma: interval, kappa: interval, peak: amount.nullable() },
    ...{ bends: z.enum(["contention", "coherency", "neither"]), r2: number },
  }),
);

const refusal = tied<UslRefusal>()("UslRefusal", z.object({ refused: text }));

/** The advice on a pool size. */
export const poolAdvice: z.ZodType<PoolAdvice> = tied<PoolAdvice>()(
  "PoolAdvice",
  z.object({
    ...{ parameters, message: text, poolSize: count.nullable() },
    interval: z.object({ low: count, high: count }).nullable(),
    ...{ best: best.nullable(), pools: z.array(pool), leftOut: z.array(leftOut) },
    leftOutRepetitions: count,
    little: little.exactOptional(),
    usl: z.union([curve, refusal], "must be a curve or why it is refused").exactOptional(),
    ...{ limit: z.enum(["client", "server", "pool", "unclear"]), busy: amount },
  }),
);
