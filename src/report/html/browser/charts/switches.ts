/** Which cases are shown: one choice for all figures of the page, and the colour that each shown case has in all of them. */
export interface Switches {
  isShown(label: string): boolean;
  /** The number of its colour, from 0: the one that the fewest shown cases have; `undefined` while it is not shown. */
  colourOf(label: string): number | undefined;
  toggle(label: string): void;
  /** Calls back after each change, with the label that was switched. */
  onChange(listener: (label: string) => void): void;
}

/** How many colours there are in the style sheet: `--chart-1` and so on. */
export const COLOURS = 8;

/** Makes the switches with those on that are shown at first. */
export function createSwitches(shown: Iterable<string>): Switches {
  const colours = new Map<string, number>();
  const listeners: ((label: string) => void)[] = [];

  function show(label: string): void {
    if (!colours.has(label)) colours.set(label, leastUsed([...colours.values()]));
  }

  for (const label of shown) show(label);
  return {
    isShown: (label) => colours.has(label),
    colourOf: (label) => colours.get(label),
    toggle: (label) => {
      if (!colours.delete(label)) show(label);
      for (const listener of listeners) listener(label);
    },
    onChange: (listener) => listeners.push(listener),
  };
}

function leastUsed(used: readonly number[]): number {
  const counts = Array.from(
    { length: COLOURS },
    (_, colour) => used.filter((one) => one === colour).length,
  );
  return counts.indexOf(Math.min(...counts));
}
