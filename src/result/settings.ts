import type { FullSettings } from "../scenario/settings.ts";

type SettingName = keyof FullSettings;

/** The settings by which cases are told apart. */
export const AXES_OF_CASES: readonly SettingName[] = [
  ...["latency", "poolSizes", "rate", "mode", "client", "matrix", "repetitions"] as const,
];

/**
 * What two results were set otherwise, in words: `another timeout: 1000, then 2000`.
 *
 * @param others are not looked at
 */
export function findDifferences(
  before: FullSettings,
  after: FullSettings,
  others: ReadonlySet<SettingName>,
): string[] {
  const [first, second] = [settled(before, others), settled(after, others)];
  const names = new Set([...Object.keys(first), ...Object.keys(second)]);
  return [...names].filter((name) => first[name] !== second[name])
    .map((name) => `another ${name}: ${first[name] ?? "none"}, then ${second[name] ?? "none"}`);
}

/** Settings as texts; one that is off is left out, as an older result lacks it. */
function settled(
  settings: FullSettings,
  others: ReadonlySet<SettingName>,
): Record<string, string> {
  const { latency: _, ...network } = settings.network ?? {};
  const entries = Object.entries({ ...settings, network })
    .filter(([name, value]) => !others.has(name as SettingName) && !isOff(value));
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
