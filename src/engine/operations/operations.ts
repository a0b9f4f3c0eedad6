import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Operation, Scenario } from "../../scenario/scenario.ts";
import { mixSeed } from "./random.ts";

/** An operation whose turn it is; instants are of `performance.now()`. */
export interface Turn {
  readonly index: number;
  readonly input: unknown;
  /** The place in the pool that runs it. */
  readonly user: number;
  readonly due: number;
  readonly sent: number;
}

/** Runs one operation of a scenario. */
export type Run = (turn: Turn) => Promise<unknown>;

/** An operation, as a scenario has it. */
export type Operate = Operation<unknown>["operation"];

/** The operations of a scenario, and which one is whose turn. */
export interface Operations {
  /** The names in the mix; empty for a scenario without one. */
  readonly names: readonly string[];
  /** None for a page, which has steps. */
  readonly operations: readonly Operate[];
  /** The place of the operation with this index: a pure function of seed and index. */
  choose(index: number): number;
}

/** The scenario's one operation, or its mix. */
export function operationsOf(scenario: Scenario, seed: number): Operations {
  const { mix, operation } = scenario;
  if (mix === undefined) {
    return {
      names: [],
      operations: operation === undefined ? [] : [operation.bind(scenario)],
      choose: () => 0,
    };
  }
  const entries = Object.values(mix);
  const total = entries.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  const bounds = entries.map(({ weight }) => (sum += weight) / total);
  return {
    names: Object.keys(mix),
    operations: entries.map((entry) => entry.operation.bind(entry)),
    choose(index) {
      const place = uniformFloat64(xoroshiro128plus(mixSeed(~seed, index)));
      return bounds.findIndex((bound) => place < bound);
    },
  };
}
