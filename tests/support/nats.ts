/** A real nats-server for tests, in a folder of its own. */
import { join } from "node:path";

/** How to start one. */
export interface NatsOptions {
  /** Whether it keeps messages. @default {true} */
  readonly jetstream?: boolean;
  /** What its configuration says besides. */
  readonly config?: string;
}

/** A nats-server that runs. */
export interface TestNats extends AsyncDisposable {
  /** Such as `nats://127.0.0.1:40123`. */
  readonly url: string;
  readonly port: number;
  /** Ends it as a crash does: nothing is flushed or said. */
  kill(): Promise<void>;
  /** Starts it again after {@linkcode kill}, on the same port and with what it kept. */
  start(): Promise<void>;
  /** Lets it hang: its connections stay open, and nothing is answered. */
  pause(): void;
  /** Ends {@linkcode pause}. */
  resume(): void;
  /** Forgets what it kept, as a server does whose disk is not kept. To be called while it is dead. */
  forget(): Promise<void>;
}

/** Where it is found, in this order. */
const PROGRAMS = ["nats-server", "/usr/sbin/nats-server"];

/** So many characters of its log are kept. */
const MOST_LOG = 20_000;

/** What the server logs once it listens. */
const LISTENING = /Listening for client connections on .*:(\d+)/;
const READY = /Server is ready/;
const IN_USE = /address already in use/;

/** How often a port that something else has taken meanwhile is tried. */
const ATTEMPTS = 50;

/** Starts a nats-server on a port that the system chooses. */
export async function startNats(
  { jetstream = true, config = "" }: NatsOptions = {},
): Promise<TestNats> {
  const folder = await Deno.makeTempDir({ prefix: "nats" });
  const storage = join(folder, "storage");
  await Deno.writeTextFile(
    join(folder, "nats.conf"),
    [
      jetstream ? `jetstream { store_dir: "${storage}", max_file_store: 10G }` : "",
      config,
    ].join("\n"),
  );
  let server = await launch(folder, -1);
  const { port } = server;

  async function kill(): Promise<void> {
    server.process.kill("SIGKILL");
    await server.process.status;
    await server.logged;
  }

  async function start(): Promise<void> {
    for (let attempt = 1;; attempt++) {
      try {
        server = await launch(folder, port);
        return;
      } catch (error) {
        if (attempt === ATTEMPTS || !IN_USE.test(String(error))) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    kill,
    start,
    pause: () => server.process.kill("SIGSTOP"),
    resume: () => server.process.kill("SIGCONT"),
    forget: () => Deno.remove(storage, { recursive: true }),
    async [Symbol.asyncDispose]() {
      try {
        await kill();
      } catch {
        // It is dead already.
      }
      await Deno.remove(folder, { recursive: true });
    },
  };
}

interface Launched {
  readonly process: Deno.ChildProcess;
  readonly port: number;
  /** Resolves once its log has ended. */
  readonly logged: Promise<void>;
}

async function launch(folder: string, port: number): Promise<Launched> {
  const process = spawn(["-a", "127.0.0.1", "-p", String(port), "-c", join(folder, "nats.conf")]);
  const ready = Promise.withResolvers<number>();
  ready.promise.catch(() => {});
  async function readLog(): Promise<void> {
    let log = "";
    for await (const text of process.stderr.pipeThrough(new TextDecoderStream())) {
      log = (log + text).slice(-MOST_LOG);
      if (READY.test(log)) ready.resolve(Number(LISTENING.exec(log)?.[1] ?? port));
    }
    ready.reject(new Error(`nats-server ended: ${log}`));
  }
  const logged = readLog();
  try {
    return { process, port: await ready.promise, logged };
  } catch (error) {
    await process.status;
    throw error;
  }
}

/** Debian has it in a folder that is not on every user's path. */
function spawn(args: string[]): Deno.ChildProcess {
  for (const program of PROGRAMS) {
    try {
      return new Deno.Command(program, { args, stdin: "null", stdout: "null", stderr: "piped" })
        .spawn();
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new Error("Cannot start nats-server as it is not installed: apt-get install nats-server");
}
