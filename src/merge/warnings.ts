import { findPopulateWarnings } from "../result/conclude/populate_warnings.ts";
import { findWarnings } from "../result/conclude/warnings.ts";
import type { Warning } from "../result/document.ts";
import { describeParameters, formatCounted, formatDuration } from "../result/format.ts";
import type { MatchedParts } from "./match.ts";
import { listNames, type NamedResult } from "./named.ts";

/**
 * What the reader of a merged result should know of the merging, and what the documents say of their runs that does not
 * follow from the figures.
 *
 * @param spread how many milliseconds the starts of a case are apart at most, by the clocks of the machines
 */
export function findMergeWarnings(
  documents: readonly NamedResult[],
  cases: readonly MatchedParts[],
  spread: number,
): Warning[] {
  const own = documents.flatMap(findOwn);
  if (documents.length === 1) return own;
  return [
    {
      code: "clocks",
      message: `The cases began up to ${formatDuration(spread)} apart, by the clocks of ` +
        `${documents.length} machines, which were not compared`,
      advice: "seconds stand beside each other as these clocks say: keep the clocks right (NTP), " +
        "or let --nats start all machines at one instant",
    },
    ...findSameSeeds(documents),
    ...findSingle(documents, cases),
    ...findOwnMachines(documents),
    ...own,
  ];
}

/** The same seed makes the same inputs. */
function findSameSeeds(documents: readonly NamedResult[]): Warning[] {
  const seeds = Map.groupBy(documents, ({ result }) => result.scenario.seed);
  return [...seeds].filter(([, { length }]) => length > 1).map(([seed, same]) => ({
    code: "seed",
    message: `${listNames(same.map(({ name }) => name))} have the seed ${seed}, so where inputs ` +
      "are drawn by it, they sent the same operations and wrote the same rows",
    advice: "give each machine a --seed of its own, or share one run among them with --nats",
  }));
}

/** Cases that not all of the machines measured. */
function findSingle(
  documents: readonly NamedResult[],
  cases: readonly MatchedParts[],
): Warning[] {
  const single = cases.filter(({ length }) => length < documents.length);
  const [first] = single;
  if (first === undefined) return [];
  const more = single.length === 1 ? "" : ` and ${single.length - 1} more`;
  return [{
    code: "missing",
    message: `Not all machines measured ${formatCounted(single.length, "case")}: ` +
      `${describeParameters(first[0].measured)}${more} is of ` +
      `${listNames(first.map(({ name }) => name))} alone`,
    advice: "run the same cases on every machine: what is merged of some of them is less load " +
      "than of all",
  }];
}

/** Each may have started a Cassandra of its own, which the documents cannot tell. */
function findOwnMachines(documents: readonly NamedResult[]): Warning[] {
  const isManaged = documents.every(({ result }) => result.environment.target.kind === "managed");
  if (!isManaged) return [];
  return [{
    code: "targets",
    message: "Each document measured a Cassandra on its own machine: they are one target only " +
      "where all were measured on one machine",
    advice: "to measure one cluster from several machines, name it with --contact-points",
  }];
}

/** What only the run knew, such as what was there before it: the rest follows from the figures again. */
function findOwn({ name, result }: NamedResult): Warning[] {
  const { cases, environment: { target, settings }, populate } = result;
  const found = [...findPopulateWarnings(populate), ...findWarnings(target, cases, settings.trace)];
  const known = new Set(found.map(({ code }) => code));
  return result.warnings.filter(({ code }) => !known.has(code))
    .map((warning) => ({ ...warning, message: `${name}: ${warning.message}` }));
}
