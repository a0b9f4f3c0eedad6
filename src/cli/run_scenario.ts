import { outcome } from "../result/conclude/outcome.ts";
import type { Result } from "../result/document.ts";
import type { Outline } from "../run/outline.ts";
import type { RunOptions } from "../run/options.ts";
import { PlanError } from "../run/plan_error.ts";
import { endsInTime, GRACE } from "../runtime/grace.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { loadScenario } from "../threads/load_scenario.ts";
import { type CliCommand, COMMON_FLAGS, flagsOf, QUIET } from "./command.ts";
import { checkBaseline, compareWithBaseline, readBaseline } from "./comparison.ts";
import { createDisplay } from "./display.ts";
import { describeOutline } from "./dry_run/outline.ts";
import { EXIT } from "./exit_code.ts";
import type { CommandLine, Flags, FlagValues } from "./flags.ts";
import type { Interrupted } from "./interrupt.ts";
import { takePassword, withLogin } from "./login.ts";
import { chooseTarget, readAxes, settingsFrom, TARGET_FLAGS } from "./options.ts";
import {
  checkFiles,
  checkNames,
  chooseFiles,
  OUTPUT_FLAGS,
  type OutputFiles,
  usesStandardOutput,
  writeStreams,
} from "./output.ts";
import { tellInFlags } from "./plan_problems.ts";
import { createSamplesFile, type SamplesFile } from "./samples_file.ts";
import { addStepSummary } from "./step_summary.ts";
import { printError, printOut } from "./terminal.ts";
import { startTelemetry } from "./telemetry.ts";
import { withUncaught } from "./uncaught.ts";
import { UsageError } from "./usage.ts";

const MORE_FLAGS = {
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

/** The flags of a command that measures a scenario with these settings, and its own of output. */
export function scenarioFlags(settings: Flags, own: Flags = {}): CliCommand["groups"] {
  return [
    {
      title: "The target is the embedded CQL server, which is not a measure of Cassandra, or:",
      flags: TARGET_FLAGS,
    },
    {
      title: "Settings in place of the scenario's own (an axis of its matrix is a flag too;\n" +
        "times are milliseconds, or have a unit: 500, 500ms, 30s, 5m, 1h):",
      flags: settings,
    },
    {
      title: "Output (FILE can be - for standard output, which then gets nothing else;\n" +
        "without --json and --markdown: results/NAME-TIME.json, .md and .svg):",
      flags: { ...OUTPUT_FLAGS, ...own, ...MORE_FLAGS, ...COMMON_FLAGS },
    },
  ];
}

/** What a command does with a scenario: `run` or `search`. */
export interface Work {
  measure(scenario: Scenario, options: RunOptions): Promise<Result>;
  /** Says what it would do. */
  outline(scenario: Scenario, options: RunOptions): Outline;
}

/** Measures a scenario file: tables to standard output as they grow, files after every case. */
export async function runScenario(
  work: Work,
  command: Pick<CliCommand, "name" | "groups">,
  { words, flags, others }: CommandLine,
  signal: AbortSignal,
): Promise<number> {
  takePassword();
  const file = onlyFile(words);
  const chosen = chooseTarget(flags);
  const scenario = await loadScenario(file, signal);
  const axes = readAxes(Object(scenario).matrix ?? {}, others, Object.keys(flagsOf(command)));
  const name = String(Object(scenario).name);
  const files = chooseFiles(flags as OutputFiles, name, new Date());
  const settings = settingsFrom(flags);
  const inFlags = (error: unknown, { target: _, ...started }: typeof chosen) => {
    if (!(error instanceof PlanError)) return error;
    const given = { ...settings, ...started };
    return tellInFlags(error, { settings: given, axes, command: command.name, file });
  };
  const baseline = readBaseline(flags);
  if (baseline !== undefined) checkBaseline(baseline, scenario, { ...settings, matrix: axes });
  if ((flags as FlagValues<typeof MORE_FLAGS>)["dry-run"]) {
    checkNames(files);
    try {
      const outline = work.outline(scenario, { ...settings, ...chosen, matrix: axes, file });
      printOut(describeOutline(outline, chosen.target, files));
    } catch (error) {
      throw inFlags(error, chosen);
    }
    return EXIT.good;
  }
  checkFiles(files);
  const target = await withLogin(chosen, flags, signal);

  const { quiet = false, strict = false, dashboard, "metrics-port": metrics } = flags as FlagValues<
    typeof MORE_FLAGS
  >;
  const telemetry = await startTelemetry({ dashboard, metrics }, name);
  const display = createDisplay(files, quiet);
  const samples = files.samples === undefined ? undefined : createSamplesFile(files.samples);
  let latest: Result | undefined;
  let result: Result;
  try {
    result = withUncaught(
      await work.measure(scenario, {
        ...settings,
        ...target,
        matrix: axes,
        file,
        signal,
        ...samples && { onSamples: samples.add },
        onProgress(event) {
          const progress = "result" in event
            ? { ...event, result: withUncaught(event.result) }
            : event;
          if ("result" in progress) latest = progress.result;
          display.onProgress(progress);
          telemetry.observe(progress);
        },
      }),
    );
    display.end(result, signal.aborted);
  } catch (error) {
    display.fail();
    throw inFlags(error, target);
  } finally {
    try {
      // Also after a failure: what was measured until then is in the document.
      if (latest !== undefined) addStepSummary(latest);
      const streams = latest === undefined ? [] : await writeStreams(files, latest);
      display.tellStreams([...streams, ...await endSamples(samples)]);
    } finally {
      // Last, as Deno's exporter may have no question open when the process ends.
      await endsInTime(telemetry.stop(), signal, GRACE.telemetry);
    }
  }
  if (signal.aborted) return (signal.reason as Interrupted).exitCode;
  const isWritten = display.isWritten() && samples?.failure() === undefined;
  const compared = baseline === undefined || result.status !== "completed"
    ? EXIT.good
    : compareWithBaseline(baseline, result, !usesStandardOutput(files));
  return isWritten ? outcome(result, { strict }).code || compared : EXIT.failed;
}

/** The names of the file of samples, if there is any; says why there is not. */
async function endSamples(samples: SamplesFile | undefined): Promise<string[]> {
  const name = await samples?.end();
  const failure = samples?.failure();
  if (failure !== undefined) printError(`error: ${failure.message}`);
  if (failure?.hint !== undefined) printError(`hint: ${failure.hint}`);
  return name === undefined ? [] : [name];
}

function onlyFile([file, ...rest]: readonly string[]): string {
  if (file === undefined) throw new UsageError(["a scenario file must be named: found none"]);
  if (rest.length > 0) {
    throw new UsageError([`one scenario can run: found ${[file, ...rest].join(", ")}`]);
  }
  return file;
}
