import type { Target } from "../cluster/target.ts";
import { readBack } from "../cluster/written/read_back.ts";
import { formatCounted } from "../result/format.ts";
import type { Verified } from "../result/verified.ts";
import { endsInTime, GRACE } from "../runtime/grace.ts";
import type { Case, Plan } from "../scenario/planned.ts";
import type { LoadThreads } from "../threads/load/threads.ts";

/** What the reading back of a case's writes needs. */
export interface VerifyParts {
  readonly plan: Plan;
  readonly target: Target;
  readonly loadThreads: LoadThreads;
  readonly signal: AbortSignal;
  readonly onWait: (message: string) => void;
}

/** Reads back what a case wrote; `undefined` where nobody asked for that. A stop ends it with what is known. */
export async function verifyWrites(
  { parameters: { client } }: Case,
  { plan: { scenario: { models = [] }, settings }, target, loadThreads, signal, onWait }:
    VerifyParts,
): Promise<Verified | undefined> {
  if (!settings.verifyWrites) return undefined;
  const threads = await loadThreads.written();
  const { session } = target.load.of(client);
  const reading = readBack({ threads, models, session, signal });
  const isLost = () => target.servers.lost.aborted;
  const { acknowledged } = reading.verified("stopped");
  if (acknowledged > 0) onWait(`reading back ${formatCounted(acknowledged, "acknowledged write")}`);
  await endsInTime(reading.ended, signal, GRACE.nodes);
  return reading.verified(isLost() ? "unreadable" : "stopped");
}
