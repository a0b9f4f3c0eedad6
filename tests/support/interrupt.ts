import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { cassbench, type Finished } from "./cassbench.ts";
import { inRepository, inTemporaryFolder } from "./paths.ts";

/** Milliseconds in which a stop has ended the process. It takes less than one second; a busy machine gets two more. */
export const PROMPT = 3_000;

/** Code of a scenario that writes the file which {@linkcode interrupt} waits for, once. */
export const MARK = 'globalThis.marked ??= Deno.writeTextFileSync("marked", "") ?? true;';
export const HANG = "await new Promise(() => {});";
export const LOOP = "for (;;);";

/** The text of a scenario file with these settings, whose operations can `look(session)`. */
export function scenarioWith(more: string, top = ""): string {
  return `
    import { scenario } from "${inRepository("mod.ts")}";
    ${top}
    const look = (session) => session.execute("SELECT key FROM system.local");
    export default scenario({ name: "x", poolSizes: [2], warmup: 0, ${more} });`;
}

/** What a command left behind, and its document if there is one. `elapsed` counts from the first signal. */
export interface Interruption extends Finished {
  readonly result: Result | undefined;
}

/** What to run and how to stop it. */
export interface InterruptOptions {
  readonly words?: readonly string[];
  readonly signals?: readonly Deno.Signal[];
  readonly env?: Record<string, string>;
  /** What to wait for in place of the mark. */
  readonly until?: Promise<void>;
}

/** Runs a scenario, and sends the signals once it has written its mark. */
export async function interrupt(
  text: string,
  { words = ["x.ts"], signals = ["SIGINT"], env = {}, until }: InterruptOptions = {},
): Promise<Interruption> {
  return await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), text);
    let signalledAt = 0;
    const finished = await cassbench([...words, "--json", "x.json"], {
      cwd,
      env,
      async onStart(child) {
        await (until ?? marked(cwd));
        signalledAt = performance.now();
        for (const signal of signals) {
          child.kill(signal);
          // Two of the same signal that wait to be delivered are one.
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      },
    });
    const elapsed = performance.now() - signalledAt;
    const document = await Deno.readTextFile(join(cwd, "x.json")).catch(() => undefined);
    return { ...finished, elapsed, result: document && JSON.parse(document) };
  });
}

async function marked(folder: string): Promise<void> {
  for await (const { paths } of Deno.watchFs(folder)) {
    if (paths.some((path) => path.endsWith("marked"))) return;
  }
}
