import type { Result } from "../result/document.ts";

/** What JSON may hold as it is, and a terminal or a script would read as more than a sign. */
const STEERING = /[\u007f-\u009f\u2028\u2029]/g;

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

/** Any document as text. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2).replaceAll(
    STEERING,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${text}\n`;
}
