import { mergeSeconds } from "../../measure/measured.ts";
import type { Second } from "../../result/case.ts";

/** Merges the same second of all carriers into one. Their seconds begin together. */
export interface Gathering {
  /** Takes a second of a carrier, and passes the merged one on when every carrier has given its own. */
  add(carrier: number, second: Second): void;
  /** Waits for no second of this carrier any longer. */
  lose(carrier: number): void;
  /** Passes on the seconds that some carriers did not have, as they do not all end in the same second. */
  end(): void;
}

/**
 * Gathers the seconds of this many carriers.
 *
 * @param late a second waits for those who are so many seconds behind, at most; what comes later is left out
 */
export function gatherSeconds(
  carriers: number,
  onSecond: (second: Second) => void,
  late = Infinity,
): Gathering {
  const expected = new Set(Array.from({ length: carriers }, (_, at) => at));
  const gathered = new Map<number, Map<number, Second>>();
  let newest = 0, passed = 0;

  function pass(number: number): void {
    const seconds = [...gathered.get(number)?.values() ?? []];
    gathered.delete(number);
    passed = number;
    if (seconds.length > 0) onSecond(mergeSeconds(seconds));
  }

  function isWhole(number: number): boolean {
    const given = gathered.get(number);
    return [...expected].every((carrier) => given?.has(carrier));
  }

  function passOn(): void {
    while (passed < newest && (isWhole(passed + 1) || newest - passed > late)) pass(passed + 1);
  }

  return {
    add(carrier, second) {
      const number = numberOf(second);
      if (number <= passed) return;
      const given = gathered.get(number) ?? new Map<number, Second>();
      gathered.set(number, given.set(carrier, second));
      newest = Math.max(newest, number);
      passOn();
    },
    lose(carrier) {
      expected.delete(carrier);
      passOn();
    },
    end() {
      while (passed < newest) pass(passed + 1);
    },
  };
}

/** Counts seconds from 1. They are not counted as they come, as one of them can be lost. */
function numberOf({ at }: Second): number {
  return Math.max(1, Math.ceil(at / 1_000));
}
