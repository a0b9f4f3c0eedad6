import type { Result } from "../result/document.ts";
import { escapeSteering } from "../result/format.ts";

/**
 * A result as the text of its JSON document.
 *
 * @example
 * ```ts
 * import { json, run, scenario } from "@cassbench/cassbench";
 *
 * const result = await run(scenario({
 *   name: "ping",
 *   poolSizes: [1],
 *   operations: 10,
 *   operation: (session) => session.execute("SELECT now() FROM system.local"),
 * }));
 * console.log(JSON.parse(json(result)).cases[0].operations);
 * ```
 */
export function json(result: Result): string {
  return jsonText(result);
}

/** Several results as the text of a JSON list of their documents. */
export function jsonOf(results: readonly Result[]): string {
  return jsonText(results);
}

/** Anything as the text of a JSON document. */
export function jsonText(value: unknown): string {
  return `${escapeSteering(JSON.stringify(value, undefined, 2))}\n`;
}
