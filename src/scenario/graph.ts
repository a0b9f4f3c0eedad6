/** A step by its name, and the steps that it depends on. */
export interface DependentStep {
  readonly name: string;
  /** The names of the steps that must have ended before. */
  readonly after: readonly string[];
}

/**
 * Sorts steps so that each comes after those that it depends on, and otherwise keeps the order in which they are written.
 * Steps on a cycle, and those that depend on them, are missing.
 *
 * @returns indexes into `steps`
 */
export function orderOf(steps: readonly DependentStep[]): number[] {
  const order: number[] = [];
  const ended = new Set<string>();
  const isReady = ({ name, after }: DependentStep) =>
    !ended.has(name) && after.every((earlier) => ended.has(earlier));
  for (let at = steps.findIndex(isReady); at !== -1; at = steps.findIndex(isReady)) {
    order.push(at);
    ended.add((steps[at] as DependentStep).name);
  }
  return order;
}

/**
 * Finds steps that wait for each other: `["likes", "posts", "likes"]`; `undefined` when there are none.
 *
 * @param steps with different names; each depends on steps of this list only
 */
export function findCycle(steps: readonly DependentStep[]): string[] | undefined {
  const sorted = new Set(orderOf(steps));
  const stuck = new Map(
    steps.filter((_, at) => !sorted.has(at)).map(({ name, after }) => [name, after]),
  );
  const way: string[] = [];
  // Every step that could not be sorted depends on another such step, so following them must lead back to one of them.
  let name = stuck.keys().next().value;
  while (name !== undefined && !way.includes(name)) {
    way.push(name);
    name = stuck.get(name)?.find((earlier) => stuck.has(earlier));
  }
  return name === undefined ? undefined : [...way.slice(way.indexOf(name)), name];
}

/** Steps that must run one after the other. */
export interface Chain {
  /** The sum of the steps' durations in milliseconds. */
  readonly length: number;
  /** The names of its steps, first to last. */
  readonly steps: readonly string[];
}

/**
 * Finds the chain of steps that takes longest, the critical path: no page can be faster than that.
 *
 * @param steps without a cycle
 * @param durations in milliseconds, in the order of `steps`
 */
export function longestChain(steps: readonly DependentStep[], durations: readonly number[]): Chain {
  const chains = new Map<string, Chain>();
  const longest = (names: readonly string[]) =>
    names.map((name) => chains.get(name) ?? NO_CHAIN)
      .reduce((a, b) => b.length > a.length ? b : a, NO_CHAIN);
  for (const at of orderOf(steps)) {
    const { name, after } = steps[at] as DependentStep;
    const before = longest(after);
    chains.set(name, {
      length: before.length + (durations[at] ?? 0),
      steps: [...before.steps, name],
    });
  }
  return longest([...chains.keys()]);
}

const NO_CHAIN: Chain = { length: 0, steps: [] };
