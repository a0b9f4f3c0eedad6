import { nameAgent } from "../../result/agent.ts";
import type { Environment, Result } from "../../result/document.ts";
import { describeAddresses, describeTarget } from "../../result/environment.ts";
import {
  formatCount,
  formatCounted,
  formatMs,
  formatRate,
  formatSetting,
} from "../../result/format.ts";
import { isOpenLoad } from "../../result/kind.ts";
import { type Detail, list, type Report, section } from "../model.ts";

type Settings = Environment["settings"];

/** Where and with what was measured; in brief, how each case ran, and where the rest is. */
export function environmentSection(result: Result, detail: Detail = "full"): Report {
  const { environment, scenario } = result;
  const { target, settings, startedAt, cassbench, deno, driver, os, cpus } = environment;
  const load = [
    `each case: ${describeLoad(result)}`,
    settings.warmup === 0
      ? "no warm-up"
      : `warm-up before each case: up to ${formatSetting(settings.warmup)}, not measured`,
  ];
  if (detail === "brief") {
    const more = settings.repetitions > 1 ? "each repetition, and all" : "all";
    return [
      section("Environment"),
      ...list([...load, `in the files: ${more} of the environment`].map((text) => ({ text }))),
    ];
  }
  const lines = [
    `target: ${describeTarget(target)}`,
    ...describeAddresses(target),
    `keyspace ${describeKeyspace(settings)}, consistency ${settings.consistency}, ` +
    `connections per host ${settings.connections}, seed ${scenario.seed}`,
    ...load,
    `${environment.agents ? "coordinator: " : ""}cassbench ${cassbench}, ` +
    `cassandra-driver ${driver}, Deno ${deno}, ${os}, ${cpus} CPUs`,
    ...describeAgents(environment),
    ...describeCalibration(environment),
    `started ${startedAt}`,
  ];
  return [section("Environment"), ...list(lines.map((text) => ({ text })))];
}

/** So many agents are named. */
const NAMED = 20;

/** Who carried the load: those alike in a line. */
function describeAgents({ agents = [] }: Environment): string[] {
  const alike = Map.groupBy(
    agents,
    ({ cassbench, deno, cpus }) => `cassbench ${cassbench}, Deno ${deno}, ${cpus} CPUs`,
  );
  return [...alike].map(([what, own]) => {
    const names = own.slice(0, NAMED).map(nameAgent).join(", ");
    const more = own.length > NAMED ? `, and ${formatCount(own.length - NAMED)} more` : "";
    return `${formatCounted(own.length, "agent")}, ${what}${own.length > 1 ? " each" : ""}: ` +
      names + more;
  });
}

function describeKeyspace({ keyspace, replication }: Settings): string {
  if (replication === undefined) return keyspace;
  const factors = typeof replication === "number"
    ? String(replication)
    : Object.entries(replication).map(([name, factor]) => `${name}:${factor}`).join(" ");
  return `${keyspace} with replication ${factors}`;
}

/** How long a case is, when its operations are sent, and by how many threads. */
function describeLoad(result: Result): string {
  const { settings, agents } = result.environment;
  const { arrivals, workers, repetitions } = settings;
  const schedule = isOpenLoad(result)
    ? `open load, ${arrivals} arrivals, ${describePool(settings)}`
    : "closed load";
  return [
    describeLength(settings),
    schedule,
    formatCounted(workers, "worker") + (agents === undefined ? "" : " on each agent"),
    ...repetitions > 1 ? [`${repetitions} repetitions in turns`] : [],
  ].join(", ");
}

function describePool({ poolSizes, overflow }: Settings): string {
  const size = poolSizes.length === 1 ? ` of ${formatCount(poolSizes[0] ?? 0)}` : "";
  return `a pool${size} that ${overflow}s when full`;
}

function describeLength({ operations, duration, stages }: Settings): string {
  if (duration !== undefined) return formatSetting(duration);
  if (stages === undefined) return `${formatCount(operations ?? 0)} operations`;
  const ends = stages.map(({ from, to, duration }, at) => {
    const start = from ?? (at === 0 ? 0 : undefined);
    const change = start === undefined ? "" : `from ${formatRate(start)} `;
    return `${change}to ${formatRate(to)} ops/s in ${formatSetting(duration)}`;
  });
  return ends.join(", ");
}

function describeCalibration({ calibration }: Environment): string[] {
  if (calibration === undefined) return [];
  const { at, error, passed } = calibration;
  const verdict = passed ? "" : ", more than cassbench promises";
  const day = at.slice(0, 10);
  return [`this machine's error when last calibrated (${day}): ${formatMs(error)} ms${verdict}`];
}
