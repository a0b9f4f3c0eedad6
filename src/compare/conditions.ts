import type { Environment, Result } from "../result/document.ts";
import { describeTarget } from "../result/environment.ts";
import { clientsOf } from "./match.ts";
import type { ConditionDifference, ConditionKind } from "./comparison.ts";

/** What may be said to differ on purpose: that is then what the comparison is about. */
export type AcrossCondition = Exclude<ConditionKind, "target" | "tool">;

/** Every such condition. The embedded server is no measure of Cassandra, so the kind of target is none. */
export const ACROSS: readonly AcrossCondition[] = [
  ...["scenario", "server", "client", "driver", "machine", "seed", "settings"] as const,
];

/** Something in words that must be the same in both, or else forbids a comparison. */
interface Condition {
  readonly kind: ConditionKind;
  readonly name: string;
  of(result: Result): string;
}

const CONDITIONS: readonly Condition[] = [
  { kind: "target", name: "another kind of target", of: ({ environment }) => kindOf(environment) },
  { kind: "scenario", name: "another scenario", of: ({ scenario }) => scenario.name },
  {
    kind: "server",
    name: "another server",
    of: ({ environment: { target } }) => describeTarget(target),
  },
  { kind: "client", name: "another client", of: (result) => onlyClient(result) },
  { kind: "driver", name: "another driver", of: ({ environment: { driver } }) => driver },
  {
    kind: "machine",
    name: "another number of agents",
    of: ({ environment: { agents = [] } }) => agents.length === 0 ? "none" : String(agents.length),
  },
  {
    kind: "machine",
    name: "another machine",
    of: ({ environment }) => machineOf(environment),
  },
  { kind: "seed", name: "another seed", of: ({ scenario: { seed } }) => String(seed) },
  { kind: "tool", name: "another cassbench", of: ({ environment: { cassbench } }) => cassbench },
  { kind: "tool", name: "another Deno", of: ({ environment: { deno } }) => deno },
];

function kindOf({ target: { kind } }: Environment): string {
  return kind === "embedded" ? "the embedded server" : "a real one";
}

/** The machine of the client; of agents, as far as it is known. */
function machineOf({ os, cpus, agents }: Environment): string {
  if (agents === undefined) return `${os}, ${cpus} CPUs`;
  return `agents of ${
    [...new Set(agents.map(({ cpus }) => cpus))].toSorted((a, b) => a - b).join(", ")
  } CPUs`;
}

/** Several clients are an axis, by which cases are matched. */
function onlyClient(result: Result): string {
  const [only, ...others] = clientsOf(result);
  return others.length > 0 ? "" : only ?? "";
}

/** What differs between two results beside the figures. */
export function conditionsOf(
  base: Result,
  other: Result,
  across: readonly AcrossCondition[],
): ConditionDifference[] {
  const differing = CONDITIONS.flatMap(({ kind, name, of }) => {
    const [before, after] = [of(base), of(other)];
    if (before === after || before === "" || after === "") return [];
    return { kind, message: `${name}: ${before}, then ${after}` };
  });
  // Both kinds of target are of other servers; that need not be said twice.
  const found = differing.some(({ kind }) => kind === "target")
    ? differing.filter(({ kind }) => kind !== "server")
    : differing;
  const isAllowed = (kind: ConditionKind) =>
    kind === "tool" || (across as readonly ConditionKind[]).includes(kind);
  return [...found, ...differingSettings(base, other)]
    .map(({ kind, message }) => ({ kind, message, forbids: !isAllowed(kind) }));
}

type Settings = Environment["settings"];

/** Axes, by which cases are matched, what is a condition of its own, and what does not touch the figures. */
const OTHER_SETTINGS: ReadonlySet<string> = new Set<keyof Settings>([
  ...["latency", "poolSizes", "rate", "mode", "client", "matrix", "repetitions"] as const,
  ...["seed", "thresholds", "keyspace", "createSchema", "noPopulate", "verifyWrites"] as const,
  ...["maxErrors"] as const,
]);

function differingSettings(base: Result, other: Result): Omit<ConditionDifference, "forbids">[] {
  const [before, after] = [base, other].map(({ environment }) => settled(environment.settings));
  const names = new Set([...Object.keys(before!), ...Object.keys(after!)]);
  return [...names].filter((name) => before![name] !== after![name]).map((name) => ({
    kind: "settings" as const,
    message: `another ${name}: ${before![name] ?? "none"}, then ${after![name] ?? "none"}`,
  }));
}

/** The settings that touch the figures, as texts; one that is off is left out, as an older result lacks it. */
function settled(settings: Settings): Record<string, string> {
  const { latency: _, ...network } = settings.network ?? {};
  const entries = Object.entries({ ...settings, network })
    .filter(([name, value]) => !OTHER_SETTINGS.has(name) && !isOff(value));
  return Object.fromEntries(entries.map(([name, value]) => [name, textOf(value)]));
}

function isOff(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === false || value === 0 || value === "";
}

/** A value as text that is the same in whatever order its fields are written. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(
    value,
    (_, part) =>
      typeof part === "object" && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => a < b ? -1 : 1))
        : part,
  );
}
