import { basename, dirname, resolve } from "node:path";
import { TargetError } from "../../errors.ts";
import { formatCode } from "../../init/format.ts";
import type { Written } from "../../init/schema.ts";
import { templateText } from "../../init/template.ts";
import { type CliCommand, COMMON_FLAGS, QUIET } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import type { CommandLine, Flags } from "../flags.ts";
import { createFile, isStandardOutput, isStream, writeStream } from "../output_file.ts";
import { printError, printOut } from "../terminal.ts";
import { UsageError } from "../usage.ts";

const FLAGS = { quiet: QUIET, ...COMMON_FLAGS } satisfies Flags;

/** `init`: writes a scenario to begin with. */
export const initCommand: CliCommand = {
  name: "init",
  usage: "init FILE [options]",
  summary: "write a scenario to begin with",
  groups: [{ title: "FILE must not exist; - is standard output. Options:", flags: FLAGS }],
  example: "init scenarios/mine.ts",
  takesFile: true,
  async run({ words }: CommandLine<typeof FLAGS>) {
    const file = onlyFile(words);
    refuseExisting(file);
    const { text, notes } = write(file);
    await save(file, await formatCode(text, folderOf(file)));
    notes.forEach((note) => printError(`warning: ${note}`));
    return EXIT.good;
  },
};

function onlyFile(words: readonly string[]): string {
  const [file] = words;
  if (file === undefined || words.length > 1) {
    const found = words.length > 1 ? words.join(", ") : "none";
    throw new UsageError([`init is followed by one file: found ${found}`]);
  }
  if (!isStandardOutput(file) && !isStream(file) && !/\.m?ts$/.test(file)) {
    throw new UsageError([`init writes TypeScript, so the file must end in .ts: found "${file}"`]);
  }
  return file;
}

function write(file: string): Written {
  return { text: templateText(nameFor(file)), notes: [] };
}

/** A scenario is named after its file. */
function nameFor(file: string): string {
  return isStream(file) ? "users" : basename(file).replace(/\.m?ts$/, "");
}

/** The folder whose settings of `deno fmt` count. */
function folderOf(file: string): string {
  if (isStream(file)) return Deno.cwd();
  const folder = dirname(resolve(file));
  Deno.mkdirSync(folder, { recursive: true });
  return folder;
}

async function save(file: string, text: string): Promise<void> {
  if (isStream(file)) return await writeStream(file, text);
  if (!createFile(file, text)) throw existsError(file);
  printOut(`Wrote ${file}. To run it: deno run -A mod.ts ${file}\n`);
}

function refuseExisting(file: string): void {
  if (isStream(file)) return;
  try {
    Deno.lstatSync(file);
  } catch {
    return;
  }
  throw existsError(file);
}

function existsError(file: string): TargetError {
  return new TargetError(
    `Cannot write "${file}" as it exists`,
    "init never overwrites: name another file, or delete this one first",
  );
}
