import { listProblems, ScenarioError } from "../errors.ts";
import { PROGRAM } from "../runtime/program.ts";

/** A command line that cannot be carried out as it stands. */
export class UsageError extends ScenarioError {
  /** The flags that are wrong, as they are written: `--operations 1000`. */
  readonly forms: readonly string[];

  /** Takes every problem, and how the flags among them are written. */
  constructor(problems: readonly string[], forms: readonly string[] = []) {
    super(`Cannot read the command line as${listProblems(problems)}`);
    this.forms = forms;
  }
}

/** The hint for what is wrong on a command line: how flags are written, and the help of the command. */
export function usageHint(command: string | undefined, forms: readonly string[] = []): string {
  const words = command === undefined || command === "run" ? "" : `${command} `;
  const example = forms.length === 0 ? "" : `as in ${forms.join(" ")}; `;
  return `${example}\`${PROGRAM} ${words}--help\` shows every flag`;
}
