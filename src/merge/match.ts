import type { CaseResult } from "../result/case.ts";
import { coordinates } from "../result/conclude/estimates.ts";
import type { CasePart, NamedResult } from "./named.ts";

/** A case, and what the documents say of it that have it. */
export type MatchedParts = readonly [CasePart, ...CasePart[]];

/**
 * The cases of all documents, those of the first in its order: the same parameters but for the threads, and the same
 * repetition, make the same case.
 */
export function matchCases(documents: readonly NamedResult[]): MatchedParts[] {
  const parts = documents.flatMap(({ name, result }) => {
    const before = new Map<string, number>();
    return result.cases.map((measured) => {
      const key = keyOf(measured);
      const count = (before.get(key) ?? 0) + 1;
      before.set(key, count);
      // A document that has a case twice says nothing of the same one.
      return { key: `${key} ${count}`, part: { name, result, measured } };
    });
  });
  return [...Map.groupBy(parts, ({ key }) => key).values()]
    .map((own) => own.map(({ part }) => part) as [CasePart, ...CasePart[]]);
}

function keyOf({ parameters, repetition }: CaseResult): string {
  const { workers: _, ...axes } = parameters;
  return `${coordinates(axes)} ${repetition ?? ""}`;
}
