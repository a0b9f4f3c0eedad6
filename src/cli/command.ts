import { type CommandLine, didYouMean, type Flag, type Flags, parseFlags } from "./flags.ts";
import { UsageError } from "./usage.ts";

/** Flags that stand together in the help. */
export interface FlagGroup {
  /** Stands above the flags. */
  readonly title: string;
  readonly flags: Flags;
}

/** A command of cassbench. */
export interface CliCommand {
  /** The words that call it, `cassandra start`. */
  readonly name: string;
  /** What follows `deno run -A mod.ts` in the help. */
  readonly usage: string;
  /** What it does, in the help. */
  readonly summary: string;
  /** Every flag that it takes; those of all commands come with them. */
  readonly groups: readonly FlagGroup[];
  /** A command line that one would give, after `deno run -A mod.ts`. */
  readonly example: string;
  /** Whether a scenario file follows, whose axes are flags, too. @default {false} */
  readonly takesScenario?: boolean;
  /** Whether words follow its name, which the command checks itself. @default {false} */
  readonly takesFile?: boolean;
  /**
   * Does the work. `words` are those after the command's name.
   *
   * @returns the exit code
   */
  run(line: CommandLine, signal: AbortSignal): Promise<number>;
}

/** The flags of every command. */
export const COMMON_FLAGS = {
  "debug": { kind: "switch", help: "show the stack of an error" },
  "help": { kind: "switch", help: "show this" },
  "version": { kind: "switch", help: "show the version" },
} satisfies Flags;

/** Suppresses the progress, in commands that show one. */
export const QUIET: Flag & { kind: "switch" } = { kind: "switch", help: "no progress" };

/** The flags that a command takes. */
export function flagsOf({ groups }: Pick<CliCommand, "groups">): Flags {
  return Object.assign({}, ...groups.map(({ flags }) => flags), COMMON_FLAGS);
}

/**
 * Reads the command line of a command.
 *
 * @param args with the words of the command's name
 * @throws {UsageError} naming all that the command does not take
 */
export function readCommandLine(command: CliCommand, args: readonly string[]): CommandLine {
  const { name, takesScenario = false, takesFile = false } = command;
  const known = flagsOf(command);
  const line = parseFlags(args, known);
  const called = name.split(" ");
  const isCalled = called.every((word, at) => line.words[at] === word);
  const words = isCalled ? line.words.slice(called.length) : line.words;
  if (takesScenario) return { ...line, words };
  const problems = [...line.others.keys()].map((flag) =>
    `--${flag} is no flag of ${name}${didYouMean(flag, Object.keys(known))}`
  );
  if (words.length > 0 && !takesFile) {
    problems.push(`nothing may follow ${name}: found ${words.join(" ")}`);
  }
  if (problems.length > 0) throw new UsageError(problems);
  return { ...line, words };
}
