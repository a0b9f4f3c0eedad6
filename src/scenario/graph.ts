/** A step, as far as its place among the others goes. */
export interface Placed {
  readonly name: string;
  /** The names of the steps that must have ended before. */
  readonly after: readonly string[];
}

/**
 * The places of the steps in an order in which each follows those that it is after, as close to the order in which they
 * are written as it can be. Steps on a cycle, and those after them, are missing.
 */
export function orderOf(steps: readonly Placed[]): number[] {
  const order: number[] = [];
  const ended = new Set<string>();
  const isReady = ({ name, after }: Placed) =>
    !ended.has(name) && after.every((earlier) => ended.has(earlier));
  for (let at = steps.findIndex(isReady); at !== -1; at = steps.findIndex(isReady)) {
    order.push(at);
    ended.add((steps[at] as Placed).name);
  }
  return order;
}

/**
 * The first steps found that wait for each other, `["likes", "posts", "likes"]`; `undefined` where none do.
 *
 * @param steps each named once, and after none but each other
 */
export function findCircle(steps: readonly Placed[]): string[] | undefined {
  const placed = new Set(orderOf(steps));
  const stuck = new Map(
    steps.filter((_, at) => !placed.has(at)).map(({ name, after }) => [name, after]),
  );
  const way: string[] = [];
  // Whoever is stuck is after another who is, so this way must come back to itself.
  let name = stuck.keys().next().value;
  while (name !== undefined && !way.includes(name)) {
    way.push(name);
    name = stuck.get(name)?.find((earlier) => stuck.has(earlier));
  }
  return name === undefined ? undefined : [...way.slice(way.indexOf(name)), name];
}

/** The chain of steps that takes longest: no page can be faster than the steps that must wait for each other. */
export interface Chain {
  /** Milliseconds, all its steps added up. */
  readonly length: number;
  /** The names of its steps, first to last. */
  readonly steps: readonly string[];
}

/**
 * The longest chain (the critical path), by how long each step takes.
 *
 * @param steps without a cycle
 * @param durations in milliseconds, by the steps' places
 */
export function longestChain(steps: readonly Placed[], durations: readonly number[]): Chain {
  const chains = new Map<string, Chain>();
  const longest = (names: readonly string[]) =>
    names.map((name) => chains.get(name) ?? NO_CHAIN)
      .reduce((a, b) => b.length > a.length ? b : a, NO_CHAIN);
  for (const at of orderOf(steps)) {
    const { name, after } = steps[at] as Placed;
    const before = longest(after);
    chains.set(name, {
      length: before.length + (durations[at] ?? 0),
      steps: [...before.steps, name],
    });
  }
  return longest([...chains.keys()]);
}

const NO_CHAIN: Chain = { length: 0, steps: [] };
