import { z } from "zod";
import {
  type Fault,
  FAULT_ERRORS,
  type FaultKind,
  type FaultRequests,
  isFaultError,
  OTHER_FAULTS,
  SPOILT_ANSWERS,
} from "../faults.ts";
import { integer, listOf, within } from "./schema.ts";

/** Everything that can go wrong. */
export const FAULT_KINDS: readonly FaultKind[] = [
  ...FAULT_ERRORS,
  ...OTHER_FAULTS,
  ...SPOILT_ANSWERS,
];

/** All requests that can be struck. */
export const FAULT_REQUESTS: readonly FaultRequests[] = [
  "read",
  "write",
  "statement",
  "prepare",
  "connection",
  "handshake",
  "any",
];

/** Errors that say how many replicas there were. */
const ABOUT_REPLICAS: readonly FaultKind[] = [
  "unavailableException",
  "readTimeout",
  "writeTimeout",
  "readFailure",
  "writeFailure",
];

const DAY = 24 * 60 * 60_000;
const MANY = 1_000_000_000;

const time = within(0, DAY, "milliseconds");
const text = z.string("must be a text").min(1, "must not be empty");

const fault = z.strictObject({
  kind: z.enum(FAULT_KINDS, `must be one of ${FAULT_KINDS.join(", ")}`),
  requests: z.enum(FAULT_REQUESTS, `must be one of ${FAULT_REQUESTS.join(", ")}`).optional(),
  table: text.optional(),
  statement: text.optional(),
  share: within(0, 1, "a share").optional(),
  every: integer(1, MANY).optional(),
  after: integer(0, MANY).optional(),
  times: integer(1, MANY).optional(),
  from: time.optional(),
  to: time.optional(),
  ms: within(0, 3_600_000, "milliseconds").optional(),
  message: z.string("must be a text").max(10_000, "must be 10,000 characters at most").optional(),
  received: integer(0, 1_000).optional(),
  required: integer(1, 1_000).optional(),
}, "must be { kind, … }").superRefine((value, context) => {
  for (const [name, message] of findContradictions(value as Fault)) {
    context.addIssue({
      ...{ code: "custom", path: [name], message, input: value },
    });
  }
});

/** Fields of a fault that do not go together. */
function* findContradictions(
  fault: Fault,
): Generator<readonly [field: keyof Fault, message: string]> {
  const { kind, requests, share, every, table, statement, from = 0, to = Infinity, ms } = fault;
  if (share !== undefined && every !== undefined) yield ["every", "must not stand beside share"];
  if (from >= to) yield ["to", "must be later than from"];
  if (kind === "delay" && ms === undefined) yield ["ms", "must stand beside the kind delay"];
  if (kind !== "delay" && ms !== undefined) yield ["ms", "must stand beside the kind delay alone"];
  if (fault.message !== undefined && !isFaultError(kind)) {
    yield ["message", "must stand beside an error"];
  }
  for (const name of ["received", "required"] as const) {
    if (fault[name] !== undefined && !ABOUT_REPLICAS.includes(kind)) {
      yield [name, `must stand beside one of ${ABOUT_REPLICAS.join(", ")}`];
    }
  }
  const isOfConnection = requests === "connection" || requests === "handshake";
  for (const [name, value] of Object.entries({ table, statement })) {
    if (value !== undefined && (isOfConnection || requests === "any")) {
      yield [name as keyof Fault, `must not stand beside the requests ${requests}`];
    }
  }
  if (requests === "connection" && !["silence", "delay", "close"].includes(kind)) {
    yield ["requests", "must not be connection but for silence, delay and close"];
  }
  if (kind === "unprepared" && (isOfConnection || requests === "prepare")) {
    yield ["requests", "must be statements, which alone are prepared"];
  }
}

/** Ways in which the embedded server misbehaves. */
export const faults: z.ZodType = listOf(fault.describe("{ kind, … }"));
