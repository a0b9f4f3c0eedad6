import { TargetError } from "../../errors.ts";
import { HEADER_SIZE } from "../../protocol/frame.ts";
import { Opcode, OPTIONS_REQUEST } from "../../protocol/opcodes.ts";
import { formatAddress } from "../addresses.ts";
import { lookAtCertificate } from "../tls/explain.ts";

/**
 * Asserts that Cassandra can listen there.
 *
 * @throws {TargetError} where it cannot
 */
export function assertFree(address: string, port: number): void {
  try {
    Deno.listen({ hostname: address, port }).close();
  } catch (error) {
    throw new TargetError(...refusal(error, address, port), { cause: error });
  }
}

function refusal(error: unknown, address: string, port: number): [message: string, hint?: string] {
  if (error instanceof Deno.errors.AddrInUse) {
    return [
      `Cannot start Cassandra as port ${port} on ${address} is in use`,
      `pass --contact-points ${address}:${port} to measure what runs there, or --port ${
        port + 1
      } to start beside it`,
    ];
  }
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return [
      `Cannot start a node on ${address} as this machine does not have that address`,
      `add it (on macOS: sudo ifconfig lo0 alias ${address}), or start one node`,
    ];
  }
  return [`Cannot start Cassandra on ${address}:${port}: ${(error as Error).message}`];
}

/** A port that is free on all addresses. It is below those that systems give to outgoing connections. */
export function findFreePort(addresses: readonly string[]): number {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = 17_000 + Math.floor(Math.random() * 10_000);
    if (addresses.every((address) => isFree(address, port))) return port;
  }
  throw new TargetError(
    "Cannot find a free port between 17000 and 27000 for the nodes to talk through",
  );
}

/** Whether nobody listens there. */
export function isFree(hostname: string, port: number): boolean {
  try {
    Deno.listen({ hostname, port }).close();
    return true;
  } catch {
    return false;
  }
}

/**
 * How long a server may be silent, in milliseconds. One whose processor is taken can well be for a second; where
 * nothing listens, the answer comes at once.
 */
const SILENCE_LIMIT = 10_000;

/** Whether a server answers in CQL's native protocol there, or speaks TLS, in which it is asked nothing. */
export async function answersCql(hostname: string, port: number): Promise<boolean> {
  const isSupported = await asksPlainly(hostname, port);
  if (isSupported !== undefined) return isSupported;
  try {
    const address = formatAddress(hostname, port);
    return await lookAtCertificate(address, { names: new Map() }) !== undefined;
  } catch {
    return true;
  }
}

/** Whether a server answers in CQL's native protocol; `undefined` where it closes the connection. */
async function asksPlainly(hostname: string, port: number): Promise<boolean | undefined> {
  try {
    using connection = await Deno.connect({ hostname, port });
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      connection.close();
    }, SILENCE_LIMIT);
    try {
      await connection.write(OPTIONS_REQUEST);
      const header = new Uint8Array(HEADER_SIZE);
      const length = await connection.read(header);
      if (length === null) return undefined;
      return length > 4 && header[4] === Opcode.supported;
    } catch {
      return isLate ? false : undefined;
    } finally {
      clearTimeout(timer);
    }
  } catch {
    return false;
  }
}
