import { resolve } from "node:path";
import { inRepository } from "./paths.ts";
import { assertDocument } from "./result_schema.ts";

/** What a command left behind. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Wall time in milliseconds. */
  readonly elapsed: number;
}

/** How to run cassbench. */
export interface CommandOptions {
  readonly cwd?: string;
  /** What Deno is told to permit. @default {["-A"]} */
  readonly permissions?: readonly string[];
  /** Words before Deno's, such as those of a program that runs it. */
  readonly through?: readonly string[];
  readonly env?: Record<string, string>;
  /** Gets the child as soon as it runs, to send it signals. A child that it fails for is ended. */
  readonly onStart?: (child: Deno.ChildProcess) => void | Promise<void>;
}

const MOD = inRepository("mod.ts");

/**
 * The environment but for the variables that cassbench reads: test files that run at the same time share it, and one
 * of them may have set these.
 */
export function plainEnvironment(): Record<string, string> {
  const all = Object.entries(Deno.env.toObject());
  return Object.fromEntries(all.filter(([name]) => !/^(CASS|OTEL|GITHUB)/.test(name)));
}

/** Runs `deno run -A mod.ts …` as a person would. The documents that it writes are checked by the JSON Schema. */
export async function cassbench(
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Finished> {
  const startedAt = performance.now();
  const { permissions = ["-A"], through = [] } = options;
  const run = [Deno.execPath(), "run", ...permissions, "--quiet", MOD, ...args];
  const [program = "", ...words] = [...through, ...run];
  const child = new Deno.Command(program, {
    args: words,
    env: { ...plainEnvironment(), NO_COLOR: "1", ...options.env },
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    ...options.cwd !== undefined && { cwd: options.cwd },
  }).spawn();
  const acting = act(child, options.onStart);
  const { code, stdout, stderr } = await child.output();
  const text = new TextDecoder();
  const failure = await acting;
  if (failure !== undefined) throw new Error(`${failure}\n${text.decode(stderr)}`);
  const finished = {
    code,
    stdout: text.decode(stdout),
    stderr: text.decode(stderr),
    elapsed: performance.now() - startedAt,
  };
  checkDocuments(args, finished, options.cwd ?? Deno.cwd());
  return finished;
}

/**
 * Milliseconds that a command took beyond what one takes that only says its version, which a busy machine slows down as
 * much; of one that was fast, all of them.
 */
export async function timeBeyondStart({ elapsed }: Finished): Promise<number> {
  return elapsed < 2_000 ? elapsed : elapsed - (await cassbench(["--version"])).elapsed;
}

/** Lets a test act on a child, and gives what that failed with. */
async function act(child: Deno.ChildProcess, onStart: CommandOptions["onStart"]): Promise<unknown> {
  try {
    await onStart?.(child);
    return undefined;
  } catch (error) {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    return error;
  }
}

/** Commands whose documents are no results. */
const NO_RESULTS = ["compare", "history"];

/** Checks the documents that a command says it has written. */
function checkDocuments(args: readonly string[], { stderr, stdout }: Finished, cwd: string): void {
  if (NO_RESULTS.includes(args[0] ?? "")) return;
  const [, names = ""] = /^(?:Written:|.*what was measured is in) (.*)$/mi.exec(stderr) ?? [];
  const asked = args.includes("--json") ? args[args.indexOf("--json") + 1] : undefined;
  for (const name of names.split(", ")) {
    if (name === "standard output" && asked === "-") assertDocument(stdout, name);
    if (name !== asked && !name.endsWith(".json")) continue;
    const path = resolve(cwd, name);
    if (Deno.statSync(path).isFile) assertDocument(Deno.readTextFileSync(path), name);
  }
}
