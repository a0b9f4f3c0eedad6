import type { PoolAdvice } from "../../advice.ts";
import type { CaseResult } from "../../case.ts";
import type { Result } from "../../document.ts";
import { asSentence, placesOf, withPlace } from "../places.ts";
import { findBest } from "./best.ts";
import { findLimit } from "./limit.ts";
import { predictPools } from "./little.ts";
import { findSweeps } from "./pools.ts";
import { fitSweep } from "./usl.ts";
import { describeAdvice, describeShortly } from "./words.ts";

/** More combinations than these are told in one sentence. */
const MOST = 2;

/**
 * Which pool size to use, for each combination of the other parameters of which at least three pool sizes were measured
 * under a closed load; `undefined` where there is none.
 */
export function findAdvice(cases: readonly CaseResult[]): PoolAdvice[] | undefined {
  const found = findSweeps(cases).map((sweep) => ({ sweep, ...findBest(sweep) }));
  if (found.length === 0) return undefined;
  const place = placesOf(found.map(({ sweep }) => sweep.parameters));
  return found.map((advised) => {
    const { sweep, poolSize, interval, best } = advised;
    const [little, usl] = [predictPools(advised, found), fitSweep(sweep)];
    const facts = {
      ...{ parameters: sweep.parameters, poolSize, interval, best },
      pools: sweep.pools.map(({ cases: _, ...pool }) => pool),
      ...{ leftOut: sweep.leftOut, leftOutRepetitions: sweep.leftOutRepetitions },
      ...little && { little },
      ...usl && { usl },
      ...findLimit(sweep, { poolSize, best }),
    };
    return { ...facts, message: describeAdvice(facts, place(sweep.parameters)) };
  });
}

/** The advice of a result; that of a document from before it held any is found now. */
export function adviceOf({ advice, cases }: Result): readonly PoolAdvice[] {
  return advice ?? findAdvice(cases) ?? [];
}

/** The advice of a result in a sentence or two; `undefined` where there is none. */
export function sayAdvice(result: Result): string | undefined {
  const advice = adviceOf(result);
  if (advice.length === 0) return undefined;
  if (advice.length <= MOST) return advice.map(({ message }) => message).join(" ");
  const place = placesOf(advice.map(({ parameters }) => parameters));
  const advised = advice.filter(({ poolSize }) => poolSize !== null);
  if (advised.length === 0) return "No pool can be advised: too few pool sizes are valid.";
  const bySize = Map.groupBy(advised, describeShortly);
  const list = new Intl.ListFormat("en-GB");
  const sizes = [...bySize].map(([size, all]) =>
    withPlace(size, list.format(all.map(({ parameters }) => place(parameters)).filter(Boolean)))
  );
  const isShared = bySize.size > 1 && bySize.size < advised.length;
  const isOpen = [...bySize.keys()].some((size) => size.startsWith("at least "));
  return asSentence(
    `use a pool of ${
      isShared ? sizes.join("; ") : list.format(sizes)
    }: that reaches 95 % of the best` +
      `${isOpen ? "; where it says at least, no larger pool was tried" : ""}.`,
  );
}
