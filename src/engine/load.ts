import { type ClientWatch, createClientWatch } from "../measure/client_health.ts";
import { type Measured, throughputOf } from "../measure/measured.ts";
import { countGoodput } from "../measure/goodput.ts";
import { createRecorder, type Recorder } from "../measure/recorder.ts";
import { figuresOfRequests, manyTexts, sumRequestCounts } from "../measure/request_counts.ts";
import type { Samples } from "../measure/samples.ts";
import { createTimes } from "../measure/times.ts";
import type { DriverUse } from "../result/client_health.ts";
import type { Schedule, Second } from "../result/case.ts";
import { createSpin, type Spin } from "../runtime/alarm.ts";
import { actsOnNodes } from "../scenario/network.ts";
import { lengthOf } from "../scenario/settings.ts";
import { expressionOf, goodputLimits } from "../scenario/threshold.ts";
import { runClosed, runThrough } from "./closed.ts";
import { watchThresholds } from "./early_end.ts";
import { watchHopeless } from "./hopeless.ts";
import { type OpenFigures, runOpen } from "./open/open.ts";
import { type LoadSchedule, ownSchedule, scheduleOf } from "./open/schedule.ts";
import { createTraceChoice } from "./operations/choices.ts";
import { createPageLog } from "./page/log.ts";
import { ownShare, type Part } from "./part.ts";
import { type Clock, createSlots } from "./pool/slots.ts";
import { warmUp } from "./warm_up.ts";

const PROGRESS_INTERVAL = 200;

/** A thread's part of a case, and the functions that are called while it runs. */
export interface Load extends Part {
  /** How the driver's connections are used right now. */
  readonly driverUse: () => DriverUse;
  /** Resolves when every thread is ready, with the instant of `performance.now()` at which all start. */
  readonly onReady: () => Promise<number>;
  /** Is called when its operations have ended, before they are summed up, which stops the event loop for a while. */
  readonly onEnded?: () => void;
  /** Keeps each operation of the measured load by itself, where that is asked for. */
  readonly samples?: Samples | undefined;
  /** Counts how long the thread spins, where several loads share it. */
  readonly spin?: Spin;
  readonly onProgress: (done: number, elapsed: number, errors: number) => void;
  readonly onSecond: (second: Second) => void;
}

/**
 * Runs a thread's part of a case to its end, or until the signal stops it, and resolves with what it measured.
 *
 * @throws {ScenarioError} when `input` throws, or an operation returns no promise; what an operation throws is counted
 */
export async function runLoad(load: Load): Promise<Measured> {
  const { plan: { scenario, steps, settings, purpose }, case: { parameters }, share } = load;
  const { operations = Infinity } = settings;
  const whole = scheduleOf(settings, parameters);
  const hasEvents = purpose === undefined && actsOnNodes(settings);
  const warmup = await warmUp(load, whole?.rate);

  const injected = createTimes();
  const { spin = createSpin() } = load;
  const client = createClientWatch({ spun: () => spin.spun, driverUse: load.driverUse });
  let judgeSoFar: ((elapsed: number) => void) | undefined;
  const goodput = purpose === undefined
    ? countGoodput(goodputLimits(settings.thresholds))
    : undefined;
  const recorder = createRecorder({
    isOpen: whole !== undefined,
    names: Object.keys(scenario.mix ?? {}),
    hasIntervals: hasEvents,
    ...{ goodput, samples: load.samples },
    onSecond(second) {
      load.onSecond(second);
      judgeSoFar?.(second.at);
    },
  });
  const clock = createClock(load, recorder, client);
  function figuresSoFar(elapsed: number): object {
    const { succeeded, ...figures } = recorder.figures();
    const perSecond = (count: number) => count / elapsed * 1_000;
    const throughput = perSecond(succeeded);
    const counts = sumRequestCounts([...recorder.counts, log.steps.allCounts()]);
    const good = goodput && { goodput: goodput.read(perSecond) };
    return {
      ...figures,
      ...good,
      throughput,
      ...figuresOfRequests(counts),
      ...log.results(figures),
    };
  }
  const log = createPageLog(steps, parameters.latency);
  const asked = ownShare(operations, share);
  const extent = { operations: asked, duration: lengthOf(settings) ?? Infinity };
  const sendsAll = purpose === "populate";
  const own = whole && { ...ownSchedule(whole, share), sendsAll };
  using slots = createSlots(load, {
    ...{ recorder, clock, spin, log, from: 0, onInjected: injected.record },
    longestOutage: endsByItself(load) ? Infinity : settings.timeout,
    mostErrors: settings.maxErrors ?? Infinity,
    isTraceDue: createTraceChoice(ownShare(settings.trace, share), extent, recorder),
  });
  load.onStarted?.(slots.end);
  const judges = [
    watchThresholds(settings.thresholds, share.workers, figuresSoFar, slots.end),
    ...load.case.phase === "search" && own && whole
      ? [watchHopeless(
        settings.thresholds.map(expressionOf),
        { ...own, rate: whole.rate / share.workers, poolSize: slots.poolSize },
        whole.expected,
        recorder.figures,
        slots.end,
      )]
      : [],
  ];
  judgeSoFar = (elapsed) => judges.forEach((judge) => judge?.(elapsed));
  const met = own && await runOpen(slots, own, settings);
  if (met === undefined) {
    if (purpose === "background") {
      await runThrough(slots, { operations: Infinity, duration: Infinity });
    } else await (hasEvents ? runThrough(slots, extent) : runClosed(slots, extent));
  }
  load.onEnded?.();
  slots.throwRefusal();
  judgeSoFar = undefined;

  const { succeeded, meanInFlight, ...measured } = recorder.measurement();
  const { elapsed } = measured;
  const counts = sumRequestCounts([...recorder.counts, log.steps.allCounts()]);
  // What runs beside another load has no other end than its stop.
  const isWhole = purpose === "background" || !met?.isStopped &&
      measured.operations + measured.dropped + measured.unsent === asked;
  const status = slots.signal.aborted && !isWhole ? "aborted" : "completed";
  const schedule = own && met ? describeSchedule(own, met, elapsed) : null;
  const perSecond = (count: number) => throughputOf(count, { status, schedule, elapsed });
  return {
    parameters: { ...parameters, workers: settings.workers },
    startedAt: clock.startedAt(),
    ...{ status, schedule, ...measured },
    ...figuresOfRequests(counts),
    ...manyTexts(counts),
    ...status === "aborted" && slots.earlyEnd(),
    throughput: perSecond(succeeded),
    ...goodput && { goodput: goodput.read(perSecond) },
    injectedLatency: injected.summary(),
    ...log.results(measured),
    warmup,
    client: {
      ...client.health(),
      ...met !== undefined && met.lateInputs.count > 0 && { lateInputs: met.lateInputs },
      pool: {
        mean: meanInFlight,
        max: met?.maxInFlight ?? Math.min(slots.poolSize, measured.operations),
        full: met === undefined ? 1 : met.full / elapsed || 0,
      },
    },
  };
}

/** Whether an outage need not end a load: one with a time does, and one beside another when that ends. */
function endsByItself({ plan: { settings, purpose }, case: { parameters } }: Load): boolean {
  if (purpose !== undefined) return purpose === "background";
  return parameters.rate !== undefined || lengthOf(settings) !== undefined;
}

function describeSchedule(
  { rate }: LoadSchedule,
  { sent, dropped, unsent, lastSentAt, length }: OpenFigures,
  elapsed: number,
): Schedule {
  const overrun = Math.max(0, lastSentAt - length);
  const achieved = sent / Math.min(length + overrun, elapsed) * 1_000 || 0;
  return { rate, achieved, due: sent + dropped + unsent, length, overrun };
}

/** Makes the clock of the recorder and of the watch over the client. While it runs, it tells how far the load is. */
function createClock(
  { onReady, onProgress }: Load,
  recorder: Recorder,
  client: ClientWatch,
): Clock & { startedAt(): string } {
  let progress: ReturnType<typeof setInterval> | undefined;
  let hasStarted = false, startedAt = Date.now(), toldAt = 0;

  function tell(): void {
    const now = performance.now();
    toldAt = now;
    recorder.tick(now);
    onProgress(recorder.ended(), recorder.elapsed(now), recorder.failed());
  }

  return {
    async start() {
      const now = hasStarted ? performance.now() : await onReady();
      if (!hasStarted) {
        startedAt = Date.now();
        toldAt = now;
        hasStarted = true;
      }
      client.start(now);
      recorder.start(now);
      progress = setInterval(tell, PROGRESS_INTERVAL);
      return now;
    },
    stop(notBefore = 0) {
      clearInterval(progress);
      // Blocks of fast operations are so short that the interval does not fire in any.
      if (performance.now() - toldAt >= PROGRESS_INTERVAL) tell();
      const now = Math.max(performance.now(), notBefore);
      recorder.stop(now);
      client.stop(now);
    },
    startedAt: () => new Date(startedAt).toISOString(),
  };
}
