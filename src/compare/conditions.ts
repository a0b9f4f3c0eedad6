import { cpusOfAgents } from "../result/agent.ts";
import type { Environment, Result } from "../result/document.ts";
import { AXES_OF_CASES, findDifferences } from "../result/settings.ts";
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
  return `agents of ${cpusOfAgents(agents).join(", ")} CPUs`;
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
const OTHER_SETTINGS: ReadonlySet<keyof Settings> = new Set<keyof Settings>([
  ...AXES_OF_CASES,
  ...["seed", "thresholds", "keyspace", "createSchema", "noPopulate", "verifyWrites"] as const,
  ...["maxErrors"] as const,
]);

function differingSettings(base: Result, other: Result): Omit<ConditionDifference, "forbids">[] {
  const [before, after] = [base, other].map(({ environment }) => environment.settings);
  return findDifferences(before!, after!, OTHER_SETTINGS)
    .map((message) => ({ kind: "settings" as const, message }));
}
