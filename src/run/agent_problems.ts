import { type Problem, problemAt } from "../scenario/check/problems.ts";
import type { Settings } from "../scenario/settings.ts";
import type { RunOptions } from "./options.ts";

const MOST_AGENTS = 10_000;

/** Everything that is wrong with the options that say which agents carry the load, and what these cannot do. */
export function findWrongAgents(options: RunOptions, scenario: Settings): Problem[] {
  const { agents } = options;
  if (agents === undefined) return [];
  const { count, timeout, onLoss } = agents;
  const isCount = count === undefined ||
    (Number.isInteger(count) && count >= 1 && count <= MOST_AGENTS);
  const isTime = timeout === undefined || (timeout >= 0 && timeout <= 86_400_000);
  const isLoss = onLoss === undefined || ["continue", "stop"].includes(onLoss);
  const { network, mode = [] } = { ...scenario, ...settingsOf(options) };
  return [
    ...isCount ? [] : [wrong("count", `must be an integer from 1 to ${MOST_AGENTS}`, count)],
    ...isTime ? [] : [wrong("timeout", "must be milliseconds, of a day at most", timeout)],
    ...isLoss ? [] : [wrong("onLoss", 'must be "continue" or "stop"', onLoss)],
    ...network === undefined ? [] : [{
      path: ["network"],
      text: "must go without agents, as its proxies are on one machine",
    }],
    ...Array.isArray(mode) && mode.includes("threads")
      ? [{ path: ["mode"], text: "must not hold threads beside agents" }]
      : [],
  ];
}

function wrong(field: string, must: string, value: unknown): Problem {
  return problemAt(["agents", field], must, value);
}

/** Those of the settings that matter here and that the options give. */
function settingsOf({ network, mode }: RunOptions): Settings {
  return { ...network !== undefined && { network }, ...mode !== undefined && { mode } };
}

/** What is wrong where a case has fewer places, or operations, than the agents have threads together. */
export function findTooManyThreads(settings: Settings, agents: number): Problem[] {
  const { workers = 1, poolSizes = [], operations = Infinity } = settings;
  // What is no number is told elsewhere.
  const sizes = Array.isArray(poolSizes) ? poolSizes : [];
  if (agents === 1 || [workers, operations, ...sizes].some((it) => typeof it !== "number")) {
    return [];
  }
  const least = agents * workers;
  const threads = workers === 1 ? "" : ` of ${workers} threads each`;
  const must = `must be ${least} or more, as all of ${agents} agents${threads} take part`;
  const small = sizes.filter((size) => size < least);
  return [
    ...small.length === 0 ? [] : [{ path: ["poolSizes"], text: `${must}: found ${small.join()}` }],
    ...operations >= least ? [] : [{ path: ["operations"], text: `${must}: found ${operations}` }],
  ];
}
