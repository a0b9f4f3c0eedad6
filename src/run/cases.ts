import type { AgentGroup } from "../agents/coordinator.ts";
import { DRIVER_VERSION } from "../cluster/driver/connect.ts";
import { messageOf } from "../errors.ts";
import type { CaseResult, Status } from "../result/case.ts";
import { compose } from "../result/compose.ts";
import type { Result, SearchResult, Warning } from "../result/document.ts";
import type { EndedServer } from "../result/node.ts";
import type { PopulateResult } from "../result/populate.ts";
import type { Case, Plan } from "../scenario/planned.ts";
import { lengthOf } from "../scenario/settings.ts";
import { openRunner } from "./case.ts";
import { readCalibration } from "./kept_calibration.ts";
import type { RunOptions } from "./options.ts";
import { checkPopulated } from "./populate.ts";
import { type KeptSamples, MOST_SAMPLES, shareSamples } from "./samples.ts";

/** A run whose target and threads are open. */
export interface OpenRun {
  /** Runs a case. Gives its result and the index of the result; rejects when the signal stops the run. */
  runCase(next: Case): Promise<{ readonly result: CaseResult; readonly index: number }>;
  /** Keeps what a search has found so far, for the result of the run. */
  noteSearch(search: readonly SearchResult[]): void;
}

/**
 * Opens what a plan needs, lets `order` run its cases one after the other, and returns what was measured, also when the
 * signal stops the run.
 *
 * @param cases how many cases there are; `undefined` when that is not known before they have run
 * @param order runs the cases in an order of its own
 */
export async function runCases(
  planned: Plan,
  { group, ...options }: RunOptions & { readonly group: AgentGroup | undefined },
  cases: number | undefined,
  order: (run: OpenRun) => Promise<void>,
): Promise<Result> {
  const { target = "embedded", nodes, port, file, onProgress = () => {} } = options;
  const cassandra = { version: options.cassandraVersion, options: options.cassandraOptions };
  const { signal = new AbortController().signal } = options;
  const { scenario: { name }, settings } = planned;
  const startedAt = new Date();
  const calibration = readCalibration(settings.client[0] ?? "driver");
  const onWait = (message: string) => onProgress({ type: "waiting", message });
  const onServerEnd = (server: EndedServer) => onProgress({ type: "serverEnded", server });
  const where = { target, nodes, port, cassandra, login: options.cassandraLogin, file, group };
  const runner = await openRunner(planned, { ...where, signal, onWait, onServerEnd });
  const mix = Object.keys(planned.scenario.mix ?? {});
  const samples = shareSamples(options, settings.maxSamples ?? MOST_SAMPLES, mix, cases);
  const measured: CaseResult[] = [];
  const warnings: Warning[] = [];
  let search: readonly SearchResult[] | undefined;
  let populated: PopulateResult | undefined;

  function composeSoFar(status: Status): Result {
    const environment = { target: runner.describe(), driver: DRIVER_VERSION };
    const parts = { name, file, settings, startedAt, status, cases: measured, search, populated };
    const composed = compose({ ...parts, ...environment, calibration });
    return { ...composed, warnings: [...composed.warnings, ...runner.warnings, ...warnings] };
  }

  function report(status: Status, type: "ended" | "measured" = "measured"): Result {
    const result = composeSoFar(status);
    group?.keep({ result });
    onProgress({ type, result });
    return result;
  }

  // What is known before the first case, for when this process dies in it.
  group?.keep({ result: composeSoFar("aborted") });

  async function populate(): Promise<void> {
    const { operations = 0 } = planned.scenario.populate ?? {};
    populated = await runner.populate((done, elapsed) => {
      const share = operations === 0 ? 1 : done / operations;
      onProgress({ type: "populating", at: { done, operations, elapsed, share } });
    });
    if (populated === undefined) return;
    report("aborted", "ended");
    signal.throwIfAborted();
    runner.lost.throwIfAborted();
    checkPopulated(populated);
  }

  /** A failure of afterAll does not take the place of what ended the run before. */
  async function runAll(): Promise<void> {
    await runner.runHook("beforeAll");
    try {
      await populate();
      await order({ runCase, noteSearch: (found) => search = found });
    } catch (error) {
      await runner.runHook("afterAll").catch((failure) => {
        if (!signal.aborted && !runner.lost.aborted) warnings.push(describeAfterAll(failure));
      });
      throw error;
    }
    await runner.runHook("afterAll");
  }

  async function runCase(next: Case) {
    signal.throwIfAborted();
    runner.lost.throwIfAborted();
    const index = measured.length;
    const tell = (done: number, elapsed: number) => {
      const share = shareDone(planned, next, done, elapsed);
      onProgress({ type: "running", at: { case: next, index, cases, done, elapsed, share } });
    };
    tell(0, 0);
    group?.keep({ case: next, index });
    const room = samples?.roomFor(index);
    const result = await runner.runCase(next, {
      ...samples && room !== undefined && {
        samples: { room, keep: (kept: KeptSamples) => samples.keep(index, kept) },
      },
      onProgress: tell,
      onSecond: (second) => onProgress({ type: "second", case: next, second }),
      onEvent: (event) => onProgress({ type: "event", case: next, event }),
      onMeasured(result) {
        measured[index] = result;
        report("aborted", "ended");
      },
    });
    measured[index] = result;
    report("aborted");
    await runner.tearDown(next);
    group?.throwIfLost();
    if (result.endedBy === "target") runner.lost.throwIfAborted();
    return { result, index };
  }

  let isWhole = false;
  try {
    await runAll();
    // A step that a search ends early has shown what it was for.
    isWhole = measured.every(({ status, endedBy }) =>
      status === "completed" || endedBy === "search"
    );
  } catch (error) {
    if (!signal.aborted) {
      report("failed");
      throw error;
    }
    const isKnown = error === signal.reason || error === runner.lost.reason;
    if (!isKnown) warnings.push(describeLost(error));
  } finally {
    await runner.close();
  }
  return report(isWhole ? "completed" : "aborted");
}

function describeAfterAll(error: unknown): Warning {
  return {
    code: "afterAll",
    message: `The run had failed, and then: ${messageOf(error)}`,
    advice: "what afterAll removes can still be there",
  };
}

/** What a run that was stopped says of its last case when that could not say what it had measured. */
function describeLost(error: unknown): Warning {
  return {
    code: "lost",
    message: `The case that ran when it was stopped is lost: ${messageOf(error)}`,
    advice: "let the operations of a case wait for what they do, so that they can be stopped",
  };
}

function shareDone(
  { settings }: Plan,
  { parameters }: Case,
  done: number,
  elapsed: number,
): number {
  const { operations = Infinity } = settings;
  const length = lengthOf(settings) ??
    (parameters.rate === undefined ? Infinity : operations / parameters.rate * 1_000);
  return Math.min(1, length === Infinity ? done / operations : elapsed / length);
}
