import { delay } from "@std/async";
import { isGranted } from "../runtime/permissions.ts";
import { HEADER_SIZE } from "../protocol/frame.ts";
import { Opcode, OPTIONS_REQUEST, RESPONSE_BIT } from "../protocol/opcodes.ts";
import { reasonOf } from "./driver/errors.ts";
import {
  describeAlert,
  describeCertificate,
  describeFailure,
  lookAtCertificate,
} from "./tls/explain.ts";
import { type Socket, type Tls, TlsFailure } from "./tls/options.ts";
import { openSocket } from "./tls/socket.ts";

/** Milliseconds that a node may take to answer. */
const PROBE_TIMEOUT = 5_000;
/** Milliseconds that the others get when one has answered. */
const GRACE = 2_000;
/** Milliseconds after which a node that says nothing to TLS is asked whether it speaks without. */
const DOUBT = 600;

/** The first byte of a TLS record that carries an alert. */
const TLS_ALERT = 0x15;

const CLOSES = "closes the connection at once";

/** Which nodes answer in CQL's native protocol, and what is wrong with each of the others. */
export interface Probed {
  readonly answering: readonly string[];
  /** One reason each, such as "127.0.0.1:8080 speaks HTTP, not CQL". */
  readonly problems: readonly string[];
}

/**
 * Asks all nodes at once, each with a deadline of its own.
 *
 * @param points each as host:port
 * @param tls how TLS is spoken to them; `undefined` where it is not
 */
export async function probeAll(
  points: readonly string[],
  signal: AbortSignal,
  tls?: Tls,
): Promise<Probed> {
  signal.throwIfAborted();
  const giveUp = new AbortController();
  const stop = () => giveUp.abort();
  signal.addEventListener("abort", stop);
  let timer = setTimeout(stop, PROBE_TIMEOUT);
  try {
    const problems = await Promise.all(points.map(async (point) => {
      const problem = await probe(point, giveUp.signal, tls);
      if (problem === undefined) {
        clearTimeout(timer);
        timer = setTimeout(stop, GRACE);
      }
      return problem;
    }));
    signal.throwIfAborted();
    return {
      answering: points.filter((_, at) => problems[at] === undefined),
      problems: points.flatMap((point, at) => problems[at] ? [`${point} ${problems[at]}`] : []),
    };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

/** What is wrong with a node; `undefined` where it answers. */
async function probe(
  point: string,
  signal: AbortSignal,
  tls: Tls | undefined,
): Promise<string | undefined> {
  if (!isGranted({ name: "net", host: point })) return "may not be connected to (--allow-net)";
  if (tls === undefined) return await tryOnce(point, signal, undefined);
  const settled = new AbortController();
  const either = AbortSignal.any([signal, settled.signal]);
  const probing = tryOnce(point, either, tls);
  return await Promise.race([probing, doubt(point, either, probing)])
    .finally(() => settled.abort());
}

/**
 * Some plain servers take what TLS begins with for a long frame, and wait for its rest: so one that is silent is asked
 * without TLS, and TLS gets the same time again, as a busy server can speak both.
 */
async function doubt(
  point: string,
  signal: AbortSignal,
  probing: Promise<string | undefined>,
): Promise<string | undefined> {
  try {
    await delay(DOUBT, { signal });
    if (await ask(point, signal, undefined) !== undefined) return await probing;
    await delay(DOUBT, { signal });
    return "speaks no TLS";
  } catch {
    return await probing;
  }
}

async function tryOnce(
  point: string,
  signal: AbortSignal,
  tls: Tls | undefined,
): Promise<string | undefined> {
  try {
    return await ask(point, signal, tls);
  } catch (error) {
    if (!(error instanceof TlsFailure)) {
      return signal.aborted ? "did not answer in time" : reasonOf(error);
    }
    if (signal.aborted) return "accepts connections and does not answer";
    if (tls !== undefined) return await explain(point, signal, tls, error);
    return await speaksTls(point) ? "wants TLS" : CLOSES;
  }
}

/**
 * Asks a node what it speaks.
 *
 * @throws {TlsFailure} where the connection was open, and then failed or was closed
 */
async function ask(
  point: string,
  signal: AbortSignal,
  tls: Tls | undefined,
): Promise<string | undefined> {
  const socket = await openSocket(point, tls, signal);
  let isClosed = false;
  const close = () => {
    if (!isClosed) socket.close();
    isClosed = true;
  };
  signal.addEventListener("abort", close);
  try {
    return describe(await exchange(socket));
  } finally {
    signal.removeEventListener("abort", close);
    close();
  }
}

async function exchange(socket: Socket): Promise<Uint8Array> {
  try {
    await socket.write(OPTIONS_REQUEST);
    const answer = new Uint8Array(64);
    const length = await socket.read(answer);
    if (length === null) throw new Error("the server closed it");
    return answer.subarray(0, length);
  } catch (error) {
    throw new TlsFailure(error);
  }
}

function describe(answer: Uint8Array): string | undefined {
  const [first = 0, second] = answer;
  const text = new TextDecoder("latin1").decode(answer);
  if (text.startsWith("HTTP/")) return "speaks HTTP, not CQL";
  if (text.startsWith("SSH-")) return "speaks SSH, not CQL";
  if (first === TLS_ALERT && second === 3) return "wants TLS";
  if (first & RESPONSE_BIT && answer.length >= HEADER_SIZE) {
    // An ERROR is an answer too: the driver then agrees on another version, or says what is the matter.
    if (answer[4] === Opcode.supported || answer[4] === Opcode.error) return undefined;
  }
  return "speaks another protocol than CQL";
}

/** Whether a server that closes plain connections takes those over TLS. */
async function speaksTls(point: string): Promise<boolean> {
  try {
    return await lookAtCertificate(point, { names: new Map() }) !== undefined;
  } catch {
    return true;
  }
}

/** Why TLS cannot be spoken to a node. */
async function explain(
  point: string,
  signal: AbortSignal,
  tls: Tls,
  failure: TlsFailure,
): Promise<string> {
  const alert = describeAlert(failure, tls);
  if (alert !== undefined) return alert;
  try {
    const seen = await lookAtCertificate(point, tls);
    if (seen === undefined) return await explainWithoutTls(point, signal);
    const problem = tls.insecure ? undefined : describeCertificate(point, tls, seen);
    return problem ?? describeFailure(failure, tls);
  } catch (error) {
    return describeAlert(error, tls) ?? describeFailure(failure, tls);
  }
}

async function explainWithoutTls(point: string, signal: AbortSignal): Promise<string> {
  const problem = await ask(point, signal, undefined).catch(() => CLOSES);
  return problem ?? "speaks no TLS";
}
