import { outlineSearch } from "../../run/outline.ts";
import { search } from "../../run/search.ts";
import type { CliCommand } from "../command.ts";
import { SETTING_FLAGS } from "../options.ts";
import { runScenario, scenarioFlags } from "../run_scenario.ts";

/** A search chooses the rates itself, and tries each as often as it needs. */
const { stages: _stages, repetitions: _repetitions, ...FLAGS } = SETTING_FLAGS;

/** `search`: finds the highest rate that keeps the thresholds. */
export const searchCommand: CliCommand = {
  name: "search",
  usage: "search SCENARIO [options]",
  summary: "the highest rate that holds",
  groups: scenarioFlags(FLAGS),
  example: "search scenarios/songs.ts --rate 100,5000 --duration 10s",
  takesScenario: true,
  run: (line, signal) =>
    runScenario({ measure: search, outline: outlineSearch }, searchCommand, line, signal),
};
