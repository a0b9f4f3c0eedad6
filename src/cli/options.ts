import type { YamlValue } from "../cluster/managed/release.ts";
import type { ClusterAddress } from "../cluster/driver/connect.ts";
import type { TargetChoice } from "../cluster/target.ts";
import type { RunOptions } from "../run/options.ts";
import type { Axes, AxisValue, Settings } from "../scenario/settings.ts";
import { fieldFlagOf, flagOf } from "../scenario/setting_flags.ts";
import { SETTING_ENTRIES } from "../scenario/settings_table.ts";
import { variable } from "./environment.ts";
import { didYouMean, type Flags, type FlagValues } from "./flags.ts";
import { readTls, TLS_FLAG_NAMES, TLS_FLAGS } from "./tls_flags.ts";
import { UsageError } from "./usage.ts";
import { parseNumber } from "./values.ts";

/** The flags that say where to run. */
export const TARGET_FLAGS = {
  "contact-points": { kind: "texts", value: "HOST[:PORT],…", help: "an existing cluster" },
  "local-datacenter": { kind: "text", value: "NAME", help: "its data center next to this machine" },
  "username": { kind: "text", value: "NAME", help: "whom to log in as" },
  "password-file": { kind: "text", value: "FILE", help: "else CASSANDRA_PASSWORD, else asked for" },
  "rack": { kind: "text", value: "NAME", help: "only the nodes of that rack get requests" },
  "coordinators": { kind: "texts", value: "HOST[:PORT],…", help: "only these nodes get requests" },
  "address": { kind: "repeated", value: "FROM=TO", help: "where a node is reached that says FROM" },
  ...TLS_FLAGS,
  "bundle": { kind: "text", value: "FILE.zip", help: "a cluster by its secure connect bundle" },
  "cassandra": { kind: "switch", help: "start, or reuse, a real Cassandra here" },
  "nodes": { kind: "number", value: "3", help: "its nodes (1)" },
  "port": { kind: "port", value: "9043", help: "its port (9042)" },
  "cassandra-version": { kind: "text", value: "4.1.10", help: "its version, of 4.1 or 5.0" },
  "cassandra-option": { kind: "repeated", value: "KEY=VALUE", help: "for its cassandra.yaml" },
} satisfies Flags;

/** The flags of the settings. */
export const SETTING_FLAGS: Flags = Object.fromEntries(
  SETTING_ENTRIES.flatMap(([name, { flag, fields = {}, default: value, help }]) => {
    if (flag === undefined) {
      return Object.entries(fields).map(([field, { kind, example, help }]) => [
        fieldFlagOf(name, field),
        { kind, ...example !== undefined && { value: example }, help },
      ]);
    }
    const shown = flag.kind === "duration" ? formatDuration(value) : value;
    const isShown = shown !== undefined && typeof shown !== "object" && flag.kind !== "switch";
    const byDefault = isShown ? ` (${shown})` : "";
    return [[flagOf(name), {
      kind: flag.kind,
      ...flag.example !== undefined && { value: flag.example },
      help: flag.help ?? `${help}${byDefault}`,
    }]];
  }),
);

function formatDuration(ms: unknown): string | undefined {
  if (typeof ms !== "number") return undefined;
  return ms % 1_000 === 0 ? `${ms / 1_000}s` : `${ms}ms`;
}

/**
 * Chooses the target that the flags name, or the environment; its login comes from `withLogin`. Whether `nodes` and `port` go with it, the plan checks.
 *
 * @throws {UsageError} for two targets, and for flags that belong to an existing cluster where there is none
 */
export function chooseTarget(
  flags: FlagValues<typeof TARGET_FLAGS>,
): Pick<RunOptions, "target" | keyof CassandraOptions> {
  const { cassandra = false } = flags;
  const problems: string[] = [];
  const started = readCassandra(flags, problems);
  const named = (["cassandra", "contact-points", "bundle"] as const).filter((flag) => flags[flag]);
  if (named.length > 1) {
    const names = named.map((flag) => `--${flag}`);
    problems.push(`${names.join(" and ")} are ${named.length === 2 ? "two" : "three"} targets`);
  }
  const isBundle = flags.bundle !== undefined;
  const isCluster = !cassandra && (isBundle || contactPoints(flags) !== undefined);
  const ofCluster = ["local-datacenter", "rack", "coordinators"] as const;
  for (const flag of [...ofCluster, "address", ...TLS_FLAG_NAMES] as const) {
    const isOfBundle = (ofCluster as readonly string[]).includes(flag);
    if (flags[flag] !== undefined && (!isCluster || (isBundle && !isOfBundle))) {
      problems.push(`--${flag} goes with --contact-points`);
    }
  }
  for (const flag of ["username", "password-file"] as const) {
    if (flags[flag] !== undefined && !isCluster && !cassandra) {
      problems.push(`--${flag} goes with --contact-points or --cassandra`);
    }
  }
  const addresses = readPairs("address", "FROM=TO", flags.address, problems);
  const tls = readTls(flags, problems);
  if (problems.length > 0) throw new UsageError(problems);
  const target = cassandra ? "cassandra" : existingCluster(flags, { addresses, tls }) ?? "embedded";
  return { target, ...started };
}

/** The flags that say which Cassandra to start, as options of `run`. */
export type CassandraOptions = Pick<
  RunOptions,
  "nodes" | "port" | "cassandraVersion" | "cassandraOptions"
>;

/** Reads the flags that say which Cassandra to start. */
export function readCassandra(
  flags: Pick<
    FlagValues<typeof TARGET_FLAGS>,
    "nodes" | "port" | "cassandra-version" | "cassandra-option"
  >,
  problems: string[],
): CassandraOptions {
  const { nodes, port, "cassandra-version": cassandraVersion, "cassandra-option": texts } = flags;
  const options = readPairs("cassandra-option", "KEY=VALUE", texts, problems);
  const cassandraOptions: Record<string, YamlValue> | undefined = options &&
    Object.fromEntries(Object.entries(options).map(([key, value]) => [key, yamlValue(value)]));
  return given({ nodes, port, cassandraVersion, cassandraOptions });
}

/** Reads a flag whose values are pairs, none of which is said twice. */
function readPairs(
  flag: string,
  form: string,
  texts: readonly string[] | undefined,
  problems: string[],
): Record<string, string> | undefined {
  const pairs = new Map<string, string>();
  for (const text of texts ?? []) {
    const [, key = "", value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (key === "") problems.push(`--${flag} must be ${form}: found "${text}"`);
    else if (pairs.has(key)) problems.push(`--${flag} must say ${key} once`);
    else pairs.set(key, value);
  }
  return texts && Object.fromEntries(pairs);
}

/** A value of cassandra.yaml: `true`, `5`, `{"a": 1}`, and what is none of these is text. */
function yamlValue(text: string): YamlValue {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function contactPoints(flags: FlagValues<typeof TARGET_FLAGS>): string[] | undefined {
  return flags["contact-points"] ?? variable("CASSANDRA_CONTACT_POINTS")?.split(",");
}

function existingCluster(
  flags: FlagValues<typeof TARGET_FLAGS>,
  read: { readonly [N in "addresses" | "tls"]: ClusterAddress[N] | undefined },
): TargetChoice | undefined {
  const { "local-datacenter": localDataCenter, rack, coordinators, bundle } = flags;
  const part = given({ localDataCenter, rack, coordinators });
  if (bundle !== undefined) return { bundle, ...part };
  const points = contactPoints(flags);
  return points && { contactPoints: points, ...part, ...given(read) };
}

/** The settings among the flags, under their names in a scenario. Whether their values are good, the plan checks. */
export function settingsFrom(flags: FlagValues): Settings {
  return given(Object.fromEntries(SETTING_ENTRIES.map(([name, { flag, fields }]) => {
    if (fields !== undefined) return [name, fieldsFrom(flags, name, Object.keys(fields))];
    const value = flags[flagOf(name)];
    return [name, value === true ? flag?.means ?? true : value];
  })));
}

/** The fields of a setting that flags give; `undefined` where none does. */
function fieldsFrom(flags: FlagValues, name: string, fields: readonly string[]) {
  const values = given(
    Object.fromEntries(fields.map((field) => [field, flags[fieldFlagOf(name, field)]])),
  );
  return Object.keys(values).length === 0 ? undefined : values;
}

/** The values without those that are undefined. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T> as ReturnType<typeof given<T>>;
}

/**
 * Reads the flags that are named after the scenario's axes. An axis of numbers takes numbers.
 *
 * @param known the flags that the command has beside the axes
 * @throws {UsageError} for flags that are named after no axis, and for values of another kind
 */
export function readAxes(
  axes: Axes,
  others: ReadonlyMap<string, string>,
  known: readonly string[] = [],
): Axes {
  const problems: string[] = [];
  const read: Record<string, AxisValue[]> = {};
  for (const [flag, text] of others) {
    const name = flag.replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase());
    if (!Object.hasOwn(axes, name)) {
      const similar = didYouMean(flag, [...Object.keys(axes).map(flagOf), ...known]);
      problems.push(`--${flag} is no flag, and no axis of the scenario${similar}`);
      continue;
    }
    const [kind, parse] = axisReader(axes[name] ?? []);
    const values = text.split(",").map((part) => parse(part.trim()));
    if (values.includes(undefined)) problems.push(`--${flag} must be ${kind}: found "${text}"`);
    read[name] = values.filter((value) => value !== undefined);
  }
  if (problems.length > 0) throw new UsageError(problems);
  return read;
}

/** What the values of an axis are called, and how one is read. */
function axisReader(
  values: readonly AxisValue[],
): [kind: string, parse: (text: string) => AxisValue | undefined] {
  if (values.every((value) => typeof value === "number")) return ["numbers", parseNumber];
  if (values.every((value) => typeof value === "boolean")) {
    return ["true or false", (text) => ({ true: true, false: false })[text]];
  }
  return ["text", (text) => text];
}
