import { fileURLToPath } from "node:url";

/** The server of null_server.ts, in a process of its own. */
export interface NullServer extends AsyncDisposable {
  readonly contactPoint: string;
  readonly pid: number;
}

/** Starts it, and ends it with what it is used for. */
export async function startNullServer(): Promise<NullServer> {
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", fileURLToPath(import.meta.resolve("./null_server.ts"))],
    stdout: "piped",
  }).spawn();
  const reader = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  return {
    contactPoint: `127.0.0.1:${value.trim()}`,
    pid: server.pid,
    async [Symbol.asyncDispose]() {
      server.kill();
      await reader.cancel();
      await server.status;
    },
  };
}
