import type { CaseResult } from "../case.ts";
import { grantFor } from "../../scenario/cql/grant.ts";
import type { Warning } from "../document.ts";
import { describeParameters, formatCount, formatCounted } from "../format.ts";
import type { TargetDescription } from "../target.ts";
import type { Span } from "../timeline.ts";
import { findCrowdedHosts } from "./agent_warnings.ts";
import { findBackgroundErrors } from "./background.ts";
import { findWritten } from "./written.ts";
import { describeServerEnd } from "./ended_servers.ts";
import { findGaps } from "./gap_warnings.ts";
import { findLateProxies } from "./network.ts";
import { findSampled } from "./sample_warnings.ts";
import { findUndoneEvents } from "./node_event_warnings.ts";

/** An injected latency that is further off than this, in milliseconds and share of what was asked, makes a warning. */
const LATENCY_TOLERANCE = { ms: 0.15, share: 0.01 };

/**
 * What the reader of these figures should know.
 *
 * @param trace how many operations of each case were asked to run with Cassandra's tracing on
 */
export function findWarnings(
  target: TargetDescription,
  cases: readonly CaseResult[],
  trace = 0,
): Warning[] {
  return [
    ...target.kind === "embedded" ? [EMBEDDED] : [],
    ...target.tls?.verified === false ? [INSECURE] : [],
    ...target.unreachable?.map(describeUnreachable) ?? [],
    ...findUnaware(target, cases),
    ...findCrowdedHosts(cases),
    ...target.ended?.map((ended) => describeServerEnd(ended, cases)) ?? [],
    ...target.kind === "embedded" && trace > 0 ? [NO_TRACES] : [],
    ...findUntraced(cases.filter(({ endedServers }) => endedServers === undefined)),
    ...CASE_WARNINGS.flatMap((find) => cases.flatMap((result) => find(result).map(advise(result)))),
  ];
}

/** The wire client finds the nodes that hold a row by Murmur3 alone. */
function findUnaware({ partitioner }: TargetDescription, cases: readonly CaseResult[]): Warning[] {
  const usesWire = cases.some(({ parameters }) => parameters.client === "wire");
  if (partitioner === undefined || !usesWire) return [];
  return [{
    code: "notTokenAware",
    message: "Client wire asked the nodes in turn, and not those that hold a row, as the " +
      `cluster's partitioner is ${partitioner}`,
    advice: "--client driver knows where rows are",
  }];
}

/** What a case by itself can be warned of, in the order of the report. */
const CASE_WARNINGS: readonly ((result: CaseResult) => Warning[])[] = [
  (result) => findWritten(result.verified, `the case ${describeParameters(result)}`),
  findErrors,
  findLostLogins,
  findBackgroundErrors,
  findUndoneEvents,
  findGaps,
  findDrops,
  findUnsent,
  findRefused,
  findTexts,
  findImpreciseLatency,
  findLateProxies,
  findSampled,
];

/** Where a server ended, what else there is to warn of can follow from that, so there is no other advice. */
function advise({ endedServers }: CaseResult): (warning: Warning) => Warning {
  if (endedServers === undefined) return (warning) => warning;
  const advice = `see above: ${endedServers.map(({ message }) => message).join(", ")}`;
  return (warning) => ({ ...warning, advice });
}

const EMBEDDED: Warning = {
  code: "embedded",
  message:
    "The target was cassbench's embedded server, so no figure here is a measure of Cassandra",
  advice: "pass --cassandra, or --contact-points with your cluster",
};

const INSECURE: Warning = {
  code: "insecure",
  message: "No certificate was checked (--insecure), so the target can have been any server, " +
    "and a login can have gone to it",
  advice: "pass --ca FILE with the certificate of the nodes' authority",
};

const NO_TRACES: Warning = {
  code: "trace",
  message: "The embedded server keeps no traces, so the timeline shows the client's side only",
  advice: "pass --cassandra, or --contact-points with your cluster",
};

function describeUnreachable(problem: string): Warning {
  const [, address] = /^(\S+), as the cluster says, (?!accepts)/.exec(problem) ?? [];
  const look = "look into the log of that node, or measure without it";
  return {
    code: "node",
    message: `${problem}, so this node was left out`,
    advice: address === undefined
      ? look
      : `${look}; where it is reached at another address from here, as behind NAT or in a ` +
        `container, say so: --address ${address}=HOST:PORT`,
  };
}

function findUntraced(cases: readonly CaseResult[]): Warning[] {
  const isJoined = cases.flatMap(({ timeline = [] }) =>
    timeline.flatMap(({ spans }) =>
      spans.filter(({ trace }) => trace !== undefined)
        .map((request) => spans.some((span) => span.kind === "server" && isWithin(span, request)))
    )
  );
  const lost = isJoined.filter((joined) => !joined).length;
  if (lost === 0) return [];
  return [{
    code: "trace",
    message: `The server's traces of ${formatCount(lost)} of ${formatCount(isJoined.length)} ` +
      "requests could not be read or did not arrive in time, so the timeline shows the client's side only",
    advice: "the user needs SELECT on system_traces, and a busy cluster writes traces late",
  }];
}

function isWithin(span: Span, { step, start, end }: Span): boolean {
  return span.step === step && span.start >= start && span.end <= end;
}

function findErrors(result: CaseResult): Warning[] {
  const { operations, errors } = result;
  if (errors.total === 0) return [];
  const [[name, message] = ["", ""]] = Object.entries(errors.examples);
  const grant = Object.values(errors.examples).map(grantFor).find((grant) => grant !== undefined);
  return [{
    code: "errors",
    message:
      `${formatCount(errors.total)} of ${formatCount(operations)} operations failed in the case ${
        describeParameters(result)
      }${describeUnknown(errors)}; ` +
      `the first as ${name}: ${message}`,
    advice: `${grant ? `${grant}; ` : ""}their times are in no percentile; ` +
      "see errors.byClass in the JSON",
  }];
}

/** Connections that were lost can open no more, as the role or its password is another than at the start. */
function findLostLogins(result: CaseResult): Warning[] {
  const { byClass, examples: { badCredentials: message } } = result.errors;
  if (message === undefined) return [];
  return [{
    code: "login",
    message: `${formatCounted(byClass.badCredentials ?? 0, "operation")} of the case ` +
      `${describeParameters(result)} found no connection, as those that were lost could not log ` +
      `in again: ${message}`,
    advice:
      "the role or its password changed after the start: see that they stay while a case runs",
  }];
}

function describeUnknown({ unknown = 0 }: CaseResult["errors"]): string {
  return unknown === 0 ? "" : ` (${formatCount(unknown)} may have written all the same)`;
}

function findDrops(result: CaseResult): Warning[] {
  if (result.dropped === 0) return [];
  return [{
    code: "dropped",
    message:
      `${formatCount(result.dropped)} of ${
        formatCount(result.schedule?.due ?? 0)
      } due operations ` +
      `were dropped in the case ${describeParameters(result)}, as the pool was full`,
    advice: "they are in no time; a larger pool or --overflow queue sends them",
  }];
}

function findUnsent(result: CaseResult): Warning[] {
  const { unsent, schedule, endedBy } = result;
  if (unsent === 0 || endedBy === "search") return [];
  return [{
    code: "unsent",
    message:
      `${formatCount(unsent)} of ${formatCount(schedule?.due ?? 0)} operations were due and ` +
      `never sent in the case ${
        describeParameters(result)
      }: they stand in wait and response time at the age ` +
      "they had reached, a lower bound",
    advice: "ask for a lower rate, or for a larger pool if the server can take more",
  }];
}

function findRefused(result: CaseResult): Warning[] {
  if (result.refused === 0) return [];
  return [{
    code: "refused",
    message: `${formatCount(result.refused)} measured times were refused in the case ` +
      `${describeParameters(result)}, as they were negative, no number or over an hour`,
    advice: "they are in no figure; a machine that slept meanwhile makes such times",
  }];
}

function findTexts(result: CaseResult): Warning[] {
  const { preparedTexts } = result;
  if (preparedTexts === undefined) return [];
  return [{
    code: "texts",
    message: `${formatCount(preparedTexts)} different CQL texts were prepared in the case ` +
      `${describeParameters(result)}: each costs one request more, and servers forget the oldest`,
    advice: 'bind the values that change: execute("… WHERE id = ?", [id])',
  }];
}

/** Warns of the step that is furthest off, and counts the others. */
function findImpreciseLatency(result: CaseResult): Warning[] {
  const { parameters: { mode }, steps = [] } = result;
  const [furthest, ...others] = findLate(result).toSorted((a, b) => b.off - a.off);
  if (furthest === undefined) return [];
  const { measured, where } = furthest;
  const more = others.length === 0 ? "" : `, and off in ${others.length} more`;
  const isBlocked = mode !== "threads" && steps.some(({ kind }) => kind === "compute");
  return [{
    code: "latency",
    message: `The injected latency was ${measured.toFixed(2)} ms${where} the case ` +
      `${describeParameters(result)}${more}, as the client had no time to wake up on schedule`,
    advice: isBlocked
      ? "work that computes keeps it busy meanwhile; mode threads takes that elsewhere"
      : "try a smaller pool",
  }];
}

/** The injected latencies of the case and of its steps or tasks that were too long. */
function findLate({ parameters, injectedLatency, steps = [] }: CaseResult) {
  const part = parameters.mode === undefined ? "task" : "step";
  const ofParts = steps.map((step) => ({
    ...step,
    where: `, not ${step.latency} ms, in ${part} ${step.name} of`,
  }));
  return [{ where: " in", latency: Number(parameters.latency), injectedLatency }, ...ofParts]
    .flatMap(({ where, latency, injectedLatency }) => {
      const measured = injectedLatency?.p50 ?? 0;
      const off = measured - latency;
      const tolerance = LATENCY_TOLERANCE.ms + latency * LATENCY_TOLERANCE.share;
      return off > tolerance ? [{ where, measured, off }] : [];
    });
}
