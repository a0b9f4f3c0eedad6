import { outcome } from "../result/conclude/outcome.ts";
import type { Result } from "../result/document.ts";
import type { Progress, RunOptions } from "../run/options.ts";
import type { Outline } from "../run/outline.ts";
import { PlanError } from "../run/plan_error.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Axes, Settings } from "../scenario/settings.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import { QUIET } from "./command.ts";
import { type Baseline, compareWithBaseline } from "./comparison.ts";
import { createDisplay } from "./display.ts";
import { EXIT } from "./exit_code.ts";
import type { FlagValues } from "./flags.ts";
import type { Interrupted } from "./interrupt.ts";
import type { chooseTarget } from "./options.ts";
import { type OutputFiles, usesStandardOutput, writeStreams } from "./output.ts";
import { tellInFlags } from "./plan_problems.ts";
import { createSamplesFile, type SamplesFile } from "./samples_file.ts";
import { addStepSummary } from "./step_summary.ts";
import { errorLines, printError } from "./terminal.ts";
import { withUncaught } from "./uncaught.ts";

/** The flags of a run beside those of its target, its settings and its files. */
export const MORE_FLAGS = {
  "samples": { kind: "text", value: "FILE", help: "write every operation as a row of values" },
  "dashboard": {
    kind: "listeningPort",
    value: "[PORT]",
    without: "0",
    help: "meanwhile, the report in a browser",
  },
  "metrics-port": {
    kind: "listeningPort",
    value: "9464",
    help: "meanwhile, figures for Prometheus",
  },
  "strict": { kind: "switch", help: "invalid figures are a failure" },
  "dry-run": { kind: "switch", help: "print the plan, and do nothing else" },
  "quiet": QUIET,
} as const;

/** What a command does with a scenario: `run` or `search`. */
export interface Work {
  measure(scenario: Scenario, options: RunOptions): Promise<Result>;
  /** Says what it would do. */
  outline(scenario: Scenario, options: RunOptions): Outline;
}

/** What a command line asks for. */
export interface Asked {
  readonly command: string;
  /** The scenario's file. */
  readonly file: string;
  readonly scenario: Scenario;
  readonly settings: Settings;
  readonly matrix: Axes;
  readonly target: ReturnType<typeof chooseTarget> & Pick<RunOptions, "agents">;
  readonly files: OutputFiles;
  /** What the result is compared with. */
  readonly baseline: Baseline | undefined;
  readonly flags: FlagValues<typeof MORE_FLAGS>;
}

/**
 * Measures, shows and writes.
 *
 * @returns the exit code
 */
export async function measureScenario(
  work: Work,
  asked: Asked,
  telemetry: Telemetry,
  signal: AbortSignal,
): Promise<number> {
  const { scenario, settings, matrix, target, file, files, baseline } = asked;
  const { quiet = false, strict = false } = asked.flags;
  const display = createDisplay(files, quiet);
  const samples = files.samples === undefined ? undefined : createSamplesFile(files.samples);
  let latest: Result | undefined;
  let result: Result;
  function onProgress(event: Progress): void {
    const progress = "result" in event ? { ...event, result: withUncaught(event.result) } : event;
    if ("result" in progress) latest = progress.result;
    display.onProgress(progress);
    telemetry.observe(progress);
  }

  try {
    const onSamples = samples && { onSamples: samples.add };
    const options = { ...settings, ...target, matrix, file, signal, ...onSamples, onProgress };
    result = withUncaught(await work.measure(scenario, options));
    display.end(result, signal.aborted);
  } catch (error) {
    display.fail();
    throw inFlags(error, asked);
  } finally {
    // Also after a failure: what was measured until then is in the document.
    if (latest !== undefined) addStepSummary(latest);
    const streams = latest === undefined ? [] : await writeStreams(files, latest);
    display.tellStreams([...streams, ...await endSamples(samples)]);
  }
  if (signal.aborted) return (signal.reason as Interrupted).exitCode;
  const isWritten = display.isWritten() && samples?.failure() === undefined;
  const compared = baseline === undefined || result.status !== "completed"
    ? EXIT.good
    : compareWithBaseline(baseline, result, !usesStandardOutput(files));
  return isWritten ? outcome(result, { strict }).code || compared : EXIT.failed;
}

/** An error of the plan in the words of the command line. */
export function inFlags(error: unknown, { settings, matrix, target, command, file }: Asked) {
  if (!(error instanceof PlanError)) return error;
  const { target: _, ...started } = target;
  return tellInFlags(error, {
    settings: { ...settings, ...started },
    ...{ axes: matrix, command, file },
  });
}

/** The names of the file of samples, if there is any; says why there is not. */
async function endSamples(samples: SamplesFile | undefined): Promise<string[]> {
  const name = await samples?.end();
  const failure = samples?.failure();
  if (failure !== undefined) errorLines(failure).forEach(printError);
  return name === undefined ? [] : [name];
}
