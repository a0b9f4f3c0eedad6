import { messageOf, ResultError } from "../errors.ts";
import type { Status } from "../result/case.ts";
import { compose } from "../result/compose.ts";
import type { Result } from "../result/document.ts";
import {
  listOnce,
  mergeMachines,
  mergeSettings,
  mergeTargets,
  worstCalibration,
} from "./environment.ts";
import { matchCases } from "./match.ts";
import { mergeCase } from "./merge_case.ts";
import type { NamedResult } from "./named.ts";
import { mergePopulates } from "./populate.ts";
import { assertMergeable, MERGE_HINT } from "./refuse.ts";
import { findMergeWarnings } from "./warnings.ts";

/**
 * Merges results that several machines measured at the same time, of the same scenario with the same settings, into one.
 * Histograms, counts and seconds are added, and never averaged; pool sizes, rates and threads add up, as they did for the
 * servers. All that follows from figures is concluded again.
 *
 * @example
 * ```ts
 * import { mergeResults, run, scenario } from "@cassbench/cassbench";
 *
 * const ping = scenario({
 *   name: "ping",
 *   poolSizes: [1],
 *   operations: 10,
 *   operation: (session) => session.execute("SELECT now() FROM system.local"),
 * });
 * console.log(mergeResults([await run(ping)], ["a.json"]).cases.length);
 * ```
 *
 * @param results what each machine measured
 * @param names what the machines are called, such as the names of the files; without one, `result 1` and so on
 * @throws {ResultError} with all that forbids it: another scenario, another target, other settings, a search, the same run
 * twice, what is merged already
 */
export function mergeResults(
  results: readonly Result[],
  names: readonly string[] = [],
): Result {
  // Whatever order they are named in, the document is the same.
  const documents = results
    .map((result, at): NamedResult => ({ name: names[at] ?? `result ${at + 1}`, result }))
    .toSorted((a, b) => keyOf(a) < keyOf(b) ? -1 : 1);
  const cases = matchCases(documents);
  assertMergeable(documents, cases);
  const environments = documents.map(({ result }) => result.environment);
  const settings = mergeSettings(environments.map(({ settings }) => settings), cases);
  const merged = add(() => cases.map((parts) => mergeCase(parts, documents, settings)));
  const files = [...new Set(results.map(({ scenario: { file } }) => file))];
  const composed = compose({
    name: documents[0]!.result.scenario.name,
    file: files.length === 1 ? files[0] : undefined,
    settings,
    target: mergeTargets(environments.map(({ target }) => target)),
    driver: listOnce(environments.map(({ driver }) => driver)),
    machine: mergeMachines(environments),
    calibration: worstCalibration(environments),
    startedAt: new Date(Math.min(...environments.map(({ startedAt }) => Date.parse(startedAt)))),
    status: statusOf(results),
    cases: merged.map(({ result }) => result),
    populated: add(() => mergePopulates(documents.flatMap(({ result }) => result.populate ?? []))),
    search: undefined,
  });
  const lacks = [...new Set(results.flatMap(({ lacks = [] }) => lacks))];
  const spread = Math.max(...merged.map(({ spread }) => spread));
  return {
    ...composed,
    warnings: [...composed.warnings, ...findMergeWarnings(documents, cases, spread)],
    ...lacks.length > 0 && { lacks },
  };
}

/** A histogram can be whole, and yet be of other buckets than cassbench makes. */
function add<T>(merge: () => T): T {
  try {
    return merge();
  } catch (cause) {
    const problem = `a histogram of them cannot be added: ${messageOf(cause)}`;
    throw new ResultError(`Cannot merge results as ${problem}`, MERGE_HINT, { cause });
  }
}

function keyOf({ name, result }: NamedResult): string {
  return `${result.environment.startedAt} ${name}`;
}

function statusOf(results: readonly Result[]): Status {
  const worst = (["failed", "aborted"] as const)
    .find((status) => results.some((result) => result.status === status));
  return worst ?? "completed";
}
