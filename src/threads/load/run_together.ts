import { delay } from "@std/async";
import { placesOf } from "../../engine/pool/in_step.ts";
import { messageOf, ScenarioError } from "../../errors.ts";
import type { AgentClock } from "../../result/agent.ts";
import type { EarlyEnd } from "../../result/case.ts";
import type { Case } from "../../scenario/planned.ts";
import { type BaseShare, type Carrier, CarrierLost, ownClock, type SharedCase } from "./carrier.ts";
import { describeError } from "./carriers.ts";
import { gatherSeconds } from "./gather_seconds.ts";
import { mergeShares, type ShareEnd } from "./merge_shares.ts";
import { createRelay } from "./places.ts";
import { watchSilence } from "./silence.ts";
import type { Listener } from "./threads.ts";

/** What a carrier carries of a case. */
export interface Sharing {
  readonly carrier: Carrier;
  /** The number of its first thread. */
  readonly first: number;
  /** How many of its threads carry a part. */
  readonly threads: number;
}

/** What all carriers of a case share. */
interface SharedOptions extends Omit<BaseShare, "first"> {
  readonly mostErrors: number;
  /** Whether the order of the operations can matter, as in a mix. */
  readonly hasOrder: boolean;
  readonly onLost: (carrier: Carrier, reason: CarrierLost) => void;
}

/** Agents are told this many milliseconds before their start, and more where what is sent takes long. */
const AHEAD = { least: 200, ways: 20 };

/** The live figures wait for those of an agent for this many seconds, as what it tells can be lost. */
const LATE_SECONDS = 3;

/** The clock of a Worker, and of an agent that is lost. */
const NO_OFFSET: AgentClock = { offset: 0, uncertainty: 0 };

/**
 * Runs a case on all of these carriers, which start at one instant, and merges what they measured. The share of one that
 * is lost meanwhile is missing.
 */
export async function runTogether(
  shares: readonly Sharing[],
  next: Case,
  listener: Listener,
  { workers, mostErrors, hasOrder, onLost, ...shared }: SharedOptions,
): Promise<SharedCase> {
  const { onReady, onStart = () => {}, onProgress, onSecond, onEarlyEnd, room } = listener;
  const areAgents = shares.some(({ carrier }) => carrier.agent !== undefined);
  const progress = shares.map(() => ({ done: 0, elapsed: 0, errors: 0 }));
  const sum = (count: "done" | "errors") => progress.reduce((all, one) => all + one[count], 0);
  let endsEarly = false;
  function endEarly(why: EarlyEnd): void {
    if (endsEarly) return;
    endsEarly = true;
    for (const { carrier } of shares) carrier.channel.ask("endEarly", why).catch(() => {});
  }
  function endAndTell(why: EarlyEnd): void {
    if (!endsEarly) onEarlyEnd?.(why);
    endEarly(why);
  }

  const relay = areAgents && hasOrder
    ? createRelay((places) => {
      for (const { carrier, first, threads } of shares) {
        const others = places.filter(([worker]) => worker < first || worker >= first + threads);
        if (others.length > 0) carrier.channel.ask("reached", others).catch(() => {});
      }
    })
    : undefined;
  const seconds = gatherSeconds(shares.length, onSecond, areAgents ? LATE_SECONDS : Infinity);
  const ready = shares.map(() => Promise.withResolvers<void>());
  for (const [at, { carrier: { channel } }] of shares.entries()) {
    channel.onTold = (news) => {
      if (news.kind === "ready") ready[at]?.resolve();
      else if (news.kind === "second") seconds.add(at, news.second);
      else if (news.kind === "earlyEnd") endAndTell(news.why);
      else if (news.kind === "reached") relay?.hear(news.places);
      else {
        progress[at] = news;
        if (sum("errors") >= mostErrors) endAndTell({ endedBy: "errors" });
        onProgress(sum("done"), Math.max(...progress.map(({ elapsed }) => elapsed)), sum("errors"));
      }
    };
  }

  // Agents share no memory with this process, so they tell each other where they are.
  const reached = areAgents ? undefined : shared.reached ?? placesOf(workers);
  async function runShare({ carrier, first, threads }: Sharing, at: number): Promise<ShareEnd> {
    const own = room && Math.ceil(room * threads / workers);
    try {
      const call = { next, first, workers, reached, room: own };
      return { part: await carrier.channel.ask("run", call) };
    } catch (error) {
      const lost = lossOf(carrier, error);
      if (lost === undefined) throw describeError(error, carrier.agent);
      onLost(carrier, lost);
      seconds.lose(at);
      ready[at]?.resolve();
      return { lost: lost.message };
    } finally {
      relay?.release(first, threads);
    }
  }

  const ends = shares.map(runShare);
  const measured = Promise.all(ends);
  // It is waited for below, unless something else fails before.
  measured.catch(() => {});
  const silence = watchSilence(
    shares.map(({ carrier }, at) => ({ carrier, ended: ends[at] as Promise<ShareEnd> })),
  );
  try {
    // A carrier that is stopped before it is ready only says what it measured.
    await Promise.race([Promise.all(ready.map(({ promise }) => promise)), measured]);
    const clocks = await Promise.all(
      shares.map(({ carrier }, at) => readClock(carrier, ends[at] as Promise<ShareEnd>)),
    );
    await onReady();
    listener.onStarted?.(endEarly);
    const startsAt = areAgents ? await startAgents(shares, clocks) : startWorkers(shares);
    silence.start();
    onStart();
    const parts = await measured;
    seconds.end();
    return mergeShares(
      shares.map(({ carrier: { agent }, threads }, at) => ({
        ...parts[at] as ShareEnd,
        ...{ agent, threads, clock: clocks[at] ?? NO_OFFSET },
      })),
      { startsAt, room },
    );
  } finally {
    silence.end();
    relay?.end();
  }
}

/** Why a carrier's share is missing; `undefined` where the error ends the run. What one agent fails with is no reason for the others to stop, but for a mistake in the scenario. */
function lossOf({ agent }: Carrier, error: unknown): CarrierLost | undefined {
  if (error instanceof CarrierLost) return error;
  if (agent === undefined || error instanceof ScenarioError) return undefined;
  return new CarrierLost(`failed: ${messageOf(error)}`);
}

async function readClock(
  { measureClock }: Carrier,
  ended: Promise<unknown>,
): Promise<AgentClock> {
  const none = () => NO_OFFSET;
  if (measureClock === undefined) return NO_OFFSET;
  return await Promise.race([measureClock(), ended.then(none)]).catch(none);
}

/**
 * Workers start when they hear of it, a tenth of a millisecond apart: their clocks have different origins, which follow the
 * wall clock and its steps.
 */
function startWorkers(shares: readonly Sharing[]): number {
  for (const { carrier } of shares) carrier.channel.ask("start").catch(() => {});
  return ownClock();
}

/** Lets agents start at one instant, and waits for that. */
async function startAgents(
  shares: readonly Sharing[],
  clocks: readonly AgentClock[],
): Promise<number> {
  const slowest = Math.max(...clocks.map(({ uncertainty }) => uncertainty));
  const startsAt = ownClock() + Math.max(AHEAD.least, AHEAD.ways * slowest);
  for (const [at, { carrier }] of shares.entries()) {
    const { offset } = clocks[at] ?? NO_OFFSET;
    carrier.channel.ask("start", startsAt + offset).catch(() => {});
  }
  // Not to the microsecond, as this thread would spin on a processor that an agent here needs for its own start.
  await delay(startsAt - ownClock());
  return startsAt;
}
