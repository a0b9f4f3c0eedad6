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

/** What is wrong where agents have more threads together than a case has operations, or places for them. */
export function findTooManyThreads(settings: Settings, agents: number): Problem[] {
  const { workers = 1, poolSizes = [], operations = Infinity } = settings;
  const isKnown = [workers, operations, ...poolSizes].every((it) => typeof it === "number");
  const most = Math.min(...poolSizes, operations);
  if (agents === 1 || !isKnown || agents * workers <= most) return [];
  const threads = workers === 1 ? `${agents}` : `${agents} of ${workers} threads each`;
  return [{
    path: ["agents"],
    text: `must have at most as many threads as the smallest pool and the operations, ${most}: ` +
      `found ${threads}`,
    others: ["poolSizes", "operations"],
  }];
}
