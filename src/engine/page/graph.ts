import { type DependentStep, orderOf } from "../../scenario/graph.ts";

/** Which steps wait for which. Steps are named by their index in the page. */
export interface Graph {
  /** The steps that wait for none, in the order in which to start them. */
  readonly first: readonly number[];
  /** By step: the steps that wait for it. */
  readonly followers: readonly (readonly number[])[];
  /** By step: how many steps it waits for. */
  readonly waitsFor: readonly number[];
}

/** Lets each step start when all steps that it is after have ended. */
export function asSoonAsPossible(steps: readonly DependentStep[]): Graph {
  const order = orderOf(steps);
  return {
    first: order.filter((at) => steps[at]?.after.length === 0),
    followers: steps.map(({ name }) => order.filter((at) => steps[at]?.after.includes(name))),
    waitsFor: steps.map(({ after }) => after.length),
  };
}

/** Lets each step start when the one before it has ended. */
export function oneByOne(steps: readonly DependentStep[]): Graph {
  const order = orderOf(steps);
  const followers = steps.map((_, at) => order.slice(order.indexOf(at) + 1).slice(0, 1));
  return { first: order.slice(0, 1), followers, waitsFor: steps.map(() => 1) };
}
