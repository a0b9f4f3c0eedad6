import { inspect } from "node:util";
import { messageOf, ScenarioError, TargetError } from "../errors.ts";
import { VERSION } from "../result/environment.ts";
import { type CliCommand, flagsOf, readCommandLine } from "./command.ts";
import { COMMANDS, findCommand } from "./commands.ts";
import { EXIT } from "./exit_code.ts";
import { splitArgs } from "./flags.ts";
import { helpFor } from "./help.ts";
import { Interrupted, onInterrupt } from "./interrupt.ts";
import { printError, printOut } from "./terminal.ts";
import { UsageError, usageHint } from "./usage.ts";

/** Runs the command line and ends the process with its exit code. */
export async function main(args: readonly string[]): Promise<never> {
  reportStrayRejections();
  const signal = onInterrupt();
  // The driver can keep handles after its shutdown, so the process does not end by itself.
  Deno.exit(await dispatch(args, signal));
}

async function dispatch(args: readonly string[], signal: AbortSignal): Promise<number> {
  // Which words name a command shows only when it is known which flags take a value: those of any command.
  const known = flagsOf({ groups: COMMANDS.flatMap(({ groups }) => groups) });
  const { words, texts } = splitArgs(args, known);
  let command: CliCommand | undefined;
  try {
    if (texts.version) return show(`cassbench ${VERSION}\n`);
    if (texts.help) return show(helpFor(words));
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
  const hint = error instanceof UsageError ? usageHint(command?.name, error.forms) : ownHint;
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

/** Keeps a promise that an operation did not wait for from ending the run when it rejects. */
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
