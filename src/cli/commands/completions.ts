import { type CliCommand, COMMON_FLAGS } from "../command.ts";
import { bash } from "../completions/bash.ts";
import { fish } from "../completions/fish.ts";
import { completedOf } from "../completions/words.ts";
import { zsh } from "../completions/zsh.ts";
import { EXIT } from "../exit_code.ts";
import { printOut } from "../terminal.ts";
import { UsageError } from "../usage.ts";

const SHELLS = { bash, zsh, fish } as const;

/** How people call it: by an alias, or as `deno install` puts it there. */
const PROGRAM = "cassbench";

/**
 * `completions`: a script by which a shell completes commands and flags.
 *
 * @param commands every command, this one among them
 */
export function completionsCommand(commands: () => readonly CliCommand[]): CliCommand {
  return {
    name: "completions",
    usage: "completions bash|zsh|fish",
    summary: "complete words in a shell",
    groups: [{ title: "Options:", flags: COMMON_FLAGS }],
    example: "completions bash",
    takesFile: true,
    run({ words }) {
      const [shell = "nothing", ...more] = words;
      if (!Object.hasOwn(SHELLS, shell) || more.length > 0) {
        const found = [shell, ...more].join(" ");
        throw new UsageError([`completions is followed by bash, zsh or fish: found ${found}`]);
      }
      printOut(SHELLS[shell as keyof typeof SHELLS](PROGRAM, completedOf(commands())));
      return Promise.resolve(EXIT.good);
    },
  };
}
