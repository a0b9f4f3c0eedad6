import { parseArgs } from "@std/cli";
import { listProblems, ScenarioError } from "../errors.ts";

/** What a flag's text stands for. */
type Kind = "switch" | "text" | "texts" | "number" | "numbers";

/** One flag of the command line. */
export interface Flag {
  readonly kind: Kind;
  /** How the help names the value. */
  readonly value?: string;
  readonly help: string;
}

/** Every flag, in the order of the help. Names that a scenario has too override it. */
export const FLAGS = {
  "contact-points": { kind: "texts", value: "HOST[:PORT],…", help: "an existing cluster" },
  "local-datacenter": { kind: "text", value: "NAME", help: "its data center next to this machine" },
  "username": { kind: "text", value: "NAME", help: "the password is read from CASSANDRA_PASSWORD" },
  "cassandra": { kind: "switch", help: "start, or reuse, a real Cassandra here" },
  "nodes": { kind: "number", value: "3", help: "its nodes (1)" },
  "port": { kind: "number", value: "9043", help: "its port (9042)" },
  "latency": { kind: "numbers", value: "0,1,5", help: "ms to inject before each request" },
  "pool-sizes": { kind: "numbers", value: "1,100", help: "operations in flight; 1 is serial" },
  "operations": { kind: "number", value: "1000", help: "operations per case" },
  "warmup": { kind: "number", value: "250", help: "ms of warm-up before each case, at most" },
  "seed": { kind: "number", value: "1", help: "makes the inputs repeatable" },
  "keyspace": { kind: "text", value: "NAME", help: "created when missing (cassbench)" },
  "consistency": { kind: "text", value: "localOne", help: "one, quorum, localQuorum, …" },
  "connections": { kind: "number", value: "2", help: "connections per host" },
  "json": { kind: "text", value: "FILE", help: "write the result document" },
  "markdown": { kind: "text", value: "FILE", help: "write the tables" },
  "quiet": { kind: "switch", help: "no progress" },
  "debug": { kind: "switch", help: "show the stack of an error" },
  "help": { kind: "switch", help: "show this" },
  "version": { kind: "switch", help: "show the version" },
} satisfies Record<string, Flag>;

/** The name of a flag. */
export type FlagName = keyof typeof FLAGS;

type FlagValue<K extends Kind> = K extends "switch" ? boolean
  : K extends "text" ? string
  : K extends "texts" ? string[]
  : K extends "number" ? number
  : number[];

/** The flags that were given. */
export type FlagValues = { [N in FlagName]?: FlagValue<(typeof FLAGS)[N]["kind"]> };

/** A command line, taken apart. */
export interface CommandLine {
  /** What is no flag. */
  readonly words: readonly string[];
  readonly flags: FlagValues;
  /** Flags that only a scenario's own axes can explain. */
  readonly others: ReadonlyMap<string, string>;
}

/**
 * Takes a command line apart.
 *
 * @throws {ScenarioError} naming every flag whose value is missing or of the wrong kind
 */
export function parseFlags(args: readonly string[]): CommandLine {
  const others = new Map<string, string>();
  const parsed = parseArgs([...args], {
    boolean: namesOf((kind) => kind === "switch"),
    string: [...namesOf((kind) => kind !== "switch"), "_"],
    unknown: (_arg, name, value) => {
      if (name !== undefined) others.set(name, String(value));
      return name === undefined;
    },
  });
  const problems: string[] = [];
  const flags: Record<string, unknown> = {};
  for (const [name, { kind }] of Object.entries<Flag>(FLAGS)) {
    const text: unknown = parsed[name];
    if (text === undefined || text === false) continue;
    flags[name] = text === true ? true : parseValue(name, kind, String(text), problems);
  }
  if (problems.length > 0) throw usageError(problems);
  return { words: [parsed._].flat().map(String), flags, others };
}

/** The error for a command line that cannot be meant. */
export function usageError(problems: readonly string[]): ScenarioError {
  return new ScenarioError(
    `Cannot read the command line as${listProblems(problems)}`,
    "`deno run -A mod.ts --help` shows every flag",
  );
}

/** Parses a number as a person writes it; `undefined` for anything else. */
export function parseNumber(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

function namesOf(accept: (kind: Kind) => boolean): string[] {
  return Object.entries<Flag>(FLAGS).filter(([, { kind }]) => accept(kind)).map(([name]) => name);
}

function parseValue(name: string, kind: Kind, text: string, problems: string[]): unknown {
  if (text === "") {
    problems.push(`--${name} must be followed by a value`);
    return undefined;
  }
  if (kind === "text") return text;
  const parts = kind === "number" ? [text] : text.split(",").map((part) => part.trim());
  if (kind === "texts") return parts;
  const numbers = parts.map(parseNumber);
  const bad = parts.filter((_, at) => numbers[at] === undefined);
  if (bad.length > 0) {
    const what = kind === "number" ? "be a number" : "be numbers with commas between";
    problems.push(`--${name} must ${what}: found "${bad.join(",")}"`);
  }
  return kind === "number" ? numbers[0] : numbers;
}
