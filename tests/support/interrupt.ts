import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { cassbench, type Finished } from "./cassbench.ts";
import { untilWritten } from "./eventually.ts";
import { inRepository, inTemporaryFolder } from "./paths.ts";

/** Milliseconds in which a stop has ended the process. It takes less than one second; a busy machine gets two more. */
export const PROMPT = 3_000;

/** What else the machine does can only make an end later, so that the best of some rounds counts. */
const ROUNDS = 5;

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
  /** What to wait for in place of the mark, in the only round. */
  readonly until?: Promise<void>;
}

/** Runs a scenario, and sends the signals once it has written its mark: again until it ends in time, or has it often enough. */
export async function interrupt(
  text: string,
  options: InterruptOptions = {},
): Promise<Interruption> {
  const rounds = options.until === undefined ? ROUNDS : 1;
  for (let round = 1;; round++) {
    const interruption = await interruptOnce(text, options);
    if (interruption.elapsed < PROMPT || round === rounds) return interruption;
  }
}

async function interruptOnce(
  text: string,
  { words = ["x.ts"], signals = ["SIGINT"], env = {}, until }: InterruptOptions,
): Promise<Interruption> {
  return await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), text);
    let signalledAt = 0;
    const finished = await cassbench([...words, "--json", "x.json"], {
      cwd,
      env,
      async onStart(child) {
        await (until ?? untilWritten(join(cwd, "marked"), child));
        signalledAt = performance.now();
        await sendSignals(child, signals);
      },
    });
    const elapsed = performance.now() - signalledAt;
    const document = await Deno.readTextFile(join(cwd, "x.json")).catch(() => undefined);
    return { ...finished, elapsed, result: document && JSON.parse(document) };
  });
}

/** Sends signals, the last of several until the process has ended: two that wait to be delivered are one. */
async function sendSignals(
  child: Deno.ChildProcess,
  [first, ...others]: readonly Deno.Signal[],
): Promise<void> {
  let hasEnded = false;
  const ended = child.status.then(() => hasEnded = true);
  child.kill(first);
  for (let at = 0; at < others.length; at = Math.min(at + 1, others.length - 1)) {
    const pause = Promise.withResolvers<void>();
    const timer = setTimeout(pause.resolve, 20);
    await Promise.race([ended, pause.promise]);
    clearTimeout(timer);
    if (hasEnded) return;
    child.kill(others[at]);
  }
}
