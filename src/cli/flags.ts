import { parseArgs } from "@std/cli";
import { listProblems, ScenarioError } from "../errors.ts";
import { type Format, type FormatName, FORMATS } from "../report/formats.ts";
import { type Kind, readValue, type Values } from "./values.ts";

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
  "duration": { kind: "duration", value: "30s", help: "or its length; also 500 (ms), 5m, 1h" },
  "rate": { kind: "numbers", value: "500,1000", help: "operations per second, sent when due" },
  "stages": {
    kind: "stages",
    value: "900:10s,900:1m",
    help: "or the rates to reach in a time each",
  },
  "arrivals": { kind: "text", value: "poisson", help: "when due: at random (constant)" },
  "overflow": { kind: "text", value: "drop", help: "what is due while the pool is full (queue)" },
  "mode": { kind: "texts", value: "serial,concurrent", help: "how the steps of a page run" },
  "timeout": { kind: "duration", value: "5s", help: "the most an operation may take (60s)" },
  "on-failure": { kind: "text", value: "abort", help: "what else runs when a step fails (await)" },
  "trace": { kind: "number", value: "3", help: "operations per case for Cassandra to trace" },
  "warmup": { kind: "duration", value: "5s", help: "before each case, not measured" },
  "repetitions": { kind: "number", value: "5", help: "of each case, in turns with the others" },
  "workers": { kind: "number", value: "2", help: "threads that share a case's load (1)" },
  "threshold": { kind: "repeated", value: "'throughput > 500'", help: "must hold; repeatable" },
  "seed": { kind: "number", value: "1", help: "makes the inputs repeatable" },
  "keyspace": { kind: "text", value: "NAME", help: "created when missing (cassbench)" },
  "consistency": { kind: "text", value: "localOne", help: "one, quorum, localQuorum, …" },
  "connections": { kind: "number", value: "2", help: "connections per host and worker" },
  ...fileFlags(),
  "metrics-port": { kind: "port", value: "9464", help: "meanwhile, figures for Prometheus" },
  "strict": { kind: "switch", help: "invalid figures are a failure" },
  "quiet": { kind: "switch", help: "no progress" },
  "debug": { kind: "switch", help: "show the stack of an error" },
  "help": { kind: "switch", help: "show this" },
  "version": { kind: "switch", help: "show the version" },
} satisfies Record<string, Flag>;

/** A flag for each format of files. */
function fileFlags() {
  const flags = Object.entries<Format>(FORMATS).map(([name, { help }]) =>
    [name, { kind: "text", value: "FILE", help } as const] as const
  );
  return Object.fromEntries(flags) as Record<FormatName, (typeof flags)[number][1]>;
}

/** The name of a flag. */
export type FlagName = keyof typeof FLAGS;

/** The flags that were given. */
export type FlagValues = { [N in FlagName]?: Values[(typeof FLAGS)[N]["kind"]] };

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
    collect: namesOf((kind) => kind === "repeated"),
    unknown: (_arg, name, value) => {
      if (name !== undefined) others.set(name, String(value));
      return name === undefined;
    },
  });
  const problems: string[] = [];
  const flags: Record<string, unknown> = {};
  for (const [name, { kind }] of Object.entries<Flag>(FLAGS)) {
    if (kind === "switch") {
      if (parsed[name]) flags[name] = true;
      continue;
    }
    const texts = [parsed[name] ?? []].flat().map(String);
    if (texts.length === 0) continue;
    const read = readValue(kind, texts);
    if ("problem" in read) problems.push(`--${name} must ${read.problem}`);
    else flags[name] = read.value;
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

function namesOf(accept: (kind: Kind) => boolean): string[] {
  return Object.entries<Flag>(FLAGS).filter(([, { kind }]) => accept(kind)).map(([name]) => name);
}
