import { z } from "zod";
import { axis, flagged, integer, oneOf, positive, within } from "./schema.ts";
import { length } from "./setting_schemas.ts";

/** With more of it, connecting and the driver's own requests would reach their timeouts. */
const LATENCY = within(0, 2_000, "milliseconds of a round trip");

const MAX_BANDWIDTH = 1e12;

/** What a network can do only for a while, as nothing could connect otherwise. */
const ONLY_IN_STAGES = ["stall", "reset", "refuse"] as const;

const conditions = {
  latency: LATENCY.optional(),
  jitter: LATENCY.optional(),
  bandwidth: positive(MAX_BANDWIDTH, "bytes per second").optional(),
};

/** Refuses what belongs into a stage with a message that says so. */
const notInStages = Object.fromEntries(ONLY_IN_STAGES.map((name) => [
  name,
  z.undefined(`must stand in a stage, { at, for, ${name}: true }, as nothing could connect`)
    .optional(),
]));

const stage = z.strictObject({
  at: within(0, 24 * 60 * 60_000, "milliseconds"),
  for: length.optional(),
  node: integer(1, 10_000).optional(),
  ...conditions,
  stall: flagged.optional(),
  reset: flagged.optional(),
  refuse: flagged.optional(),
}, "must be { at, for?, node?, … }").refine(
  ({ at: _, for: _for, node: _node, ...changes }) => Object.keys(changes).length > 0,
  "must say what changes: latency, jitter, bandwidth, stall, reset or refuse",
);

const nodes = z.record(
  z.string().regex(/^[1-9]\d*$/, "must name nodes by their numbers, from 1"),
  z.strictObject({ ...conditions, ...notInStages }, "must be { latency?, jitter?, bandwidth? }"),
  "must be an object, { 2: { latency: 10 } }",
);

/** A network between client and nodes. */
export const network: z.ZodType = z.strictObject(
  {
    ...conditions,
    ...notInStages,
    latency: oneOf(Array.isArray, axis(LATENCY), LATENCY).optional(),
    nodes: nodes.optional(),
    stages: z.array(stage, "must be a list").min(1, "must hold a stage").optional(),
  },
  "must be { latency?, jitter?, bandwidth?, nodes?, stages? }",
).describe("{ latency?, jitter?, bandwidth?, nodes?, stages? }");
