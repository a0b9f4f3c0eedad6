import { formatCount, formatCounted, formatDuration, formatSetting } from "../../result/format.ts";
import type { RunOptions } from "../../run/options.ts";
import type { Outline } from "../../run/outline.ts";
import type { Plan } from "../../scenario/planned.ts";

/** How long a run takes as far as that is known, and what is not known of it, a sentence each. */
export function describeDuration(outline: Outline, target: RunOptions["target"]): string[] {
  return [
    outline.search === undefined ? ofRun(outline) : ofSearch(outline),
    ...unknown(outline, target).map((text) => `not known: ${text}`),
  ];
}

function ofRun({ cases, plan: { settings: { repetitions }, warmup } }: Outline): string {
  const known = cases.flatMap(({ length }) => length ?? []);
  const load = known.reduce((sum, { value }) => sum + value, 0) * repetitions;
  const isExact = known.length === cases.length && known.every(({ isBound }) => !isBound);
  const warm = warmup.duration * cases.length * repetitions;
  const most = warmup.operations === Infinity ? "" : "up to ";
  const warming = warm === 0 ? "" : `, and ${most}${formatDuration(warm)} of warm-ups`;
  return `${isExact ? "" : "at least "}${formatDuration(load)} of load${warming}`;
}

function ofSearch({ search, cases: [first, ...others], plan: { warmup } }: Outline): string {
  const step = (first?.length?.value ?? 0) + warmup.duration;
  const combinations = 1 + others.length;
  const each = `steps of ${formatDuration(step)}, warm-up included`;
  const times = combinations === 1 ? "" : `, for each of ${combinations} combinations`;
  const { steps = null } = search ?? {};
  if (steps === null) return `as many ${each}, as it takes until a rate does not hold${times}`;
  return `${formatCounted(steps, "step")} where every rate holds, else more: ${each}${times}, ` +
    `so ${formatDuration(steps * step * combinations)}`;
}

/** What takes time that nobody knows before. */
function unknown({ cases, plan }: Outline, target: RunOptions["target"]): string[] {
  const { scenario, settings } = plan;
  const hooks = (["beforeAll", "setup", "teardown", "afterAll"] as const)
    .filter((name) => scenario[name] !== undefined);
  const isOpen = cases.some(({ rate }) => rate !== null && !rate.isBound);
  return [
    ...cases.some(({ length }) => length === null || length.isBound)
      ? ["how long operations take; a closed load is as fast as the server"]
      : [],
    ...isOpen
      ? [
        `how long what is in flight takes at the end, up to ${
          formatSetting(settings.drain)
        } a case`,
      ]
      : [],
    ...target === "cassandra" ? ["how long Cassandra takes to start"] : [],
    ...populating(plan),
    ...hooks.length === 0
      ? []
      : [`how long ${hooks.join(", ")} ${hooks.length === 1 ? "takes" : "take"}`],
    ...settings.verifyWrites ? ["how long the reading back of all writes takes"] : [],
    ...scenario.input === undefined ? [] : ["how long the inputs take that are made ahead"],
  ];
}

function populating({ scenario: { populate }, settings }: Plan): string[] {
  if (populate === undefined || settings.noPopulate === true) return [];
  const { operations, rate } = populate;
  const least = rate === undefined ? "" : `, ${formatDuration(operations / rate * 1_000)} at least`;
  return [`how long populate takes: ${formatCount(operations)} operations${least}`];
}
