import type { CaseResult } from "../case.ts";
import type { ModeSpeedup } from "../document.ts";
import { coordinates, ratioInterval } from "./estimates.ts";

/**
 * How much faster pages were in each mode than serially, for each combination of the other parameters, in the order of
 * the cases. Only completed cases count. A mode of which a case has no successful page, or no partner, has no speedup.
 */
export function findModeSpeedups(cases: readonly CaseResult[]): ModeSpeedup[] {
  const completed = cases.filter(({ status, parameters }) =>
    status === "completed" && parameters.mode !== undefined
  );
  const groups = Map.groupBy(
    completed,
    ({ parameters: { mode: _, ...others } }) => coordinates(others),
  );
  return [...groups.values()].flatMap(compareModes);
}

/** How many times as long the serial pages took as the longest chain in them; `undefined` where none succeeded. */
export function allowedByChain(serial: readonly CaseResult[]): number | undefined {
  const logs = serial.map(({ serviceTime, longestChain }) =>
    Math.log((serviceTime?.mean ?? NaN) / (longestChain?.time?.mean ?? NaN))
  );
  const allowed = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  return Number.isFinite(allowed) ? allowed : undefined;
}

function compareModes(cases: readonly CaseResult[]): ModeSpeedup[] {
  const [serial, others] = [
    cases.filter(isSerial),
    cases.filter((measured) => !isSerial(measured)),
  ];
  const allowed = allowedByChain(serial);
  const byMode = Map.groupBy(others, ({ parameters }) => parameters.mode as ModeSpeedup["mode"]);
  return [...byMode].flatMap(([mode, measured]) => {
    const compared = compareTimes(serial, measured);
    if (compared === undefined || allowed === undefined) return [];
    const { mode: _, ...parameters } = measured[0]?.parameters ?? {};
    return [{ parameters, mode, ...compared, allowed }];
  });
}

function isSerial({ parameters }: CaseResult): boolean {
  return parameters.mode === "serial";
}

/** Pairs the repetitions, as a drift of the machine is in both of a pair. */
function compareTimes(
  serial: readonly CaseResult[],
  others: readonly CaseResult[],
): Pick<ModeSpeedup, "speedup" | "interval"> | undefined {
  const partners = new Map(others.map((other) => [other.repetition, other]));
  const pairs = serial.flatMap((base) => {
    const other = partners.get(base.repetition);
    return other === undefined ? [] : [[meanTimeOf(base), meanTimeOf(other)] as const];
  });
  const [[base, other] = [NaN, NaN]] = pairs;
  const interval = ratioInterval(pairs.map(([, other]) => other), pairs.map(([base]) => base));
  const speedup = pairs.length > 1 ? interval?.mean ?? NaN : base / other;
  return Number.isFinite(speedup) ? { speedup, interval: interval ?? null } : undefined;
}

function meanTimeOf({ responseTime }: CaseResult): number {
  return responseTime?.mean ?? NaN;
}
