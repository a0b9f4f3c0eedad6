import { type DependentStep, orderOf } from "../../scenario/graph.ts";

/** Which steps can start, and what each end lets start; steps by their places. */
export interface Graph {
  readonly first: readonly number[];
  readonly followers: readonly (readonly number[])[];
  /** How many each waits for. */
  readonly waitsFor: readonly number[];
}

/** Each step starts when those that it is after have ended. */
export function asSoonAsPossible(steps: readonly DependentStep[]): Graph {
  const order = orderOf(steps);
  return {
    first: order.filter((at) => steps[at]?.after.length === 0),
    followers: steps.map(({ name }) => order.filter((at) => steps[at]?.after.includes(name))),
    waitsFor: steps.map(({ after }) => after.length),
  };
}

/** Each step starts when the one before it has ended. */
export function oneByOne(steps: readonly DependentStep[]): Graph {
  const order = orderOf(steps);
  const followers = steps.map((_, at) => order.slice(order.indexOf(at) + 1).slice(0, 1));
  return { first: order.slice(0, 1), followers, waitsFor: steps.map(() => 1) };
}
