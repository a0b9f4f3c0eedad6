import { messageOf } from "../errors.ts";
import { stepSummary } from "../report/step_summary.ts";
import type { Result } from "../result/document.ts";
import { isGranted, whyNotGranted } from "../runtime/permissions.ts";
import { printError } from "./terminal.ts";

/** The file of the summary, which GitHub names. */
const VARIABLE = "GITHUB_STEP_SUMMARY";

/** The bytes that GitHub takes of one step. */
const MOST_BYTES = 1_048_576;

/**
 * Adds a result in brief to the summary of the job, where it runs on GitHub. What goes wrong is a warning, as the result is
 * elsewhere, too.
 */
export function addStepSummary(result: Result): void {
  // Elsewhere nobody sets it, so that nobody need be told that it may not be read.
  if (!isGranted({ name: "env", variable: VARIABLE })) return;
  const path = Deno.env.get(VARIABLE);
  if (path === undefined || path === "") return;
  try {
    const lacked = whyNotGranted({ name: "write", path });
    if (lacked !== undefined) throw new Error(lacked.problem);
    const taken = sizeOf(path);
    const text = stepSummary(result, MOST_BYTES - taken - 1);
    if (text === undefined) throw new Error(`it has ${taken} bytes already, of 1 MiB`);
    Deno.writeTextFileSync(path, taken === 0 ? text : `\n${text}`, { append: true });
  } catch (error) {
    printError(`warning: the summary for GitHub is not written: ${messageOf(error)}`);
  }
}

/** The size of what other programs of the step have written; 0 where there is nothing, or it may not be looked at. */
function sizeOf(path: string): number {
  if (!isGranted({ name: "read", path })) return 0;
  try {
    return Deno.statSync(path).size;
  } catch {
    return 0;
  }
}
