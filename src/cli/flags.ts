import { parseArgs } from "@std/cli";
import { UsageError } from "./usage.ts";
import { type Kind, readValue, REPEATED, type Values } from "./values.ts";

/** One flag of the command line. */
export interface Flag {
  readonly kind: Kind;
  /** An example of its value, or the value's name. A switch has none. */
  readonly value?: string;
  /** The text of its value where none follows. Then only what begins with a digit or a sign is one. */
  readonly without?: string;
  readonly help: string;
}

/** Flags by their names, without the dashes. */
export type Flags = Readonly<Record<string, Flag>>;

/** The flags that were given. */
export type FlagValues<F extends Flags = Flags> = {
  readonly [N in keyof F]?: Values[F[N]["kind"]];
};

/** A command line, taken apart. */
export interface CommandLine<F extends Flags = Flags> {
  /** The arguments that are no flags. */
  readonly words: readonly string[];
  readonly flags: FlagValues<F>;
  /** The flags that are not known, with their texts: they can be axes of a scenario. */
  readonly others: ReadonlyMap<string, string>;
}

/**
 * Takes a command line apart.
 *
 * @throws {UsageError} naming every flag whose value is missing or of the wrong kind
 */
export function parseFlags<F extends Flags>(args: readonly string[], known: F): CommandLine<F> {
  const { words, texts, others, shorts } = splitArgs(args, known);
  const problems = shorts.map((arg) => `${arg} is no flag`);
  const forms: string[] = [];
  const flags: Record<string, unknown> = {};
  for (const [name, flag] of Object.entries(known)) {
    if (flag.kind === "switch") {
      if (texts[name]) flags[name] = true;
      continue;
    }
    const given = [texts[name] ?? []].flat().map(String);
    if (given.length === 0) continue;
    const read = readValue(flag.kind, given);
    if ("value" in read) flags[name] = read.value;
    else {
      problems.push(`--${name} must ${read.problem}`);
      forms.push(formOf(name, flag));
    }
  }
  if (problems.length > 0) throw new UsageError(problems, forms);
  return { words, flags: flags as FlagValues<F>, others };
}

/** A flag as it is written: `--operations 1000`. */
export function formOf(name: string, { value }: Flag): string {
  return `--${name}${value === undefined ? "" : ` ${value}`}`;
}

/** A command line whose values have not been read. */
interface SplitArgs {
  readonly words: readonly string[];
  readonly texts: Readonly<Record<string, unknown>>;
  readonly others: ReadonlyMap<string, string>;
  /** Arguments of one dash, which no flag has. */
  readonly shorts: readonly string[];
}

/** Takes a command line apart, and accepts any value. */
export function splitArgs(args: readonly string[], known: Flags): SplitArgs {
  const others = new Map<string, string>();
  const shorts: string[] = [];
  const namesOf = (accept: (kind: Kind) => boolean) =>
    Object.entries(known).filter(([, { kind }]) => accept(kind)).map(([name]) => name);
  const { _: words, ...texts } = parseArgs(joinValues(args, known), {
    boolean: namesOf((kind) => kind === "switch"),
    string: [...namesOf((kind) => kind !== "switch"), "_"],
    collect: namesOf((kind) => REPEATED.has(kind)),
    unknown: (arg, name, value) => {
      if (name === undefined) return true;
      if (arg.startsWith("--")) others.set(name, String(value));
      else if (!shorts.includes(arg)) shorts.push(arg);
      return false;
    },
  });
  return { words: words.map(String), texts, others, shorts };
}

/**
 * Joins a flag and a value that begins with one dash, `--latency -1` to `--latency=-1`: parseArgs would take the value for
 * another flag. An argument of two dashes stays a flag, so that a forgotten value is noticed.
 */
function joinValues(args: readonly string[], known: Flags): string[] {
  const joined: string[] = [];
  for (const [at, arg] of args.entries()) {
    if (arg === "--") return [...joined, ...args.slice(at)];
    const last = joined.at(-1) ?? "";
    const [, name] = /^--([^=]+)$/.exec(last) ?? [];
    const takesValue = name !== undefined && known[name]?.kind !== "switch";
    if (takesValue && /^-(?!-)/.test(arg)) joined.splice(-1, 1, `${last}=${arg}`);
    else joined.push(withValue(arg, args[at + 1], known));
  }
  return joined;
}

/** A flag that needs no value gets its own, unless one follows. */
function withValue(arg: string, next = "", known: Flags): string {
  const { without } = known[arg.slice("--".length)] ?? {};
  const isBare = arg.startsWith("--") && without !== undefined;
  return isBare && !/^-?\d/.test(next) ? `${arg}=${without}` : arg;
}

/** Asks for the flag that differs from an unknown one only in case, dashes or a plural's s; empty where there is none. */
export function didYouMean(flag: string, known: readonly string[]): string {
  const lettersOf = (name: string) =>
    name.toLowerCase().replaceAll(/[^a-z]/g, "").replace(/s$/, "");
  const similar = known.find((name) => lettersOf(name) === lettersOf(flag));
  return similar === undefined ? "" : `: did you mean --${similar}?`;
}
