import { type CliCommand, flagsOf } from "../command.ts";

/** A command, as far as its words and flags can be completed. */
export interface Completed {
  /** `run`, `cassandra start`. */
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly CompletedFlag[];
  /** What of files its words name: a pattern of their names; `undefined` where it has no words. */
  readonly files: string | undefined;
  /** The words one of which it takes; empty where it takes others. */
  readonly choices: readonly string[];
}

/** A flag that can be completed. */
export interface CompletedFlag {
  readonly name: string;
  readonly help: string;
  /** What follows it; a switch has nothing. */
  readonly value: "file" | "text" | undefined;
  readonly isRepeated: boolean;
}

/** The commands with their words and flags. */
export function completedOf(commands: readonly CliCommand[]): Completed[] {
  return commands.map((command) => ({
    name: command.name,
    summary: command.summary,
    files: filesOf(command),
    choices: choicesIn(command.usage),
    flags: Object.entries(flagsOf(command)).map(([name, { kind, value = "", help }]) => ({
      ...{ name, help },
      value: kind === "switch" ? undefined : FILE.test(value) ? "file" : "text",
      isRepeated: ["repeated", "events", "faults"].includes(kind),
    })),
  }));
}

/** Values that stand for files: `FILE`, `PROFILE.yaml`, `history.jsonl`. */
const FILE = /FILE|\.(jsonl?|ya?ml|zip|csv)$/;

/** The words of a usage such as `completions bash|zsh|fish`. */
function choicesIn(usage: string): string[] {
  return /\w+(?:\|\w+)+/.exec(usage)?.[0].split("|") ?? [];
}

function filesOf({ takesScenario, takesFile, usage }: CliCommand): string | undefined {
  if (takesScenario) return "*.ts";
  if (!takesFile || choicesIn(usage).length > 0) return undefined;
  return /\.json\b/.test(usage) ? "*.json" : "*";
}

/** The first words of commands of two words, each with their second. */
export function secondWords(commands: readonly Completed[]): Map<string, Completed[]> {
  const two = commands.filter(({ name }) => name.includes(" "));
  return Map.groupBy(two, ({ name }) => name.split(" ")[0] ?? "");
}

/** The flags of all commands that are so, with their dashes. */
export function flagsWith(
  commands: readonly Completed[],
  isWanted: (flag: CompletedFlag) => boolean,
): string[] {
  const names = commands.flatMap(({ flags }) => flags.filter(isWanted).map(({ name }) => name));
  return [...new Set(names)].map((name) => `--${name}`);
}

/** A text in single quotes of bash and zsh. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
