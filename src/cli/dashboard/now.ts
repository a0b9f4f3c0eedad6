import { printable } from "../../result/format.ts";
import type { Progress } from "../../run/options.ts";
import type { LiveCase, LiveRun, LiveSecond } from "../../telemetry/live.ts";
import { describeCase, describePopulate, liveFigures } from "../progress/describe.ts";

/** What a page is told of a run that goes on. */
export interface Now {
  /** What goes on, in words. */
  readonly title: string;
  /** How much of it is done, from 0 to 1; `null` where nobody knows. */
  readonly share: number | null;
  /** The figures of the case that runs, each with its name. */
  readonly figures: readonly (readonly [name: string, text: string])[];
  /** The seconds of the case that are to be added to those before. */
  readonly seconds: readonly LiveSecond[];
  /** Whether the seconds take the place of those before: they are all of another case, or the page knows none. */
  readonly isWhole: boolean;
}

/** What there is to tell before anything has happened. */
export const BEFORE: Now = nothingBut("The run begins …");

/** What there is to tell once a run is over. */
export const OVER: Now = nothingBut("The run is over");

/**
 * What is to be told of something that happened; `undefined` where that is nothing.
 *
 * @param live has seen it already
 */
export function describeNow(progress: Progress, live: LiveRun): Now | undefined {
  switch (progress.type) {
    case "waiting":
      return nothingBut(`${printable(progress.message)} …`);
    case "populating":
      return { ...nothingBut(describePopulate(progress.at)), share: progress.at.share };
    case "running":
      return describeLive(live.current());
    default:
      return undefined;
  }
}

function describeLive(live: LiveCase | undefined): Now | undefined {
  if (live === undefined) return undefined;
  const { rate, p50 = "–", p99 = "–", errors = "–", inFlight = "–", done, left = "–" } =
    liveFigures(live);
  return {
    title: printable(describeCase(live.at)),
    share: live.at.share,
    figures: [
      ["Rate", rate],
      ["p50 so far", p50],
      ["p99 so far", p99],
      ["Errors", errors],
      ["In flight", inFlight],
      ["Done", done],
      ["Time left", left],
    ],
    seconds: live.seconds,
    isWhole: true,
  };
}

function nothingBut(title: string): Now {
  return { title, share: null, figures: [], seconds: [], isWhole: true };
}
