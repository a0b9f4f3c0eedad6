import { z } from "zod";
import type { Fault } from "../../scenario/faults.ts";
import type { Network } from "../../scenario/network.ts";
import { NODE_ACTIONS, type NodeEvent } from "../../scenario/node_event.ts";
import { CLIENTS, type FullSettings } from "../../scenario/settings.ts";
import type { ThresholdSetting } from "../../scenario/threshold.ts";
import { FAULT_KINDS, FAULT_REQUESTS } from "../../scenario/check/fault_schemas.ts";
import { CONSISTENCIES } from "../../scenario/check/setting_schemas.ts";
import { amount, axisValue, count, text, tied } from "./parts.ts";

const many = count.exactOptional();
const much = amount.exactOptional();
const word = text.exactOptional();
const flag = z.boolean().exactOptional();

/** How the embedded server misbehaved. */
export const fault: z.ZodType<Fault> = tied<Fault>()(
  "Fault",
  z.object({
    kind: z.enum(FAULT_KINDS),
    requests: z.enum(FAULT_REQUESTS).exactOptional(),
    ...{ table: word, statement: word, message: word },
    ...{ share: much, every: many, after: many, times: many },
    ...{ from: much, to: much, ms: much, received: many, required: many },
  }),
);

/** What is done to a node. */
export const nodeAction: z.ZodType<NodeEvent["do"]> = z.enum(NODE_ACTIONS);

const nodeEvent = tied<NodeEvent>()(
  "NodeEvent",
  z.object({ at: amount, node: count, do: nodeAction }),
);

const conditions = { latency: much, jitter: much, bandwidth: much };

const network = tied<Network>()(
  "Network",
  z.object({
    ...conditions,
    latency: z.union([amount, z.array(amount)], "must be a number or a list of numbers")
      .exactOptional(),
    nodes: z.record(z.coerce.number<number>(), z.object(conditions)).exactOptional(),
    stages: z.array(z.object({
      ...{ at: amount, for: much, node: many, ...conditions },
      ...{ stall: flag, reset: flag, refuse: flag },
    })).exactOptional(),
  }),
);

/** The text of a threshold is not read again: what came of it stands in the result. */
const threshold: z.ZodType<ThresholdSetting> = z.union([
  text,
  z.object({
    threshold: text,
    abortOnFail: z.union([z.boolean(), z.object({ after: amount })]),
  }),
], "must be a text, or { threshold, abortOnFail }") as z.ZodType as z.ZodType<ThresholdSetting>;

/** Everything the scenario and the options settled on. */
export const settings: z.ZodType<FullSettings> = tied<FullSettings>()(
  "Settings",
  z.object({
    latency: z.array(amount),
    network: network.exactOptional(),
    poolSizes: z.array(count),
    operations: many,
    duration: much,
    rate: z.array(amount).exactOptional(),
    stages: z.array(z.object({ from: much, to: amount, duration: amount })).exactOptional(),
    mode: z.array(z.enum(["serial", "concurrent", "threads"])).exactOptional(),
    client: z.array(z.enum(CLIENTS)),
    timeout: amount,
    onFailure: z.enum(["await", "abort"]),
    trace: count,
    arrivals: z.enum(["constant", "poisson"]),
    overflow: z.enum(["queue", "drop"]),
    drain: amount,
    warmup: amount,
    repetitions: count,
    workers: count,
    thresholds: z.array(threshold),
    events: z.array(nodeEvent).exactOptional(),
    retries: count,
    speculative: z.object({ after: amount, most: count }).exactOptional(),
    faults: z.array(fault),
    ...{ maxErrors: many, maxSamples: many, curve: flag },
    matrix: z.record(text, z.array(axisValue)),
    noPopulate: flag,
    seed: count,
    keyspace: text,
    durableWrites: flag,
    replication: z.union(
      [count, z.record(text, count)],
      "must be a number, or one for each data center",
    ).exactOptional(),
    createSchema: z.boolean(),
    consistency: z.enum(CONSISTENCIES),
    verifyWrites: z.boolean(),
    connections: count,
  }),
);
