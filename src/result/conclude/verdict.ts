import { INTERVAL } from "../../scenario/node_event.ts";
import type { CaseResult } from "../case.ts";
import { formatCount, formatCounted, formatDuration } from "../format.ts";
import { sumOutages } from "../outage.ts";
import type { Reason, Verdict } from "../verdict.ts";
import { findAgentReasons, isSaidByAgents } from "./agent_reasons.ts";
import { findBackgrounds } from "./background.ts";
import { describeEnds } from "./ended_servers.ts";
import { describeFirstError } from "./first_error.ts";
import { countLost, describeLost } from "./written.ts";
import { findBusyProxies } from "./network.ts";

/** A client that keeps this share of its core busy is the limit: beyond it, its own queues are in the times. */
const BUSY = 0.9;

/** A schedule counts as met when this share of it was met. */
const MET = 0.99;

/**
 * An event loop that stood still for this long, in milliseconds and share of the response time's p99, is what that p99
 * shows. One stall alone does not count: among the thirty probes of a case of 3 s it would be the p99 by itself.
 */
const LAG = { ms: 10, share: 0.5, stalls: 2 };

/** A client that stood still for so many milliseconds without work was stopped, or starved: once is too often. */
const STANDSTILL = 1_000;

/** A load that spends this share of its time on making inputs that are due is not what its schedule says. */
const MAKING = 0.1;

/** A connection of which this share is in use is about to refuse requests. */
const FULL = 0.9;

/** Whether a case's figures are the server's, or the client's own. */
export function judge(measured: Omit<CaseResult, "verdict">): Verdict {
  const { outages = [], endedServers = [] } = measured;
  // All else that is the matter with the case can follow from that, so no advice on it would be sound.
  if (endedServers.length > 0) {
    return { valid: false, reasons: [explainEnd(measured), ...findUnwritten(measured)] };
  }
  // Where steps compute, the work of the client is part of what is measured.
  const computes = measured.steps?.some(({ kind }) => kind === "compute") ?? false;
  const reasons = [
    ...findUnwritten(measured),
    ...findNothing(measured),
    ...findOutages(measured),
  ];
  // A client that reconnects and retries is busy with the outage, so it is not blamed for that.
  if (outages.length === 0) {
    if (!computes) reasons.push(...findBusy(measured), ...findLag(measured));
    reasons.push(...findConnections(measured));
  }
  reasons.push(...findLateInputs(measured), ...findBusyProxies(measured));
  reasons.push(...findSchedule(measured, reasons.length > 0), ...findBackgrounds(measured));
  const { agents = [] } = measured;
  const all = [
    ...findAgentReasons(measured, reasons),
    ...reasons.filter((reason) => !isSaidByAgents(reason, agents)),
  ];
  return { valid: all.length === 0, reasons: all };
}

function explainEnd(measured: Judged): Reason {
  return {
    code: "ended",
    message: describeEnds(measured),
    advice: "find out why it ended, and run it again",
  };
}

function* findUnwritten({ verified }: Judged): Generator<Reason> {
  if (verified === undefined) return;
  const { acknowledged, notChecked: { unreadable = 0 } = {} } = verified;
  const all = formatCounted(acknowledged, "acknowledged write");
  if (countLost(verified) > 0) {
    yield {
      code: "written",
      message: `of ${all} ${describeLost(verified)}`,
      advice: "find out what the servers did with them: verified.examples in the JSON names some",
    };
  }
  if (unreadable > 0) {
    yield {
      code: "written",
      message: `of ${all} ${formatCount(unreadable)} could not be read back`,
      advice: "read them back when as many nodes are up as must answer",
    };
  }
}

function* findNothing({ operations, errors, elapsed, mix = [] }: Judged): Generator<Reason> {
  if (operations === 0) {
    yield {
      code: "nothing",
      message: `no operation ended in ${formatDuration(elapsed)}`,
      advice: "a longer case, or one that is not stopped",
    };
    return;
  }
  const failed = [{ name: "operation", operations, errors }, ...mix]
    .filter((one) => one.operations > 0 && one.operations === one.errors.total);
  // Where all operations failed, so did each of a mix.
  const named = operations === errors.total ? failed.slice(0, 1) : failed;
  for (const { name, errors } of named) {
    yield {
      code: "nothing",
      message: `no ${name} succeeded: ${describeFirstError(errors)}`,
      advice: "correct what fails, and run it again",
    };
  }
}

function* findOutages({ outages: all = [], events = [], elapsed }: Judged): Generator<Reason> {
  // What events on nodes led to is what such a case measures.
  const firstEvent = Math.min(...events.flatMap(({ at }) => at ?? [])) - INTERVAL;
  const outages = all.filter(({ from }) => from < firstEvent);
  const [first, ...more] = outages;
  if (first === undefined) return;
  const { length, errors } = sumOutages(outages, elapsed);
  const where = more.length === 0
    ? `from ${formatDuration(first.from)} on`
    : `in ${formatCounted(outages.length, "outage")}`;
  yield {
    code: "outage",
    message: `nothing was answered for ${formatDuration(length)} ` +
      `${where} (${formatCounted(errors, "error")})`,
    advice: OUTAGE_ADVICE,
  };
}

const OUTAGE_ADVICE = "find out why in the errors and in the log of the servers, and run it again";

function* findBusy({ client: { cpu, spinning }, parameters }: Judged): Generator<Reason> {
  const busy = cpu - spinning;
  if (busy < BUSY) return;
  const workers = Number(parameters.workers) + 1;
  const ways = [
    ...usesDriver(parameters) ? ["the lean client (--client wire)"] : [],
    // Each thread needs a part of the pool.
    ...workers <= Number(parameters.poolSize) ? [`more threads (--workers ${workers})`] : [],
  ];
  const machine = "a machine of its own for the client";
  yield {
    code: "clientCpu",
    message: `the client's thread was ${percent(busy)} busy, so it was the limit, not the server`,
    advice: ways.length === 0 ? machine : `${ways.join(", ")} or ${machine}`,
  };
}

/** Results of the driver alone do not name it. */
function usesDriver({ client = "driver" }: CaseResult["parameters"]): boolean {
  return client === "driver";
}

function* findLag(
  { client: { eventLoopLag, cpu, spinning }, responseTime, parameters }: Judged,
): Generator<Reason> {
  if (eventLoopLag === null || responseTime === null) return;
  if (eventLoopLag.max >= STANDSTILL && cpu - spinning < BUSY) {
    yield {
      code: "standstill",
      message: `the client itself stood still for ${formatDuration(eventLoopLag.max)}, which is ` +
        "in the times too",
      advice: "run it again without stopping it (Ctrl-Z), on a machine that stays awake and has " +
        "a processor left for it, and without operations that compute for long",
    };
    return;
  }
  if (eventLoopLag.stalls < LAG.stalls) return;
  if (eventLoopLag.p99 < Math.max(LAG.ms, responseTime.p99 * LAG.share)) return;
  yield {
    code: "eventLoopLag",
    message: `the client's event loop stood still for up to ${eventLoopLag.max.toFixed(0)} ms ` +
      `(p99 ${eventLoopLag.p99.toFixed(0)} ms), which is in the times too: ` +
      `their p99 is ${responseTime.p99.toFixed(0)} ms`,
    advice: (usesDriver(parameters) ? "use the lean client (--client wire), " : "") +
      "take work that computes out of the operation, or give the client a machine of its own",
  };
}

function* findConnections({ client: { driver } }: Judged): Generator<Reason> {
  if (driver.inFlight < driver.limit * FULL) return;
  yield {
    code: "connections",
    message: `a connection had ${driver.inFlight} requests in flight and takes ${driver.limit}`,
    advice: "more connections per host (--connections)",
  };
}

function* findLateInputs({ client: { lateInputs }, schedule, elapsed }: Judged): Generator<Reason> {
  if (lateInputs === undefined || schedule === null) return;
  const { count, time } = lateInputs;
  if (time < elapsed * MAKING) return;
  yield {
    code: "inputs",
    message: `making inputs was dearer than ${formatCount(schedule.rate)} operations per second ` +
      `allow: ${formatCount(count)} were made when they were due, ` +
      `${(time / count * 1_000).toFixed(1)} µs each`,
    advice:
      "cheaper inputs (draw names from a list that is made once), or more threads (--workers)",
  };
}

function* findSchedule(
  { schedule, dropped, unsent, client, outages }: Judged,
  isClient: boolean,
): Generator<Reason> {
  if (schedule === null || schedule.due === 0) return;
  const { due, length, overrun, achieved, rate } = schedule;
  const met = (due - dropped - unsent) / due * length / (length + overrun);
  if (met >= MET) return;
  const full = client.pool.full;
  yield {
    code: "schedule",
    message: `${formatCount(achieved)} of ${formatCount(rate)} operations per second were sent` +
      (dropped > 0 ? `, and ${formatCount(dropped)} of ${formatCount(due)} dropped` : "") +
      (unsent > 0
        ? `, and ${formatCount(unsent)} of ${formatCount(due)} were due and never sent`
        : "") +
      `: the pool was full for ${percent(full)} of the time`,
    advice: outages !== undefined
      ? OUTAGE_ADVICE
      : isClient || (dropped === 0 && full < 0.5)
      ? "a lower rate, or more threads (--workers)"
      : "a larger pool (--pool-sizes) if the server can take more, or a lower rate",
  };
}

type Judged = Omit<CaseResult, "verdict">;

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
