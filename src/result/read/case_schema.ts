import { z } from "zod";
import type { CaseResult, LoadResult, MixResult, StepResult } from "../case.ts";
import type { FaultResult } from "../fault.ts";
import type { PopulateResult } from "../populate.ts";
import { agentResult } from "./agent_schema.ts";
import {
  caseInterval,
  client,
  errors,
  event,
  network,
  node,
  requestFigures,
  schedule,
  second,
  status,
  timelinePage,
  verdict,
  verified,
} from "./case_parts_schema.ts";
import { amount, count, instant, parameters, text, texts, tied } from "./parts.ts";
import { fault } from "./settings_schema.ts";
import { time } from "./time_schema.ts";

const many = count.exactOptional();

const common = {
  ...requestFigures,
  ...{ operations: count, unsent: count, unfinished: many, errors },
  ...{ serviceTime: time, waitTime: time, responseTime: time },
} as const;

const mix = tied<MixResult>()("MixResult", z.object({ name: text, ...common }));

const load = tied<LoadResult>()(
  "LoadResult",
  z.object({
    ...{ name: text, ...common, elapsed: amount, throughput: amount, schedule },
    ...{ mix: z.array(mix).exactOptional(), poolSize: count },
  }),
);

const step = tied<StepResult>()(
  "StepResult",
  z.object({
    ...requestFigures,
    ...{ operations: count, errors, serviceTime: time, name: text },
    kind: z.enum(["requests", "compute"]),
    ...{ after: texts, latency: amount, injectedLatency: time, share: amount.nullable() },
  }),
);

const faultResult = tied<FaultResult>()(
  "FaultResult",
  z.object({ fault, requests: count, injected: count, errorClass: text.exactOptional() }),
);

/** What a case has in common with what filled the tables. */
const whole = {
  ...common,
  ...{ parameters, startedAt: instant, status, elapsed: amount, throughput: amount },
  refused: count,
  outages: z.array(z.object({ from: amount, to: amount.nullable(), errors: count }))
    .exactOptional(),
  network: network.exactOptional(),
  verified: verified.exactOptional(),
  endedBy: z.enum(["outage", "errors", "threshold", "search", "target"]).exactOptional(),
  brokenThreshold: text.exactOptional(),
  events: z.array(event).exactOptional(),
  intervals: z.array(caseInterval).exactOptional(),
  faults: z.array(faultResult).exactOptional(),
  preparedTexts: many,
  agents: z.array(agentResult).exactOptional(),
} as const;

/** What filled the tables. */
export const populate: z.ZodType<PopulateResult> = tied<PopulateResult>()(
  "PopulateResult",
  z.object({ ...whole, asked: count }),
);

/** What one case measured. */
export const caseResult: z.ZodType<CaseResult> = tied<CaseResult>()(
  "CaseResult",
  z.object({
    ...whole,
    ...{ repetition: many, dropped: count, schedule, injectedLatency: time, client, verdict },
    goodput: z.array(z.object({ within: amount, operations: count, throughput: amount }))
      .exactOptional(),
    samples: z.object({ kept: count, every: count.nullable() }).exactOptional(),
    endedServers: z.array(z.object({ name: text, message: text, at: instant })).exactOptional(),
    series: z.array(second),
    mix: z.array(mix).exactOptional(),
    loads: z.array(load).exactOptional(),
    steps: z.array(step).exactOptional(),
    longestChain: z.object({ time, steps: texts }).exactOptional(),
    timeline: z.array(timelinePage).exactOptional(),
    nodes: z.array(node).exactOptional(),
    warmup: z.object({ operations: count, elapsed: amount }),
  }),
);
