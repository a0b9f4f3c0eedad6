import type { Fault } from "../../scenario/faults.ts";
import { ConsistencyCode, ErrorCode } from "../../protocol/opcodes.ts";
import type { Request } from "../connection/request.ts";
import { CqlError, type ErrorDetail } from "../errors.ts";
import type { Subject } from "../database.ts";

/** A code that the protocol does not have. */
const UNKNOWN_CODE = 0x7777;

/** How many of three replicas each consistency level needs; the others need one. */
const NEEDED: Record<number, number> = {
  [ConsistencyCode.two]: 2,
  [ConsistencyCode.three]: 3,
  [ConsistencyCode.quorum]: 2,
  [ConsistencyCode.all]: 3,
  [ConsistencyCode.localQuorum]: 2,
  [ConsistencyCode.eachQuorum]: 2,
};

/** The error that a fault answers a request with. */
export function errorOfFault(
  fault: Fault,
  request: Request,
  [subject]: readonly Subject[],
): CqlError {
  const { kind, message = "injected by a fault" } = fault;
  const code = ErrorCode[kind as keyof typeof ErrorCode] ?? UNKNOWN_CODE;
  return new CqlError(code, message, detailOf(fault, request, subject));
}

function detailOf(
  { kind, received, required }: Fault,
  request: Request,
  subject: Subject | undefined,
): ErrorDetail | undefined {
  const { keyspace = "", table = "" } = subject ?? {};
  if (kind === "alreadyExists") return { keyspace, table };
  if (kind === "functionFailure") return { keyspace, function: "injected" };
  if (kind === "unprepared") return { id: idOf(request) };
  const consistency = "consistency" in request ? request.consistency : ConsistencyCode.one;
  const needed = required ?? NEEDED[consistency] ?? 1;
  const writeType = request.kind !== "batch"
    ? "SIMPLE"
    : request.type === "counter"
    ? "COUNTER"
    : request.type === "logged"
    ? "BATCH"
    : "UNLOGGED_BATCH";
  return { consistency, required: needed, received: received ?? needed - 1, writeType };
}

/** The id of the first prepared statement of a request. */
function idOf(request: Request): string {
  if (request.kind === "execute") return request.id;
  const items = request.kind === "batch" ? request.items : [];
  return items.map(({ statement }) => "id" in statement ? statement.id : "").find(Boolean) ?? "";
}
