import { isGranted } from "../runtime/permissions.ts";
import { HEADER_SIZE } from "../protocol/frame.ts";
import { Opcode, OPTIONS_REQUEST, RESPONSE_BIT } from "../protocol/opcodes.ts";

/** Milliseconds that a node may take to answer. */
const PROBE_TIMEOUT = 5_000;
/** Milliseconds that the others get when one has answered. */
const GRACE = 2_000;

/** The first byte of a TLS record that carries an alert. */
const TLS_ALERT = 0x15;

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
 */
export async function probeAll(points: readonly string[], signal: AbortSignal): Promise<Probed> {
  signal.throwIfAborted();
  const giveUp = new AbortController();
  const stop = () => giveUp.abort();
  signal.addEventListener("abort", stop);
  let timer = setTimeout(stop, PROBE_TIMEOUT);
  try {
    const problems = await Promise.all(points.map(async (point) => {
      const problem = await probe(point, giveUp.signal);
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
async function probe(point: string, signal: AbortSignal): Promise<string | undefined> {
  const [, bracketed, name, port] = /^(?:\[(.+)\]|(.+)):(\d+)$/.exec(point) ?? [];
  const hostname = bracketed ?? name ?? point;
  const aborted = new Promise<"silent">((resolve) => {
    signal.addEventListener("abort", () => resolve("silent"));
  });
  if (!isGranted({ name: "net", host: point })) return "may not be connected to (--allow-net)";
  const connecting = Deno.connect({ hostname, port: Number(port) });
  try {
    const connection = await Promise.race([connecting, aborted]);
    if (connection === "silent") {
      connecting.then((late) => late.close()).catch(() => {});
      return "did not answer in time";
    }
    try {
      await connection.write(OPTIONS_REQUEST);
      const answer = new Uint8Array(64);
      const length = await Promise.race([connection.read(answer), aborted]);
      if (length === "silent") return "accepts connections and does not answer";
      return describe(answer.subarray(0, length ?? 0));
    } catch {
      return "closes the connection at once";
    } finally {
      connection.close();
    }
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return "refused the connection";
    const { message } = error as Error;
    return /lookup|resolve|not known/.test(message) ? "is an unknown host name" : message;
  }
}

function describe(answer: Uint8Array): string | undefined {
  const [first = 0, second] = answer;
  if (answer.length === 0) return "closes the connection at once";
  const text = new TextDecoder("latin1").decode(answer);
  if (text.startsWith("HTTP/")) return "speaks HTTP, not CQL";
  if (text.startsWith("SSH-")) return "speaks SSH, not CQL";
  if (first === TLS_ALERT && second === 3) return "wants TLS, which cassbench does not speak";
  if (first & RESPONSE_BIT && answer.length >= HEADER_SIZE) {
    // An ERROR is an answer too: the driver then agrees on another version, or says what is the matter.
    if (answer[4] === Opcode.supported || answer[4] === Opcode.error) return undefined;
  }
  return "speaks another protocol than CQL";
}
