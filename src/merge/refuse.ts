import { listProblems, ResultError } from "../errors.ts";
import type { CaseResult } from "../result/case.ts";
import type { Environment } from "../result/document.ts";
import { describeTarget } from "../result/environment.ts";
import { AXES_OF_CASES, findDifferences } from "../result/settings.ts";
import { findBrokenHistograms } from "./histograms.ts";
import type { MatchedParts } from "./match.ts";
import { listNames, type NamedResult } from "./named.ts";

type Settings = Environment["settings"];

/** What one machine may be told otherwise: how many threads it has, which rows are its own, and who makes the tables. */
const OF_MACHINES: ReadonlySet<keyof Settings> = new Set<keyof Settings>([
  ...AXES_OF_CASES,
  ...["workers", "seed", "createSchema", "noPopulate"] as const,
]);

/** What to do so that results can be merged. */
export const MERGE_HINT =
  "on every machine run the same scenario with the same settings, against the same " +
  "cluster, at the same time, and merge what each of them wrote";

/**
 * Makes sure that documents are parts of one measurement.
 *
 * @throws {ResultError} with all that forbids it
 */
export function assertMergeable(
  documents: readonly NamedResult[],
  cases: readonly MatchedParts[],
): void {
  const [first, ...others] = documents;
  const problems = [
    ...documents.flatMap(findOwnProblems),
    ...documents.flatMap(findBrokenHistograms),
    ...findCopies(documents),
    ...findOwnServers(documents),
    ...others.flatMap((other) => first === undefined ? [] : findDifferent(first, other)),
    ...findOtherOperations(cases),
    ...findLonely(documents, cases),
  ];
  if (problems.length === 0) return;
  throw new ResultError(`Cannot merge results as${listProblems(problems)}`, MERGE_HINT);
}

/** What forbids it for a document, whatever the others are. */
function findOwnProblems({ name, result }: NamedResult): string[] {
  const { cases, search, environment } = result;
  const uncounted = cases.findIndex(({ parameters: { rate = 1, poolSize, workers } }) =>
    !(Number.isFinite(rate) && [poolSize, workers].every(isCount))
  );
  return [
    ...uncounted < 0
      ? []
      : [`"${name}" must have numbers as rate, poolSize and workers: cases[${uncounted}] has not`],
    ...cases.length === 0 ? [`"${name}" has no case`] : [],
    ...search === undefined
      ? []
      : [`"${name}" is a search, which on every machine goes to rates of its own`],
    ...environment.agents === undefined
      ? []
      : [`"${name}" is of several machines already: name the documents that it was made from`],
  ];
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

/** Documents that are the same run under two names, and runs of one name. */
function findCopies(documents: readonly NamedResult[]): string[] {
  const names = Map.groupBy(documents, ({ name }) => name);
  const runs = Map.groupBy(
    documents.filter(({ result }) => result.cases.length > 0),
    ({ result }) => JSON.stringify(result.cases),
  );
  const several = (groups: Iterable<NamedResult[]>) =>
    [...groups].filter(({ length }) => length > 1);
  return [
    ...several(names.values()).map(([one, ...others]) =>
      `${others.length + 1} of them have the name "${one!.name}"`
    ),
    ...several(runs.values())
      .map((same) => `${listNames(same.map(({ name }) => name))} are the same run`),
  ];
}

/** An embedded server is a part of its process, so every document has one of its own. */
function findOwnServers(documents: readonly NamedResult[]): string[] {
  const own = documents.filter(({ result }) => result.environment.target.kind === "embedded");
  if (documents.length === 1 || own.length === 0) return [];
  return [
    `${listNames(own.map(({ name }) => name))} measured the embedded server of their own ` +
    "process: start a server for all, and name it with --contact-points",
  ];
}

function findDifferent(first: NamedResult, other: NamedResult): string[] {
  const [before, after] = [first.result, other.result];
  const conditions = [
    ["scenario", before.scenario.name, after.scenario.name],
    ["target", targetOf(before.environment), targetOf(after.environment)],
    ["cassbench", majorOf(before.environment), majorOf(after.environment)],
  ].filter(([, one, two]) => one !== two).map(([what, one, two]) =>
    `another ${what}: ${one}, then ${two}`
  );
  const settings = findDifferences(
    before.environment.settings,
    after.environment.settings,
    OF_MACHINES,
  );
  return [
    ...conditions,
    ...settings,
    ...findOtherNodes(before.cases, after.cases, [
      before.environment,
      after.environment,
    ]),
  ].map((difference) => `"${other.name}" differs from "${first.name}": ${difference}`);
}

/** The cluster, in whichever data center or rack of it a machine has its coordinators. */
function targetOf({ target }: Environment): string {
  const { dataCenter: _, dataCenters: _all, rack: _rack, ...cluster } = target;
  return describeTarget(cluster);
}

function majorOf({ cassbench }: Environment): string {
  return cassbench.split(".")[0] ?? "";
}

/** Machines that were not told which nodes to ask have asked some of the same, if it was one cluster. */
function findOtherNodes(
  before: readonly CaseResult[],
  after: readonly CaseResult[],
  environments: readonly Environment[],
): string[] {
  const chosen = environments.some(({ target }) =>
    target.rack !== undefined || target.coordinators !== undefined
  );
  const [one, two] = environments.map(({ target }) => target.dataCenter);
  const [first, second] = [before, after].map(addressesOf) as [Set<string>, Set<string>];
  if (chosen || one !== two || first.size === 0 || second.size === 0) return [];
  if (!first.isDisjointFrom(second)) return [];
  return [`other nodes: ${[...first].join(", ")}, then ${[...second].join(", ")}`];
}

function addressesOf(cases: readonly CaseResult[]): Set<string> {
  return new Set(cases.flatMap(({ nodes = [] }) => nodes.map(({ address }) => address)));
}

/** The same name and the same parameters can still be of another scenario, whose operations are others. */
function findOtherOperations(cases: readonly MatchedParts[]): string[] {
  const found = cases.flatMap(([first, ...others]) =>
    others.filter(({ measured }) => mixOf(measured) !== mixOf(first.measured))
      .map(({ name, measured }) =>
        `"${name}" differs from "${first.name}": another mix: ${
          mixOf(first.measured) || "none"
        }, ` +
        `then ${mixOf(measured) || "none"}`
      )
  );
  return [...new Set(found)];
}

function mixOf({ mix = [] }: CaseResult): string {
  return mix.map(({ name }) => name).join(", ");
}

function findLonely(documents: readonly NamedResult[], cases: readonly MatchedParts[]): string[] {
  if (documents.length === 1 || cases.length === 0 || cases.some(({ length }) => length > 1)) {
    return [];
  }
  return ["they have no case in common: the same parameters make the same case"];
}
