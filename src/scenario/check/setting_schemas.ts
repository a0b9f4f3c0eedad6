/** The values of those settings that are more than a number, a word or a list of them. */
import { z } from "zod";
import type { Consistency } from "../settings.ts";
import { isMetric, METRICS_IN_SHORT, parseThreshold } from "../threshold.ts";
import { NODE_ACTIONS } from "../node_event.ts";
import { axis, choice, flagged, integer, listOf, MAX_RETRIES, oneOf, within } from "./schema.ts";

const DAY = 24 * 60 * 60_000;

/** The most operations per second. */
export const MAX_RATE = 10_000_000;

/** Past this many in flight, the driver's connections and one event loop are what is measured. */
const MAX_POOL_SIZE = 32_768;

/** The most operations in flight. */
export const poolSize: z.ZodType<number> = integer(1, MAX_POOL_SIZE);

/** The consistency levels that a scenario can name. */
export const CONSISTENCIES: readonly Consistency[] = [
  "any",
  "one",
  "two",
  "three",
  "quorum",
  "all",
  "localQuorum",
  "eachQuorum",
  "localOne",
];

const consistencies = `one of ${CONSISTENCIES.join(", ")}`;

/** A consistency level. */
export const consistency: z.ZodType = z.enum(CONSISTENCIES, `must be ${consistencies}`)
  .describe(consistencies);

/** The length of a case, or of a stage. */
export const length: z.ZodType<number> = within(1, DAY, "milliseconds");

const stageRate = within(0, MAX_RATE, "operations per second");

const stage = z.strictObject(
  { from: stageRate.optional(), to: stageRate, duration: length },
  "must be { from?, to, duration }",
).describe("{ from?, to, duration }");

/** A rate that changes. */
export const stages: z.ZodType = listOf(stage).min(1, "must hold a stage")
  .describe(listOf(stage).description ?? "");

const bound = z.custom<string>(
  (value) => typeof value === "string" && isMetric(parseThreshold(value)?.metric ?? ""),
  `must be METRIC < NUMBER (or <=, >, >=) with a metric of ${METRICS_IN_SHORT}`,
).refine((text) => {
  const { comparison, bound } = parseThreshold(text) ?? {};
  return comparison !== "<" || bound !== 0;
}, "can never hold, as no metric is below 0").describe("METRIC < NUMBER, or with <=, > or >=");

const aborting = z.strictObject({
  threshold: bound,
  abortOnFail: z.union([
    z.boolean(),
    z.strictObject({ after: within(0, DAY, "milliseconds") }),
  ], "must be true, false or { after: MILLISECONDS }"),
});

/** A list that tells what is wrong with the kind that a value is of, as a union would only say that it is none of both. */
const threshold = z.unknown().superRefine((value, context) => {
  const schema = typeof value === "object" && value !== null ? aborting : bound;
  for (const issue of schema.safeParse(value).error?.issues ?? []) {
    context.addIssue(issue as never);
  }
}).describe(`${bound.description}, or { threshold, abortOnFail }`);

/** When a request that has no answer yet is sent once more. */
export const speculative: z.ZodType = z.strictObject({
  after: within(0, 3_600_000, "milliseconds"),
  most: integer(1, MAX_RETRIES),
}, "must be { after, most }").describe("{ after, most }");

const event = z.strictObject({
  at: within(0, DAY, "milliseconds"),
  node: integer(1, 1_000),
  do: choice(...NODE_ACTIONS as [string, string, ...string[]]),
}, "must be { at, node, do }").describe("{ at, node, do }");

/** What is done to nodes. */
export const events: z.ZodType = listOf(event);

/** What must hold. */
export const thresholds: z.ZodType = listOf(threshold);

const axisValue = z.union(
  [z.string(), z.number(), z.boolean()],
  "must be a string, a finite number or a boolean",
).describe("a string, a finite number or a boolean");

/** The scenario's own axes. */
export const matrix: z.ZodType = z.record(
  z.string().regex(
    /^(?!(latency|networkLatency|poolSize|workers|rate|mode|client)$)[a-z][a-zA-Z0-9]*$/,
    "must be named in camelCase, and not after a parameter of every case",
  ),
  axis(axisValue),
  "must be an object of lists",
).describe("an object of lists");

const replicas = integer(1, 1_000);

/** How often a keyspace keeps each row. */
export const replication: z.ZodType = oneOf(
  (value) => typeof value === "object",
  z.record(z.string().min(1, "must name data centers"), replicas, "must be { DATACENTER: 3 }")
    .refine((value) => Object.keys(value).length > 0, "must name a data center"),
  replicas,
).describe("an integer from 1 to 1000, or one for each data center");

const NAME = "1 to 48 letters, digits or underscores";

const keyspaceName = z.string("must be a keyspace name, or { name, replication?, durableWrites? }")
  .regex(/^\w{1,48}$/, `must be ${NAME}`);

/** A keyspace. */
export const keyspace: z.ZodType = oneOf(
  (value) => typeof value === "object" && value !== null,
  z.strictObject({
    name: keyspaceName,
    replication: replication.optional(),
    durableWrites: flagged.optional(),
  }),
  keyspaceName,
).describe(`${NAME}; or { name, replication?, durableWrites? }`);
