import { fileURLToPath } from "node:url";

/** The server of null_server.ts, in a process of its own. */
export interface NullServer extends AsyncDisposable {
  readonly contactPoint: string;
  /** Where it speaks TLS; `undefined` where it was started without a certificate. */
  readonly securePoint: string | undefined;
  readonly pid: number;
}

/**
 * Starts it, and ends it with what it is used for.
 *
 * @param certificate the files of a certificate and its key, for TLS
 */
export async function startNullServer(certificate: readonly string[] = []): Promise<NullServer> {
  const server = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--quiet", fileURLToPath(import.meta.resolve("./null_server.ts"))],
      ...certificate,
    ],
    stdout: "piped",
  }).spawn();
  // `Deno.exit()` disposes of nothing.
  const end = () => server.kill();
  addEventListener("unload", end);
  const reader = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  const [port, securePort] = value.trim().split(" ");
  return {
    contactPoint: `127.0.0.1:${port}`,
    securePoint: securePort && `127.0.0.1:${securePort}`,
    pid: server.pid,
    async [Symbol.asyncDispose]() {
      removeEventListener("unload", end);
      end();
      await reader.cancel();
      await server.status;
    },
  };
}
