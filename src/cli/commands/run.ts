import { outcome } from "../../result/conclude/outcome.ts";
import type { Result } from "../../result/document.ts";
import type { RunOptions } from "../../run/options.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { loadScenario } from "../../threads/load_scenario.ts";
import { createDisplay } from "../display.ts";
import { EXIT } from "../exit_code.ts";
import type { CommandLine } from "../flags.ts";
import type { Interrupted } from "../interrupt.ts";
import { chooseTarget, readAxes, settingsFrom } from "../options.ts";
import { checkFiles, chooseFiles } from "../output.ts";
import { startTelemetry } from "../telemetry.ts";

/** What there is to do with a scenario: `run` or `search`. */
export type Work = (scenario: Scenario, options: RunOptions) => Promise<Result>;

/** Measures a scenario file: tables to standard output as they grow, files after every case. */
export async function runCommand(
  work: Work,
  file: string,
  { flags, others }: CommandLine,
  signal: AbortSignal,
): Promise<number> {
  const target = chooseTarget(flags);
  const scenario = await loadScenario(file);
  const matrix = readAxes(Object(scenario).matrix ?? {}, others);
  const name = String(Object(scenario).name);
  const files = chooseFiles(flags, name, new Date());
  checkFiles(files);

  const telemetry = await startTelemetry(flags["metrics-port"], name);
  const display = createDisplay(files, flags.quiet ?? false);
  let result: Result;
  try {
    result = await work(scenario, {
      ...settingsFrom(flags),
      ...target,
      matrix,
      file,
      signal,
      onProgress(progress) {
        display.onProgress(progress);
        telemetry.observe(progress);
      },
    });
    display.end(result);
  } finally {
    await telemetry.stop();
  }
  if (signal.aborted) return (signal.reason as Interrupted).exitCode;
  if (!display.isWritten()) return EXIT.failed;
  return outcome(result, { strict: flags.strict ?? false }).code;
}
