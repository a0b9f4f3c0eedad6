import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { cassbench, type CommandOptions, type Finished } from "./cassbench.ts";
import { inRepository, inTemporaryFolder } from "./paths.ts";

/** The text of a scenario of three quick cases, with what else it has. */
export function threeCases(more = ""): string {
  return `
    import { scenario } from "${inRepository("mod.ts")}";
    export default scenario({
      name: "trouble", poolSizes: [1, 2, 3], operations: 20, warmup: 0,
      operation: (session) => session.execute("SELECT key FROM system.local"),
      ${more}
    });`;
}

/** A run in a folder of its own, and what it left there. */
export interface Trouble extends Finished {
  readonly cwd: string;
  /** Its files but the scenario's, hidden ones included. */
  readonly left: readonly string[];
  /** How many lines of tables went to standard output. */
  readonly tableLines: number;
}

/** Runs a scenario as `x.ts` in a folder of its own, with these flags. */
export async function inTrouble(
  { text = threeCases(), flags = ["--json", "x.json"], isQuiet = true, ...options }:
    & { readonly text?: string; readonly flags?: readonly string[]; readonly isQuiet?: boolean }
    & CommandOptions,
  check: (run: Trouble) => void | Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), text);
    const finished = await cassbench(["x.ts", ...isQuiet ? ["--quiet"] : [], ...flags], {
      ...options,
      cwd,
    });
    const left = [...Deno.readDirSync(cwd)].map(({ name }) => name).filter((name) =>
      name !== "x.ts"
    );
    const tableLines = finished.stdout.match(/^\|/gm)?.length ?? 0;
    await check({ ...finished, cwd, left: left.sort(), tableLines });
  });
}

/** The document of a run. */
export function resultIn(...path: string[]): Result {
  return JSON.parse(Deno.readTextFileSync(join(...path)));
}

/** Words of a shell that has these limits, and then runs what follows. */
export function under(limits: string): string[] {
  return ["sh", "-c", `${limits}; exec "$@"`, "sh"];
}
