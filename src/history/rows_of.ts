import { cpusOfAgents } from "../result/agent.ts";
import { ResultError } from "../errors.ts";
import type { CaseResult } from "../result/case.ts";
import { coordinates, meanInterval, meanOf } from "../result/conclude/estimates.ts";
import type { Environment, Result } from "../result/document.ts";
import { describeTarget } from "../result/environment.ts";
import { describeParameters } from "../result/format.ts";
import type { HistoryFigure, HistoryRow } from "./row.ts";

/** The rows of a result, and what of it became none. */
export interface ResultRows {
  readonly rows: readonly HistoryRow[];
  /** In words, such as "latency 5 did not run to its end". */
  readonly leftOut: readonly string[];
}

/**
 * The rows of a result: one for each case that ran to its end, whose repetitions become means; of a search, one for each
 * rate that it found.
 *
 * @param at the commit's place in time; when the run began where it is `undefined`
 * @throws {ResultError} for a result of which no case has a row
 */
export function rowsOf(
  result: Result,
  { commit, at, name }: { readonly commit: string; readonly at?: string; readonly name: string },
): ResultRows {
  const { scenario, environment } = result;
  const shared = {
    schemaVersion: 1 as const,
    ...{ commit, at: at ?? new Date(environment.startedAt).toISOString() },
    ...{ scenario: scenario.name, ...conditionsOf(environment) },
  };
  const groups = result.search === undefined ? casesOf(result) : searchesOf(result);
  const whole = groups.filter(({ repetitions: [first] }) => first !== undefined);
  const leftOut = groups.filter(({ repetitions: [first] }) => first === undefined)
    .map(({ parameters, why }) => `${describeParameters({ parameters }) || "its case"} ${why}`);
  if (whole.length === 0) {
    throw new ResultError(
      `Cannot add "${name}" as no case of it has figures${
        leftOut.length > 0 ? `: ${leftOut.join("; ")}` : ""
      }`,
      "add the result of a run that went to its end",
    );
  }
  const rows = whole.map(({ parameters, repetitions, throughput }): HistoryRow => ({
    ...shared,
    ...{ parameters, repetitions: repetitions.length },
    valid: repetitions.every(({ verdict }) => verdict.valid),
    errors: repetitions.reduce((sum, { errors }) => sum + errors.total, 0),
    throughput: throughput ?? figureOf(repetitions.map((one) => one.throughput)) ?? { mean: 0 },
    p50: figureOf(repetitions.map(({ responseTime }) => responseTime?.p50)),
    p99: figureOf(repetitions.map(({ responseTime }) => responseTime?.p99)),
  }));
  return { rows, leftOut };
}

interface Group {
  readonly parameters: CaseResult["parameters"];
  /** Those that ran to their end. */
  readonly repetitions: readonly CaseResult[];
  /** In place of what they measured. */
  readonly throughput?: HistoryFigure;
  /** Why there is none of them. */
  readonly why: string;
}

function casesOf({ cases }: Result): Group[] {
  const groups = Map.groupBy(cases, ({ parameters }) => coordinates(parameters));
  return [...groups.values()].map((group) => ({
    parameters: group[0]?.parameters ?? {},
    repetitions: group.filter(({ status }) => status === "completed"),
    why: "did not run to its end",
  }));
}

/** The rates that a search tries differ from run to run, so what it found is its row. */
function searchesOf({ search = [], cases }: Result): Group[] {
  return search.map(({ parameters, rate, steps }) => {
    const held = steps.findLast((step) => step.passed && step.rate === rate);
    return {
      parameters: { ...parameters, rate: "highest that holds" },
      repetitions: held === undefined ? [] : cases.slice(held.case, held.case + 1),
      throughput: { mean: rounded(rate ?? 0) },
      why: "holds at no rate",
    };
  });
}

/** The mean to six digits, and its interval; `null` where a value is missing. */
function figureOf(values: readonly (number | undefined)[]): HistoryFigure | null {
  const known = values.filter((value) => value !== undefined);
  if (known.length < values.length || known.length === 0) return null;
  if (known.length === 1) return { mean: rounded(meanOf(known)) };
  const { mean, low, high } = meanInterval(known);
  return { mean: rounded(mean), low: rounded(low), high: rounded(high) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

/** Settings that are parameters of the case, or change no figure; the timeout grows with the largest latency of all cases. */
const NO_CONDITIONS = [
  ...["latency", "poolSizes", "rate", "mode", "client", "matrix", "workers", "repetitions"],
  ...["thresholds", "keyspace", "createSchema", "noPopulate", "maxErrors", "timeout"],
];

/** In which conditions was measured. */
function conditionsOf(
  { cassbench, deno, driver, os, cpus, agents, target, settings }: Environment,
): Pick<HistoryRow, "client" | "machine" | "server" | "settings"> {
  const { network, ...others } = settings;
  const { latency: _, ...shaping } = network ?? {};
  const entries = Object.entries({ ...others, ...network !== undefined && { network: shaping } });
  return {
    client: `cassbench ${cassbench}, driver ${driver}, deno ${deno}`,
    machine: agents === undefined
      ? `${os}, ${cpus} cpus`
      : `${agents.length} agents, ${cpusOfAgents(agents)} cpus`,
    server: describeTarget(target),
    settings: Object.fromEntries(entries.filter(([name]) => !NO_CONDITIONS.includes(name))),
  };
}
