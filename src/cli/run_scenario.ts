import { endsInTime, GRACE } from "../runtime/grace.ts";
import { loadScenario } from "../threads/load_scenario.ts";
import { AGENT_FLAGS, readAgents, withAgentsSecret } from "./agent_flags.ts";
import { type CliCommand, COMMON_FLAGS, flagsOf } from "./command.ts";
import { checkBaseline, readBaseline } from "./comparison.ts";
import { describeOutline } from "./dry_run/outline.ts";
import { EXIT } from "./exit_code.ts";
import type { CommandLine, Flags, FlagValues } from "./flags.ts";
import { waitLongerForStops } from "./interrupt.ts";
import { takePasswords, withLogin } from "./login.ts";
import { type Asked, inFlags, measureScenario, MORE_FLAGS, type Work } from "./measure_scenario.ts";
import { chooseTarget, readAxes, settingsFrom, TARGET_FLAGS } from "./options.ts";
import {
  allFilesOf,
  checkFiles,
  checkNames,
  chooseFiles,
  inputProblems,
  OUTPUT_FLAGS,
  type OutputFiles,
} from "./output.ts";
import { startTelemetry } from "./telemetry.ts";
import { printOut } from "./terminal.ts";
import { UsageError } from "./usage.ts";

/** The flags of a command that measures a scenario with these settings, and its own of output. */
export function scenarioFlags(settings: Flags, own: Flags = {}): CliCommand["groups"] {
  return [
    {
      title: "The target is the embedded CQL server, which is not a measure of Cassandra, or:",
      flags: TARGET_FLAGS,
    },
    {
      title: "The load is carried by this process, or by agents (the command agent is one):",
      flags: AGENT_FLAGS,
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

/** Measures a scenario file: tables to standard output as they grow, files after every case. */
export async function runScenario(
  work: Work,
  command: Pick<CliCommand, "name" | "groups">,
  line: CommandLine,
  signal: AbortSignal,
): Promise<number> {
  takePasswords();
  const asked = await readAsked(command, line, signal);
  const { files, scenario } = asked;
  checkNames(files);
  const { dashboard, "metrics-port": metrics, "dry-run": isDry } = asked.flags;
  if (isDry) return printOutline(work, asked);
  // Before the files, whose folders are made when they are checked.
  const telemetry = await startTelemetry({ dashboard, metrics }, String(Object(scenario).name));
  try {
    checkFiles(files);
    if (asked.target.agents !== undefined) waitLongerForStops();
    const target = {
      ...await withLogin(asked.target, line.flags, signal),
      ...await withAgentsSecret(asked.target.agents, signal),
    };
    return await measureScenario(work, { ...asked, target }, telemetry, signal);
  } finally {
    // Last, as Deno's exporter may have no question open when the process ends.
    await endsInTime(telemetry.stop(), signal, GRACE.telemetry);
  }
}

/** Reads what the command line asks for, and the files that it names. */
async function readAsked(
  command: Pick<CliCommand, "name" | "groups">,
  { words, flags, others }: CommandLine,
  signal: AbortSignal,
): Promise<Asked> {
  const file = onlyFile(words);
  keepInputs(file, flags);
  const agents = readAgents(flags);
  const target = { ...chooseTarget(flags), ...agents && { agents } };
  const scenario = await loadScenario(file, signal);
  const matrix = readAxes(Object(scenario).matrix ?? {}, others, Object.keys(flagsOf(command)));
  const files = chooseFiles(flags as OutputFiles, String(Object(scenario).name), new Date());
  const settings = settingsFrom(flags);
  const baseline = readBaseline(flags);
  if (baseline !== undefined) checkBaseline(baseline, scenario, { ...settings, matrix });
  return {
    ...{ command: command.name, file, scenario, settings, matrix, target, files },
    ...{ baseline, flags: flags as Asked["flags"] },
  };
}

/** Refuses to write over what the run reads, before it reads that. */
function keepInputs(file: string, { ca, cert, key, bundle, ...flags }: FlagValues): void {
  const read = [file, ca, cert, key, bundle].filter((path) => typeof path === "string");
  const problems = inputProblems(read, allFilesOf(flags as OutputFiles), "a file that is read");
  if (problems.length > 0) throw new UsageError(problems);
}

/** Prints what would be done. */
function printOutline(work: Work, asked: Asked): number {
  const { scenario, settings, matrix, target, file, files } = asked;
  try {
    const outline = work.outline(scenario, { ...settings, ...target, matrix, file });
    printOut(describeOutline(outline, target.target, files));
  } catch (error) {
    throw inFlags(error, asked);
  }
  return EXIT.good;
}

function onlyFile([file, ...rest]: readonly string[]): string {
  if (file === undefined) throw new UsageError(["a scenario file must be named: found none"]);
  if (rest.length > 0) {
    throw new UsageError([`one scenario can run: found ${[file, ...rest].join(", ")}`]);
  }
  return file;
}
