import { messageOf, ScenarioError } from "../errors.ts";
import { createClientWatch } from "../measure/client_health.ts";
import { createRecorder, type Recorder } from "../measure/recorder.ts";
import { createTimes } from "../measure/times.ts";
import type { Case } from "../plan.ts";
import type { CaseResult, Warmup } from "../result/document.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Session } from "../scenario/session.ts";
import type { MakeInput } from "./inputs.ts";
import { injectLatency } from "./latency.ts";
import { runPool } from "./pool.ts";

/** Inputs are made this many at a time, the clock standing still, so that memory stays flat. */
const BLOCK = 50_000;
const WARMUP_OPERATIONS = 1_000;
const PROGRESS_INTERVAL = 200;

/** What a source of inputs says when it has no more. */
const END = Symbol("end");

/** Gives the next input, or {@linkcode END}. */
type Take = () => unknown;

/** What running a case's operations needs. */
export interface Load {
  readonly case: Case;
  readonly scenario: Scenario;
  readonly session: Session;
  readonly makeInput: MakeInput;
  /** The longest warm-up in milliseconds. */
  readonly warmup: number;
  /** Names the kind of an operation's error. */
  readonly classify: (error: unknown) => string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, elapsed: number) => void;
}

/**
 * Runs a case's operations to their end, or until the signal stops it, and says what it measured.
 *
 * @throws {ScenarioError} when `input` throws; what an operation throws is counted
 */
export async function runLoad(load: Load): Promise<CaseResult> {
  const { parameters, operations } = load.case;
  const recorder = createRecorder();
  const injected = createTimes();
  const client = createClientWatch();
  const session = injectLatency(load.session, parameters.latency, injected.record);
  const warmup = await warmUp(load);
  let elapsed = 0;

  for (let from = 0; from < operations && !load.signal.aborted; from += BLOCK) {
    const inputs = makeInputs(load.makeInput, from, Math.min(from + BLOCK, operations));
    client.start();
    const startedAt = performance.now();
    const progress = setInterval(
      () => load.onProgress(recorder.ended(), elapsed + performance.now() - startedAt),
      PROGRESS_INTERVAL,
    );
    await runOperations(load, session, takeEach(inputs), inputs.length, recorder);
    elapsed += performance.now() - startedAt;
    clearInterval(progress);
    client.stop();
  }

  const { succeeded, ...measured } = recorder.measurement();
  return {
    parameters: { ...parameters, workers: 1 },
    status: measured.operations < operations ? "aborted" : "completed",
    ...measured,
    elapsed,
    throughput: elapsed === 0 ? 0 : succeeded / elapsed * 1_000,
    responseTime: measured.serviceTime,
    injectedLatency: injected.summary(),
    warmup,
    client: client.health(),
  };
}

/** Runs operations that are not measured: it is the compiler's and the server's first time too. */
async function warmUp(load: Load): Promise<Warmup> {
  const { parameters, operations } = load.case;
  const recorder = createRecorder();
  if (load.warmup === 0) return { operations: 0, elapsed: 0 };
  // Their indexes are past the case's own, so that none of its rows is there before its time.
  const count = Math.min(WARMUP_OPERATIONS, operations);
  const inputs = makeInputs(load.makeInput, operations, operations + count);
  const session = injectLatency(load.session, parameters.latency, () => {});
  const startedAt = performance.now();
  const next = takeEach(inputs);
  const take = () => performance.now() - startedAt < load.warmup ? next() : END;
  await runOperations(load, session, take, count, recorder);
  return { operations: recorder.ended(), elapsed: performance.now() - startedAt };
}

async function runOperations(
  { scenario, case: { parameters }, classify, signal }: Load,
  session: Session,
  take: Take,
  count: number,
  recorder: Recorder,
): Promise<void> {
  async function lane(): Promise<void> {
    // In a closed load the next is due when one ends, so one look at the clock serves both.
    let sent = performance.now();
    while (!signal.aborted) {
      const input = take();
      if (input === END) return;
      try {
        await scenario.operation(session, input, parameters);
        const done = performance.now();
        recorder.succeed(done - sent);
        sent = done;
      } catch (error) {
        const failed = performance.now();
        recorder.fail(failed - sent, classify(error), messageOf(error));
        sent = failed;
      }
    }
  }

  await runPool(Math.min(parameters.poolSize, count), lane, signal);
}

function takeEach(inputs: readonly unknown[]): Take {
  let next = 0;
  return () => next < inputs.length ? inputs[next++] : END;
}

function makeInputs(makeInput: MakeInput, from: number, to: number): unknown[] {
  return Array.from({ length: to - from }, (_, at) => inputAt(makeInput, from + at));
}

function inputAt(makeInput: MakeInput, index: number): unknown {
  try {
    return makeInput(index);
  } catch (cause) {
    throw new ScenarioError(
      `Cannot make input ${index} as the scenario's input() threw: ${messageOf(cause)}`,
      undefined,
      { cause },
    );
  }
}
