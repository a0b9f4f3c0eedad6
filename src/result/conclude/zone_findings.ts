import type { AgentResult } from "../agent.ts";
import type { Finding, Result } from "../document.ts";
import { describeParameters, formatMs } from "../format.ts";
import { mergeTimes } from "../merged_times.ts";

/** Zones whose p50s are further apart than this are told of: as a ratio, and in milliseconds. */
const APART = { ratio: 1.2, ms: 0.5 };

/** Where clients of one zone wait longer than those of another: one finding for each combination of parameters. */
export function findZoneFindings({ cases }: Pick<Result, "cases">): Finding[] {
  const combinations = Map.groupBy(
    cases.filter(({ agents }) => agents),
    ({ parameters }) => describeParameters({ parameters }),
  );
  return [...combinations.values()].flatMap((repetitions) => {
    const message = describeZones(repetitions.flatMap(({ agents = [] }) => agents));
    const [first] = repetitions;
    if (message === undefined || first === undefined) return [];
    const { parameters } = first;
    return [{ code: "zones", ...combinations.size > 1 && { parameters }, message }];
  });
}

/** How long the clients of the slowest zone wait, and those of the fastest. */
function describeZones(agents: readonly AgentResult[]): string | undefined {
  const zones = [...Map.groupBy(agents, ({ zone }) => zone)].flatMap(([zone, own]) => {
    const time = mergeTimes(own.map(({ responseTime }) => responseTime));
    return zone === undefined || time === null ? [] : [{ zone, time }];
  }).sort((a, b) => a.time.p50 - b.time.p50);
  const [fast, slow] = [zones[0], zones.at(-1)];
  if (fast === undefined || slow === undefined) return undefined;
  const [least, most] = [fast.time.p50, slow.time.p50];
  if (most < least * APART.ratio || most - least < APART.ms) return undefined;
  const times = ({ p50, p99 }: typeof fast.time) => `${formatMs(p50)} ms (p99 ${formatMs(p99)} ms)`;
  return `Half of the operations from zone ${slow.zone} take more than ${times(slow.time)}, ` +
    `and of those from zone ${fast.zone} more than ${times(fast.time)}.`;
}
