import { z } from "zod";
import type { AgentDescription, AgentResult } from "../agent.ts";
import { client, status, verdict } from "./case_parts_schema.ts";
import { amount, count, number, text, tied } from "./parts.ts";
import { time } from "./time_schema.ts";

const described = {
  ...{ agent: text, host: text.exactOptional(), zone: text.exactOptional() },
  ...{ cpus: count, cassbench: text, deno: text },
} as const;

/** An agent. */
export const agentDescription: z.ZodType<AgentDescription> = tied<AgentDescription>()(
  "AgentDescription",
  z.object(described),
);

/** What an agent measured of a case. */
export const agentResult: z.ZodType<AgentResult> = tied<AgentResult>()(
  "AgentResult",
  z.object({
    ...described,
    ...{ threads: count, status, operations: count, errors: count, throughput: amount },
    ...{ serviceTime: time, waitTime: time, responseTime: time },
    ...{ client: client.nullable(), verdict },
    clock: z.object({ offset: number, uncertainty: amount }).nullable(),
    ...{ startedLate: number.nullable(), lost: text.exactOptional() },
  }),
);
