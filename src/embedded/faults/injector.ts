import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import {
  type Fault,
  type FaultCount,
  type FaultRequests,
  isFaultError,
} from "../../scenario/faults.ts";
import type { Request } from "../connection/request.ts";
import type { BatchItem, Database, Subject } from "../database.ts";
import type { CqlError } from "../errors.ts";
import { errorOfFault } from "./errors.ts";

/** Decides which requests faults strike, and counts them. */
export interface Injector {
  /** The fault that strikes a connection that has been accepted. */
  strikeConnection(): Fault | undefined;
  /** What strikes a request of a connection that uses this keyspace. */
  strike(request: Request, keyspace: string | undefined): Strike | undefined;
  /** How often each fault struck so far. */
  counts(): FaultCount[];
}

/** What strikes a request. */
export interface Strike {
  readonly fault: Fault;
  /** The answer, where the fault is an error. */
  readonly error: CqlError | undefined;
  /** Whether the request is carried out all the same: a write that timed out may have been. */
  readonly isCarriedOut: boolean;
}

/** What errors of reads and of writes are about; other faults strike both. */
const OWN_REQUESTS: Partial<Record<Fault["kind"], FaultRequests>> = {
  readTimeout: "read",
  readFailure: "read",
  noRows: "read",
  writeTimeout: "write",
  writeFailure: "write",
};

/**
 * Starts to inject faults: their times count from now on. Each fault draws its own random numbers, which follow from the
 * seed, so the same requests in the same order are struck again.
 */
export function createInjector(
  faults: readonly Fault[],
  seed: number,
  database: Database,
): Injector {
  const start = performance.now();
  const all = faults.map((fault, at) => watch(fault, randomOf(seed, at), start));
  return {
    strikeConnection: () =>
      all.find(({ requests, strikes }) => requests === "connection" && strikes())?.fault,
    strike(request, keyspace) {
      const subjects = database.subjectsOf(statementsOf(request), keyspace);
      const fault = all.find((one) => isFor(one, request, subjects) && one.strikes())?.fault;
      if (fault === undefined) return undefined;
      const { kind } = fault;
      const error = isFaultError(kind) ? errorOfFault(fault, request, subjects) : undefined;
      return { fault, error, isCarriedOut: error === undefined || kind === "writeTimeout" };
    },
    counts: () => all.map((one) => one.count()),
  };
}

/** A fault that counts what it has seen so far. */
interface Watched {
  readonly fault: Fault;
  readonly requests: FaultRequests;
  /** Counts a request that the fault is for, and returns whether it is struck. */
  strikes(): boolean;
  count(): FaultCount;
}

function watch(fault: Fault, random: () => number, start: number): Watched {
  const { share = 1, every = 1, after = 0, times = Infinity, from = 0, to = Infinity } = fault;
  const requests = fault.requests ?? OWN_REQUESTS[fault.kind] ?? "statement";
  let [seen, struck] = [0, 0];
  return {
    ...{ fault, requests },
    strikes() {
      const at = performance.now() - start;
      if (at < from || at >= to) return false;
      seen++;
      const number = seen - after;
      // Draws for every request, so that what comes later does not depend on what was spared.
      const isDrawn = random() < share;
      const isStruck = isDrawn && number > 0 && number % every === 0 && struck < times;
      if (isStruck) struck++;
      return isStruck;
    },
    count: () => ({ fault, requests: seen, injected: struck }),
  };
}

function isFor(
  { fault: { kind, table, statement }, requests }: Watched,
  request: Request,
  subjects: readonly Subject[],
): boolean {
  if (requests === "any") return true;
  if (request.kind === "startup") return requests === "handshake";
  if (request.kind === "prepare" !== (requests === "prepare")) return false;
  if (kind === "unprepared" && request.kind !== "execute" && request.kind !== "batch") return false;
  return subjects.some((subject) =>
    (requests === "prepare" || requests === "statement" || requests === subject.kind) &&
    isOnTable(subject, table) &&
    (statement === undefined || subject.text.includes(statement))
  );
}

/** The statements that a request is about. */
function statementsOf(request: Request): BatchItem["statement"][] {
  if (request.kind === "batch") return request.items.map(({ statement }) => statement);
  if (request.kind === "execute") return [{ id: request.id }];
  return request.kind === "query" || request.kind === "prepare" ? [{ text: request.text }] : [];
}

/** Whether a statement is on a table; on any of a user where none is named. */
function isOnTable({ isUsers, keyspace, table }: Subject, wanted: string | undefined): boolean {
  if (wanted === undefined) return isUsers;
  return wanted === `${keyspace}.${table}` || (isUsers && wanted === table);
}

/** Random numbers from 0 to below 1. The first ones after a small seed are close to the ends, so it gets many bits. */
function randomOf(seed: number, at: number): () => number {
  const generator = xoroshiro128plus(
    Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(at + 1, 0x85ebca6b),
  );
  return () => uniformFloat64(generator);
}
