/** What a case, and a part of one, is made of. */
import { z } from "zod";
import type { Errors, Schedule, Second, Status } from "../case.ts";
import type { ClientHealth } from "../client_health.ts";
import type { NetworkResult } from "../network.ts";
import type { NodeResult } from "../node.ts";
import type { CaseInterval, NodeEventResult } from "../node_event.ts";
import type { TimelinePage } from "../timeline.ts";
import type { Reason, Verdict } from "../verdict.ts";
import type { Verified } from "../verified.ts";
import { amount, count, counts, number, text, texts, tied } from "./parts.ts";
import { nodeAction } from "./settings_schema.ts";
import { time } from "./time_schema.ts";

/** How something ended. */
export const status: z.ZodType<Status> = z.enum(["completed", "aborted", "failed"]);

const many = count.exactOptional();

/** The fields of requests that succeeded and yet may be no success. */
export const requestFigures = {
  ...{ reads: many, misses: many, conditional: many, notApplied: many },
  ...{ retries: many, speculative: many },
  tries: z.object({ requests: count, mean: amount, max: count }).exactOptional(),
} as const;

/** The operations that failed. */
export const errors: z.ZodType<Errors> = tied<Errors>()(
  "Errors",
  z.object({
    total: count,
    unknown: many,
    byClass: counts,
    examples: z.record(text, text),
    serviceTime: time,
  }),
);

/** The schedule of an open load; `null` for a closed one. */
export const schedule: z.ZodType<Schedule | null> = tied<Schedule>()(
  "Schedule",
  z.object({ rate: amount, achieved: amount, due: amount, length: amount, overrun: amount }),
).nullable();

const share = amount;

/** How busy the client was. */
export const client: z.ZodType<ClientHealth> = tied<ClientHealth>()(
  "ClientHealth",
  z.object({
    cpu: amount,
    spinning: amount,
    cpuTime: amount.exactOptional(),
    eventLoopLag: z.object({ p50: number, p99: number, max: number, stalls: count }).nullable(),
    lateInputs: z.object({ count, time: amount }).exactOptional(),
    pool: z.object({ mean: amount, max: count, full: share }),
    driver: z.object({ inFlight: count, limit: count }),
  }),
);

const reasonCode = z.enum([
  ...["clientCpu", "eventLoopLag", "standstill", "inputs", "schedule", "connections"] as const,
  ...["outage", "ended", "nothing", "background", "written", "network", "notJudged"] as const,
  ...["agentLost", "agentStart"] as const,
]);

const reason = tied<Reason>()(
  "Reason",
  z.object({ code: reasonCode, message: text, advice: text }),
);

/** Whether figures are the server's. */
export const verdict: z.ZodType<Verdict> = tied<Verdict>()(
  "Verdict",
  z.object({ valid: z.boolean(), reasons: z.array(reason) }),
);

/** What was found of acknowledged writes. */
export const verified: z.ZodType<Verified> = tied<Verified>()(
  "Verified",
  z.object({
    ...{ acknowledged: count, readBack: count, overwritten: count, missing: count },
    ...{ different: count, notChecked: counts.exactOptional() },
    ...{ unknown: count, unknownApplied: count, examples: texts.exactOptional() },
    elapsed: amount,
  }),
);

/** What proxies did. */
export const network: z.ZodType<NetworkResult> = tied<NetworkResult>()(
  "NetworkResult",
  z.object({
    ...{ held: time, late: time },
    ...{ bytes: count, connections: count, cpu: amount, spinning: amount },
  }),
);

/** A second of a case. */
export const second: z.ZodType<Second> = tied<Second>()(
  "Second",
  z.object({
    ...{ at: amount, operations: count, errors: count, unknown: many },
    ...{ dropped: count, unsent: count, inFlight: amount },
    ...{ serviceTime: time, responseTime: time.exactOptional() },
  }),
);

/** What was done to a node. */
export const event: z.ZodType<NodeEventResult> = tied<NodeEventResult>()(
  "NodeEventResult",
  z.object({
    ...{ planned: amount, at: amount.nullable(), node: count, address: text, do: nodeAction },
    ...{ took: amount.nullable(), failed: text.exactOptional() },
    throughputBefore: amount.nullable(),
    dip: z.object({ depth: share, throughput: amount, at: amount }).nullable(),
    recoveredAfter: amount.nullable(),
    responseTime: z.object({
      ...{ before: amount, worst: amount.nullable(), recoveredAfter: amount.nullable() },
    }).nullable(),
    errors: z.object({ total: count, byClass: counts }),
  }),
);

/** A tenth of a second of a case. */
export const caseInterval: z.ZodType<CaseInterval> = tied<CaseInterval>()(
  "CaseInterval",
  z.object({ succeeded: count, responseTime: amount, errors: counts.exactOptional() }),
);

/** What a node says of a case. */
export const node: z.ZodType<NodeResult> = tied<NodeResult>()(
  "NodeResult",
  z.object({
    ...{ address: text, coordinated: count, share, errors: many },
    requestTime: time.exactOptional(),
    server: z.object({
      ...{ reads: number, writes: number, flushes: number },
      pendingCompactions: z.object({ before: number, after: number }),
      blockedTasks: z.record(text, number),
      cacheHits: z.record(text, number.nullable()),
    }).nullable(),
  }),
);

/** An operation over time. */
export const timelinePage: z.ZodType<TimelinePage> = tied<TimelinePage>()(
  "TimelinePage",
  z.object({
    operation: count,
    kept: z.enum(["slowest", "median", "failed", "traced"]),
    ...{ traceId: text, startedAt: amount, elapsed: amount, error: text.exactOptional() },
    spans: z.array(z.object({
      name: text,
      kind: z.enum(["wait", "step", "compute", "latency", "request", "server"]),
      ...{ step: text.exactOptional(), start: number, end: number },
      ...{ error: text.exactOptional(), node: text.exactOptional(), trace: text.exactOptional() },
    })),
    clocks: z.array(z.object({ node: text, offset: number, uncertainty: number }))
      .exactOptional(),
  }),
);
