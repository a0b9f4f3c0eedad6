import { run } from "../run.ts";
import type { CommandLine } from "./flags.ts";
import type { Interrupted } from "./interrupt.ts";
import { loadScenario } from "./load_scenario.ts";
import { chooseTarget, readAxes, settingsFrom } from "./options.ts";
import { checkFiles, chooseFiles } from "./output.ts";
import { createPage } from "./page.ts";

/** Runs a scenario file: tables to standard output as they grow, files after every case. */
export async function runCommand(
  file: string,
  { flags, others }: CommandLine,
  signal: AbortSignal,
): Promise<number> {
  const target = chooseTarget(flags);
  const scenario = await loadScenario(file);
  const matrix = readAxes(Object(scenario).matrix ?? {}, others);
  const files = chooseFiles(flags, String(Object(scenario).name), new Date());
  checkFiles(files);

  const page = createPage(files, flags.quiet ?? false);
  const result = await run(scenario, {
    ...settingsFrom(flags),
    ...target,
    matrix,
    file,
    signal,
    onProgress: page.onProgress,
  });
  page.end(result);
  if (signal.aborted) return (signal.reason as Interrupted).exitCode;
  return page.isWritten() ? 0 : 1;
}
