import { setImmediate } from "node:timers";
import { type LoadPart, withLoads } from "../measure/loads.ts";
import type { Measured } from "../measure/measured.ts";
import { createSpin } from "../runtime/alarm.ts";
import { type Background, backgroundsOf } from "../scenario/background.ts";
import { type Load, runLoad } from "./load.ts";
import type { Share } from "./part.ts";

/**
 * Runs a thread's part of a case: the load that is measured, and those beside it, which start before it and end after it.
 *
 * @throws {ScenarioError} when the `input` of one of them throws
 */
export async function runLoads(load: Load): Promise<Measured> {
  const backgrounds = backgroundsOf(load.plan, load.case);
  if (backgrounds.length === 0) return await runLoad(load);
  const spin = createSpin();
  const ending = new AbortController(), failing = new AbortController();
  const started = Promise.withResolvers<void>();
  const all = backgrounds.flatMap((background) => {
    const share = shareOf(background, load.share);
    if (share === undefined) return [];
    const ready = Promise.withResolvers<void>();
    const measured = runLoad({
      ...load,
      ...{ plan: background.plan, case: background.case, share, spin },
      samples: undefined,
      // The threads keep the measured load in step and end it early, and no other.
      onStarted() {},
      onEarlyEnd() {},
      signal: AbortSignal.any([load.signal, ending.signal]),
      async onReady() {
        ready.resolve();
        await started.promise;
        return performance.now();
      },
      onProgress() {},
      onSecond() {},
    });
    // One that cannot run ends the case.
    measured.catch(() => failing.abort()).finally(ready.resolve);
    return [{ name: background.name, ready: ready.promise, measured }];
  });

  let measured: Measured | undefined, failure: unknown;
  try {
    measured = await runLoad({
      ...load,
      spin,
      signal: AbortSignal.any([load.signal, failing.signal]),
      onEnded: () => ending.abort(),
      async onReady() {
        await Promise.all(all.map(({ ready }) => ready));
        await load.onReady();
        started.resolve();
        // In this turn those beside it send their first operations.
        await turn();
        return performance.now();
      },
    });
  } catch (error) {
    failure = error;
  }
  ending.abort();
  started.resolve();
  const parts: LoadPart[] = [];
  for (const { name, measured } of all) parts.push({ name, measured: await measured });
  if (measured === undefined) throw failure;
  return withLoads(measured, parts);
}

/** A load with fewer slots than there are threads runs on the first of them. */
function shareOf(
  { case: { parameters } }: Background,
  { worker, workers }: Share,
): Share | undefined {
  const carrying = Math.min(workers, parameters.poolSize);
  return worker < carrying ? { worker, workers: carrying } : undefined;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
