import type { CaseResult, LoadResult } from "../case.ts";
import type { Warning } from "../document.ts";
import { describeParameters, formatCount, formatCounted } from "../format.ts";
import type { Reason } from "../verdict.ts";

/** A load in the background kept its rate when this share of what was due was sent. */
const MET = 0.99;

/** Loads beside the measured one that were not what was asked for, so that the case is not the one that was meant. */
export function findBackgrounds({ loads = [] }: Pick<CaseResult, "loads">): Reason[] {
  return loads.flatMap((load) => findIdle(load) ?? findMissed(load) ?? []);
}

function findIdle({ name, operations, errors }: LoadResult): Reason | undefined {
  if (operations > errors.total) return undefined;
  return {
    code: "background",
    message: `no operation of load ${name} succeeded beside it, of ${formatCount(operations)}`,
    advice: "see its errors, and run it again",
  };
}

function findMissed({ name, schedule, unsent, poolSize }: LoadResult): Reason | undefined {
  if (schedule === null || schedule.due === 0) return undefined;
  const { due, achieved, rate } = schedule;
  if ((due - unsent) / due >= MET) return undefined;
  return {
    code: "background",
    message: `load ${name} beside it did not meet its rate: ${formatCount(achieved)} of ` +
      `${formatCount(rate)} operations per second were sent, and ` +
      `${formatCount(unsent)} of ${formatCount(due)} were due and never sent`,
    advice: `a lower rate of the load, or a larger poolSize than ${formatCount(poolSize)} ` +
      "if the server can take more",
  };
}

/** Warns of what failed in loads beside the measured one. */
export function findBackgroundErrors(result: CaseResult): Warning[] {
  return (result.loads ?? []).filter(({ errors }) => errors.total > 0)
    .map(({ name, operations, errors }) => {
      const [[errorClass, message] = ["", ""]] = Object.entries(errors.examples);
      return {
        code: "background",
        message: `${formatCount(errors.total)} of ${formatCounted(operations, "operation")} of ` +
          `load ${name} failed beside the case ${describeParameters(result)}; ` +
          `the first as ${errorClass}: ${message}`,
        advice: "they are in no figure of the case; see its loads in the JSON",
      };
    });
}
