import type { Case, Plan } from "./planned.ts";

/** Operations in flight of a load with a rate, unless the scenario says so. */
const POOL_SIZE = 1_000;

/** A load that runs beside the measured one of a case. */
export interface Background {
  readonly name: string;
  readonly plan: Plan;
  readonly case: Case;
}

/** The plans of the loads that run beside the measured one of a case; no latency is injected into them. */
export function backgroundsOf(
  { scenario, settings, warmup, purpose }: Plan,
  { parameters, repetition }: Case,
): Background[] {
  if (purpose !== undefined) return [];
  const { duration: _d, stages: _s, operations: _o, mode: _m, rate: _r, maxErrors: _e, ...kept } =
    settings;
  const { rate: _pr, mode: _pm, ...others } = parameters;
  const { populate } = scenario;
  return Object.entries(scenario.loads ?? {}).map(([name, load], at) => {
    const { rate, poolSize = POOL_SIZE, ...functions } = load;
    const own = { ...others, latency: 0, poolSize, ...rate !== undefined && { rate } };
    const next: Case = { parameters: own, repetition };
    const plan: Plan = {
      scenario: { ...functions, name: scenario.name, ...populate && { populate } },
      steps: [],
      settings: {
        ...kept,
        ...{ latency: [0], poolSizes: [poolSize], thresholds: [], trace: 0, overflow: "queue" },
        seed: seedOf(settings.seed, at),
      },
      warmup,
      cases: [next],
      purpose: "background",
      runSeed: settings.seed,
      place: `loads.${name}.`,
    };
    return { name, plan, case: next };
  });
}

/** Each load has a seed of its own, so that two of them do not make the same rows. */
function seedOf(seed: number, at: number): number {
  return (seed + Math.imul(at + 1, 0x9e3779b9)) >>> 0;
}
