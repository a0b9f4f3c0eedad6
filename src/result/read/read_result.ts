import type { z } from "zod";
import { listProblems, ResultError } from "../../errors.ts";
import { problemsOf, sentenceOf } from "../../scenario/check/problems.ts";
import type { Result } from "../document.ts";
import { VERSION } from "../environment.ts";
import { findContradictions } from "./contradictions.ts";
import { fillOlder } from "./older.ts";
import { resultSchema } from "./schema.ts";
import { parseJson } from "./parse_json.ts";

/** More problems than these say no more. */
const MOST_PROBLEMS = 20;

/** What to name in place of a file that is no result. */
export const DOCUMENT_HINT =
  "name the document of a run, as --json FILE writes it: results/NAME-TIME.json";

/**
 * Reads a result document, also one of an older version; {@linkcode Result.lacks} then says what it does not tell.
 *
 * @param text the document
 * @param name what errors call it, such as the name of its file
 * @throws {ResultError} for what is no document, is not whole, or is of a later version, with all that is wrong with it
 *
 * @example
 * ```ts
 * import { json, readResult, run, scenario } from "@cassbench/cassbench";
 *
 * const result = await run(scenario({
 *   name: "ping",
 *   poolSizes: [1],
 *   operations: 10,
 *   operation: (session) => session.execute("SELECT now() FROM system.local"),
 * }));
 * console.log(readResult(json(result), "ping.json").cases.length);
 * ```
 */
export function readResult(text: string, name: string): Result {
  const cannot = `Cannot read "${name}" as`;
  const document = parseJson(text, cannot, DOCUMENT_HINT);
  const version = checkVersion(document, cannot);
  const lacks = fillOlder(document);
  const { error } = resultSchema.safeParse(document, { error: describeIssue });
  const wrong = error === undefined
    ? findContradictions(document as unknown as Result)
    : problemsOf(error, document);
  const problems = wrong.map(sentenceOf);
  if (problems.length > 0) throw new ResultError(`${cannot}${listSome(problems)}`, hintOf(version));
  if (lacks.length > 0) document.lacks = lacks;
  return document as unknown as Result;
}

/** What a document that was read lacks, as an older version wrote it, in words; empty where nothing is lacking. */
export function lacks(result: Result): readonly string[] {
  return result.lacks ?? [];
}

/** Makes sure that this is a document that this version can read, and returns which one wrote it. */
function checkVersion(document: Record<string, unknown>, cannot: string): unknown {
  const { schemaVersion, environment, kind } = document;
  const { cassbench } = Object(environment) as { cassbench?: unknown };
  if (typeof schemaVersion !== "number") {
    throw new ResultError(
      `${cannot} it is no result of cassbench: it has no schemaVersion`,
      DOCUMENT_HINT,
    );
  }
  if (kind === "comparison") {
    throw new ResultError(`${cannot} it is a comparison`, "name the results that it is made from");
  }
  if (schemaVersion > 1) {
    const by = typeof cassbench === "string" ? `, of cassbench ${cassbench}` : "";
    throw new ResultError(
      `${cannot} its schemaVersion is ${schemaVersion}${by}: this one, ${VERSION}, reads 1`,
      "read it with the version that wrote it",
    );
  }
  return cassbench;
}

function hintOf(version: unknown): string {
  return typeof version === "string" && isLater(version)
    ? `cassbench ${version} wrote it, and this is ${VERSION}: read it with that one`
    : "it was changed after it was written: take the document as the run left it";
}

function isLater(version: string): boolean {
  return version.localeCompare(VERSION, "en", { numeric: true }) > 0;
}

function listSome(problems: readonly string[]): string {
  const more = problems.length - MOST_PROBLEMS;
  if (more <= 0) return listProblems(problems);
  return listProblems([...problems.slice(0, MOST_PROBLEMS), `and ${more} more`]);
}

/** What a value must be, as problems say it. */
function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  const { expected, values, minimum } = issue as {
    readonly expected?: string;
    readonly values?: readonly unknown[];
    readonly minimum?: number;
  };
  switch (issue.code) {
    case "invalid_type":
      return `must be ${KINDS[expected ?? ""] ?? expected}`;
    case "invalid_value": {
      const words = (values ?? []).map(String);
      return words.length === 1 ? `must be ${words}` : `must be one of ${words.join(", ")}`;
    }
    case "too_small":
      return `must be ${minimum} or more`;
    case "invalid_union":
      return "must be of another kind";
    default:
      return undefined;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  number: "a number",
  int: "a whole number",
  string: "a text",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};
