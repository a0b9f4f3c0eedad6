import { inspect } from "node:util";
import { messageOf, ScenarioError, TargetError } from "../errors.ts";
import { VERSION } from "../result/environment.ts";
import { run } from "../run/run.ts";
import { search } from "../run/search.ts";
import { calibrateCommand } from "./commands/calibrate.ts";
import { cassandraCommand } from "./commands/cassandra.ts";
import { runCommand } from "./commands/run.ts";
import { EXIT } from "./exit_code.ts";
import { parseFlags, usageError } from "./flags.ts";
import { helpText } from "./help.ts";
import { Interrupted, onInterrupt } from "./interrupt.ts";
import { printError, printOut } from "./terminal.ts";

/** Runs the command line and ends the process with its exit code. */
export async function main(args: readonly string[]): Promise<never> {
  reportStrayRejections();
  const signal = onInterrupt();
  let code: number;
  try {
    code = await dispatch(args, signal);
  } catch (error) {
    code = report(error, args.includes("--debug"));
  }
  // The driver can keep handles after its shutdown, so the process does not end by itself.
  Deno.exit(code);
}

async function dispatch(args: readonly string[], signal: AbortSignal): Promise<number> {
  const commandLine = parseFlags(args);
  const [first, ...rest] = commandLine.words;
  if (commandLine.flags.version) printOut(`cassbench ${VERSION}\n`);
  else if (commandLine.flags.help) printOut(helpText());
  else if (first === "cassandra") await cassandraCommand(rest, commandLine, signal);
  else if (first === "calibrate") return await calibrateCommand(rest, commandLine, signal);
  else if (first === "search") return await runCommand(search, onlyFile(rest), commandLine, signal);
  else return await runCommand(run, onlyFile(commandLine.words), commandLine, signal);
  return EXIT.good;
}

function onlyFile([file, ...rest]: readonly string[]): string {
  if (file === undefined) throw usageError(["a scenario file must be named: found none"]);
  if (rest.length > 0) throw usageError([`one scenario can run: found ${file}, ${rest}`]);
  return file;
}

function report(error: unknown, isDebug: boolean): number {
  if (error instanceof Interrupted) {
    printError("Interrupted before anything was measured");
    return error.exitCode;
  }
  const { message, hint } = Object(error) as Partial<TargetError>;
  printError(`error: ${message ?? inspect(error)}`);
  if (hint !== undefined) printError(`hint: ${hint}`);
  if (isDebug) printError(inspect(error, { depth: 4 }));
  else if (!isOurs(error)) {
    printError("hint: this is a fault of cassbench; --debug shows the stack");
  }
  return error instanceof ScenarioError ? EXIT.usage : EXIT.failed;
}

function isOurs(error: unknown): boolean {
  return error instanceof ScenarioError || error instanceof TargetError;
}

/** A promise that an operation did not wait for must not end the run. */
function reportStrayRejections(): void {
  let isFirst = true;
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    if (isFirst) {
      const reason = messageOf(event.reason);
      printError(`warning: a promise that nothing waited for failed: ${reason}`);
    }
    isFirst = false;
  });
}
