import { delay } from "@std/async";
import type { Fault } from "../../scenario/faults.ts";
import type { ConnectionOutput } from "../connection/output.ts";
import type { Response } from "../connection/response.ts";
import { spoil } from "./spoil.ts";

/** Of an answer that comes byte by byte: how many bytes come alone, and the milliseconds between two. */
const SLOW_BYTES = 64, BETWEEN_BYTES = 5;

/** What says when nothing needs to be waited for any longer. */
interface Stoppable {
  readonly stopped: AbortSignal;
}

/**
 * Carries out a fault on a connection that was accepted just now; one that is silent waits until the client leaves. Resolves
 * with whether the connection is over.
 */
export async function holdUp(
  { kind, ms = 0 }: Fault,
  socket: Deno.TcpConn,
  { stopped }: Stoppable,
): Promise<boolean> {
  if (kind === "delay") await delay(ms, { signal: stopped });
  if (kind === "silence") {
    const dropped = new Uint8Array(4096);
    while (await socket.read(dropped) !== null);
  }
  return kind !== "delay";
}

/** A request that is struck, with the right answer. */
export interface Struck {
  readonly fault: Fault;
  readonly stream: number;
  readonly response: Response;
  /** The instant at which it was read. */
  readonly readAt: number;
}

/** Sends what a fault makes of an answer. Resolves with whether the connection is over. */
export async function carryOut(
  { fault: { kind, ms = 0 }, stream, response, readAt }: Struck,
  output: ConnectionOutput,
  { stopped }: Stoppable,
): Promise<boolean> {
  switch (kind) {
    case "silence":
      return false;
    case "close":
      await output.flush();
      return true;
    case "delay":
      output.answerLater(stream, response, {
        delay: (_, send) =>
          void delay(ms, { signal: stopped }).then(() => send(() => {}), () => {}),
      }, readAt);
      return false;
    case "doubleAnswer":
      output.answer(stream, response);
      output.answer(stream, response);
      return false;
    case "slowBytes":
      await sendSlowly(output.frameOf(stream, response), output);
      return false;
    default:
      output.send(spoil(kind, output.frameOf(stream, response)) ?? new Uint8Array());
      return false;
  }
}

async function sendSlowly(answer: Uint8Array, output: ConnectionOutput): Promise<void> {
  for (const byte of answer.subarray(0, SLOW_BYTES)) {
    output.send(Uint8Array.of(byte));
    await output.flush();
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_BYTES));
  }
  output.send(answer.subarray(SLOW_BYTES));
}
