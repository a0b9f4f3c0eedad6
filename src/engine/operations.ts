import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import type { Parameters, Scenario } from "../scenario/scenario.ts";
import type { Session } from "../scenario/session.ts";
import { mixSeed } from "./random.ts";

/** Runs one operation of a scenario. */
export type Run = (session: Session, input: unknown, parameters: Parameters) => Promise<unknown>;

/** The operations of a scenario, and which one is whose turn. */
export interface Operations {
  /** The names in the mix; empty for the only operation of a scenario without one. */
  readonly names: readonly string[];
  readonly runs: readonly Run[];
  /** The place in `runs` of the operation with this index: a pure function of seed and index. */
  choose(index: number): number;
}

/** The scenario's one operation, or its mix. */
export function operationsOf(scenario: Scenario, seed: number): Operations {
  const { mix } = scenario;
  if (mix === undefined) {
    return {
      names: [],
      runs: [(session, input, parameters) => scenario.operation(session, input, parameters)],
      choose: () => 0,
    };
  }
  const entries = Object.values(mix);
  const total = entries.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  const bounds = entries.map(({ weight }) => (sum += weight) / total);
  return {
    names: Object.keys(mix),
    runs: entries.map((entry) => (session, input, parameters) =>
      entry.operation(session, input, parameters)
    ),
    choose(index) {
      const place = uniformFloat64(xoroshiro128plus(mixSeed(~seed, index)));
      return bounds.findIndex((bound) => place < bound);
    },
  };
}
