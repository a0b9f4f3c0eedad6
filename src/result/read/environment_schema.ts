import { z } from "zod";
import { CLIENTS } from "../../scenario/settings.ts";
import type { Calibration, Environment } from "../document.ts";
import type { EndedServer } from "../node.ts";
import type { TargetDescription } from "../target.ts";
import { agentDescription } from "./agent_schema.ts";
import { amount, count, instant, text, texts, tied } from "./parts.ts";
import { settings } from "./settings_schema.ts";

const target = tied<TargetDescription>()(
  "Target",
  z.object({
    kind: z.enum(["external", "managed", "embedded"]),
    product: text.exactOptional(),
    version: text,
    options: z.record(text, z.unknown()).exactOptional(),
    nodes: count,
    tls: z.object({ verified: z.boolean(), clientCertificate: z.boolean().exactOptional() })
      .exactOptional(),
    unreachable: texts.exactOptional(),
    dataCenter: text.exactOptional(),
    dataCenters: texts.exactOptional(),
    rack: text.exactOptional(),
    coordinators: texts.exactOptional(),
    resolved: z.record(text, texts).exactOptional(),
    addresses: z.record(text, text).exactOptional(),
    partitioner: text.exactOptional(),
    shards: count.exactOptional(),
    ended: z.array(
      tied<EndedServer>()(
        "EndedServer",
        z.object({ name: text, message: text, at: instant, log: texts.exactOptional() }),
      ),
    ).exactOptional(),
  }),
);

const calibration = tied<Calibration>()(
  "Calibration",
  z.object({
    at: instant,
    error: amount,
    passed: z.boolean(),
    client: z.enum(CLIENTS).exactOptional(),
    ceilings: z.record(
      z.enum(CLIENTS),
      z.object({ cpu: amount, throughput: amount }),
    ).exactOptional(),
  }),
);

/** Where and with what was measured. */
export const environment: z.ZodType<Environment> = tied<Environment>()(
  "Environment",
  z.object({
    startedAt: instant,
    ...{ cassbench: text, deno: text, driver: text, os: text, cpus: count },
    agents: z.array(agentDescription).exactOptional(),
    target,
    settings,
    calibration: calibration.exactOptional(),
  }),
);
