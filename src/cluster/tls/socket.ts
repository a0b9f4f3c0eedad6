import { DEFAULT_PORT, parseHostPort } from "../addresses.ts";
import { openNodeSocket, type SocketRoute } from "./node_socket.ts";
import { nameOf, type Socket, type Tls, TlsFailure } from "./options.ts";

/** Those whose nodes show certificates that Deno's own functions refuse. */
const refused = new WeakSet<Tls>();

/**
 * Opens a connection to `host:port`. It is closed where the signal comes first.
 *
 * Deno's own TLS costs least, but cannot show a client certificate, nor leave out checks, nor take the certificate of an
 * authority as that of a server, which a self-signed one often is. For these there is node:tls, and node:net for a
 * connection from a chosen port.
 *
 * @param address whose certificate is checked
 * @throws {TlsFailure} where the other end speaks no TLS, or its certificate is refused
 */
export async function openSocket(
  address: string,
  tls: Tls | undefined,
  signal: AbortSignal,
  route: SocketRoute = {},
): Promise<Socket> {
  signal.throwIfAborted();
  const { at = address, localPort } = route;
  if (localPort !== undefined || tls !== undefined && needsNode(tls)) {
    return await openNodeSocket(address, tls, signal, route);
  }
  const { host: hostname, port = DEFAULT_PORT } = parseHostPort(at)!;
  const tcp = await Deno.connect({ hostname, port, signal });
  tcp.setNoDelay(true);
  if (tls === undefined) return tcp;
  try {
    return await startTls(tcp, nameOf(address, tls), tls, signal);
  } catch (error) {
    if (!String(error).includes("CaUsedAsEndEntity")) throw error;
    refused.add(tls);
    return await openNodeSocket(address, tls, signal, route);
  }
}

function needsNode(tls: Tls): boolean {
  return tls.cert !== undefined || tls.insecure === true || refused.has(tls);
}

async function startTls(
  tcp: Deno.TcpConn,
  hostname: string,
  { ca }: Tls,
  signal: AbortSignal,
): Promise<Socket> {
  let socket: Deno.TlsConn | undefined;
  const close = () => {
    try {
      (socket ?? tcp).close();
    } catch {
      // It is closed already, or being made a connection over TLS.
    }
  };
  signal.addEventListener("abort", close, { once: true });
  try {
    socket = await Deno.startTls(tcp, { hostname, caCerts: ca === undefined ? [] : [ca] });
    signal.throwIfAborted();
    await socket.handshake();
    return socket;
  } catch (error) {
    close();
    throw new TlsFailure(signal.aborted ? signal.reason : error);
  } finally {
    signal.removeEventListener("abort", close);
  }
}
