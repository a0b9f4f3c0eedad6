import type { CaseResult } from "../result/case.ts";
import type { Result } from "../result/document.ts";

/** A document that is merged, and what its machine is called: mostly the name of the file. */
export interface NamedResult {
  readonly name: string;
  readonly result: Result;
}

/** What one document says of a case. */
export interface CasePart extends NamedResult {
  readonly measured: CaseResult;
}

/** Names as the end of a sentence: `"a.json", "b.json" and 2 more`. */
export function listNames(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  const [last = "", ...before] = shown.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(", ")} and ${last}`;
}
