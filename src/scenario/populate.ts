import type { Case, Plan } from "./planned.ts";

/** The plan of what fills the tables, which has one case; `undefined` where nothing does. */
export function populatePlan({ scenario, settings }: Plan): Plan | undefined {
  const { name, populate } = scenario;
  if (populate === undefined || settings.noPopulate) return undefined;
  const { operations, rate, poolSize = rate === undefined ? 100 : 1_000 } = populate;
  const { duration: _d, stages: _s, rate: _r, mode: _m, maxErrors: _e, ...kept } = settings;
  const [client = "driver"] = settings.client;
  const parameters = {
    ...{ latency: 0, poolSize },
    ...rate !== undefined && { rate },
    ...client !== "driver" && { client },
  };
  return {
    scenario: {
      name,
      input: populate.input.bind(populate),
      operation: populate.operation.bind(populate),
    },
    steps: [],
    settings: {
      ...kept,
      ...{ operations, latency: [0], poolSizes: [poolSize], matrix: {}, thresholds: [] },
      ...{ trace: 0, repetitions: 1, arrivals: "constant", overflow: "queue" },
    },
    warmup: { operations: 0, duration: 0 },
    cases: [{ parameters, repetition: 1, phase: "populate" }],
    purpose: "populate",
    place: "populate.",
  };
}

/** The plan that a case goes by. */
export function planOf(plan: Plan, { phase }: Pick<Case, "phase">): Plan {
  return phase === "populate" ? populatePlan(plan) ?? plan : plan;
}
