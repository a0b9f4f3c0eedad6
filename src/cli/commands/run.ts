import { outlineRun } from "../../run/outline.ts";
import { run } from "../../run/run.ts";
import type { CliCommand } from "../command.ts";
import { BASELINE_FLAGS } from "../comparison.ts";
import { SETTING_FLAGS } from "../options.ts";
import { runScenario, scenarioFlags } from "../run_scenario.ts";

/** What is of a search alone. */
const { curve: _curve, ...FLAGS } = SETTING_FLAGS;

/** `run`, which is also what a scenario file without a command does: measures every case. */
export const runCommand: CliCommand = {
  name: "run",
  usage: "SCENARIO [options]",
  summary: "run a scenario file",
  groups: scenarioFlags(FLAGS, BASELINE_FLAGS),
  example: "scenarios/latency.ts --latency 0,5 --pool-sizes 1,10",
  takesScenario: true,
  run: (line, signal) =>
    runScenario({ measure: run, outline: outlineRun }, runCommand, line, signal),
};
