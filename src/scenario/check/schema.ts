import { inspect } from "node:util";
import { z } from "zod";

/** An integer within bounds. */
export function integer(from: number, to: number): z.ZodType<number> {
  const message = `must be an integer from ${from} to ${to}`;
  return z.int(message).min(from, message).max(to, message);
}

/** A number within bounds; `kind` says what it counts. */
export function within(from: number, to: number, kind: string): z.ZodType<number> {
  const message = `must be ${kind} from ${from} to ${to}`;
  return z.number(message).min(from, message).max(to, message);
}

/** A number above zero; `kind` says what it counts. */
export function positive(to: number, kind: string): z.ZodType<number> {
  const message = `must be ${kind} above 0, up to ${to}`;
  return z.number(message).gt(0, message).max(to, message);
}

/** A function. */
export const func: z.ZodType<() => unknown> = z.custom<() => unknown>(
  (value) => typeof value === "function",
  "must be a function",
);

/** Milliseconds to inject. */
export const latency: z.ZodType<number> = within(0, 60_000, "milliseconds");

/** The most milliseconds that something may take. */
export const timeout: z.ZodType<number> = within(1, 3_600_000, "milliseconds");

/** The fields that are wrong by themselves; `undefined` among them means that no field could be looked at. */
export function wrongFields(
  issues: readonly { readonly code: string; readonly path?: PropertyKey[] | undefined }[],
): Set<PropertyKey | undefined> {
  const own = issues.filter(({ code }) => code !== "unrecognized_keys");
  return new Set(own.map(({ path }) => path?.[0]));
}

/** What a schema finds wrong with a value: one sentence each, with path and value. `place` says where the value is. */
export function describeError(
  error: z.ZodError | undefined,
  value: unknown,
  place: readonly PropertyKey[] = [],
): string[] {
  return (error?.issues ?? []).flatMap((issue) => {
    const path = [...place, ...issue.path];
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => `${pathOf([...path, key])} is no key that cassbench knows`);
    }
    const message = issue.code === "invalid_key" ? issue.issues[0]?.message : issue.message;
    const name = path.length > 0 ? pathOf(path) : "it";
    return [describeProblem(name, message ?? "", valueAt(value, issue.path))];
  });
}

/** The one form that every problem is told in. */
export function describeProblem(name: string, message: string, found: unknown): string {
  const limits = { depth: 1, maxArrayLength: 8, maxStringLength: 60 };
  const shown = inspect(found, { ...limits, breakLength: Infinity, compact: true });
  return tellProblem(name, message, shown);
}

/** The same form, where what was found is said in words. */
export function tellProblem(name: string, message: string, found: string): string {
  return `${name} ${message}: found ${found}`;
}

function pathOf(keys: readonly PropertyKey[]): string {
  return keys.map((key, at) => {
    if (typeof key === "number") return `[${key}]`;
    return at === 0 ? String(key) : `.${String(key)}`;
  }).join("");
}

function valueAt(value: unknown, keys: readonly PropertyKey[]): unknown {
  return keys.reduce((inner: unknown, key) => Object(inner)[key], value);
}
