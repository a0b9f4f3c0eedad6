import { inspect } from "node:util";
import { ResultError, ScenarioError, TargetError } from "../errors.ts";
import { VERSION } from "../result/environment.ts";
import { refuseExit } from "../runtime/refuse_exit.ts";
import { FILES_HINT, isOutOfFiles } from "../runtime/open_files.ts";
import { lackedPermission } from "../runtime/permissions.ts";
import { type CliCommand, flagsOf, readCommandLine } from "./command.ts";
import { COMMANDS, findCommand } from "./commands.ts";
import { EXIT } from "./exit_code.ts";
import { splitArgs } from "./flags.ts";
import { helpFor } from "./help.ts";
import { Interrupted, listenToInterrupts } from "./interrupt.ts";
import { refusePassword } from "./login.ts";
import { errorLines, printError, printOut } from "./terminal.ts";
import { countUncaught } from "./uncaught.ts";
import { UsageError, usageHint } from "./usage.ts";

/** Runs the command line and ends the process with its exit code. */
export async function main(args: readonly string[]): Promise<never> {
  // A scenario's own call is refused.
  const exit = Deno.exit;
  const { signal, late, stop, ends } = listenToInterrupts();
  countUncaught();
  refuseExit((message) => {
    printError(`error: ${message}`);
    stop(EXIT.failed);
  });
  const exitCode = await Promise.race([dispatch(args, signal), late.then(giveUp)])
    .catch((error) => report(error, undefined, false));
  ends(exitCode);
  // The driver can keep handles after its shutdown, so the process does not end by itself.
  return exit(exitCode);
}

function giveUp(exitCode: number): number {
  printError("Interrupted; what had not ended is lost");
  return exitCode;
}

async function dispatch(args: readonly string[], signal: AbortSignal): Promise<number> {
  // Which words name a command shows only when it is known which flags take a value: those of any command.
  const known = flagsOf({ groups: COMMANDS.flatMap(({ groups }) => groups) });
  const { words, texts } = splitArgs(args, known);
  let command: CliCommand | undefined;
  try {
    if (texts.version) return show(`cassbench ${VERSION}\n`);
    if (texts.help) return show(helpFor(words));
    refusePassword(args);
    command = findCommand(words);
    return await command.run(readCommandLine(command, args), signal);
  } catch (error) {
    return report(error, command, texts.debug === true);
  }
}

function show(text: string): number {
  printOut(text);
  return EXIT.good;
}

function report(error: unknown, command: CliCommand | undefined, isDebug: boolean): number {
  if (error instanceof Interrupted) {
    printError("Interrupted before anything was measured");
    return error.exitCode;
  }
  const { message, hint: ownHint } = Object(error) as Partial<TargetError>;
  const lacked = isOurs(error) ? undefined : lackedPermission(error);
  const hint = error instanceof UsageError
    ? usageHint(command?.name, error.forms)
    : lacked?.hint ?? ownHint;
  errorLines({ message: lacked?.problem ?? message ?? inspect(error), hint }).forEach(printError);
  if (isDebug) printError(inspect(error, { depth: 4 }));
  else if (hint === undefined && !isOurs(error)) printError(`hint: ${machineHint(error) ?? FAULT}`);
  const isUsage = error instanceof ScenarioError || error instanceof ResultError;
  return isUsage ? EXIT.usage : EXIT.failed;
}

const FAULT = "this is a fault of cassbench; --debug shows the stack";

/** What to do where it was the machine that refused; `undefined` where it was not. */
function machineHint(error: unknown): string | undefined {
  const { message } = Object(error) as Partial<Error>;
  if (error instanceof Deno.errors.PermissionDenied) {
    return "the user who runs cassbench may not do this";
  }
  if (/os error (28|122)\b/.test(message ?? "")) {
    return "free some space on the disk, or more quota";
  }
  if (isOutOfFiles(error)) return FILES_HINT;
  if (/os error 30\b/.test(message ?? "")) {
    return "the file system is read-only: CASSBENCH_CACHE and --json can name another place";
  }
  return undefined;
}

function isOurs(error: unknown): boolean {
  return [ScenarioError, TargetError, ResultError].some((kind) => error instanceof kind);
}
