import { inspect } from "node:util";
import type { z } from "zod";

/** Something that is wrong with a value. */
export interface Problem {
  /** The way to the value: `["poolSizes", 0]`; empty for the whole. */
  readonly path: readonly PropertyKey[];
  /** What is wrong, without the name of the value: `must be an integer from 1 to 256: found 0`. */
  readonly text: string;
  /** Other fields that take part in it, where fields contradict each other. */
  readonly others?: readonly string[];
}

/** A problem with a value that is not what it must be. `message` begins with "must". */
export function problemAt(path: readonly PropertyKey[], message: string, value: unknown): Problem {
  return { path, text: `${message}: found ${showShort(value)}` };
}

/** A value as code would write it, on one line, and cut where it is long. */
export function showShort(value: unknown): string {
  const limits = { depth: 1, maxArrayLength: 8, maxStringLength: 60 };
  return inspect(value, { ...limits, breakLength: Infinity, compact: true });
}

/** A problem as one sentence: the way to the value, and what is wrong with it. */
export function sentenceOf({ path, text }: Problem): string {
  return `${formatPath(path)} ${text}`;
}

/** The way to a value as code would write it: `mix.read.weight`, `poolSizes[0]`; `it` for the whole. */
export function formatPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "it";
  return path.map((key, at) => {
    if (typeof key === "number") return `[${key}]`;
    return at === 0 ? String(key) : `.${String(key)}`;
  }).join("");
}

/** What a schema finds wrong with a value. `place` is the way to the value itself. */
export function problemsOf(
  error: z.ZodError | undefined,
  value: unknown,
  place: readonly PropertyKey[] = [],
): Problem[] {
  return (error?.issues ?? []).flatMap((issue) => {
    const path = [...place, ...issue.path];
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: [...path, key],
        text: "is no key that cassbench knows",
      }));
    }
    const message = issue.code === "invalid_key" ? issue.issues[0]?.message : issue.message;
    return [problemAt(path, message ?? "", valueAt(value, issue.path))];
  });
}

/**
 * The fields that a schema finds wrong. Keys that it does not know are left out, as no rule is about them; `undefined` is
 * among the fields when the whole is wrong, so that no field could be checked.
 */
export function wrongFields(
  issues: readonly { readonly code: string; readonly path?: PropertyKey[] | undefined }[],
): Set<PropertyKey | undefined> {
  const own = issues.filter(({ code }) => code !== "unrecognized_keys");
  return new Set(own.map(({ path }) => path?.[0]));
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((inner: unknown, key) => Object(inner)[key], value);
}
