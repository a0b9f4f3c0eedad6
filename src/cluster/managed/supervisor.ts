import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import process from "node:process";

/** How a process ended: one of the two is there. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A child process that ends when cassbench ends, however that happens, unless it was released. */
export interface Supervised {
  readonly pid: number;
  /** Resolves when the process has ended. */
  readonly ended: Promise<ProcessEnd>;
  hasEnded(): boolean;
  /** Lets the process run on after cassbench has ended. */
  release(): Promise<void>;
  /** Kills the process with all its children, and waits for its end. */
  kill(): Promise<void>;
}

/**
 * A script that ends a command with cassbench. Beside the command, in its process group, a subshell waits on a pipe that
 * cassbench holds open. However cassbench ends, SIGKILL included, the pipe closes and the subshell kills the group. A line
 * on the pipe releases the command. `exec` makes the process id that of the command.
 */
const GUARD = `
exec 3<&0 </dev/null
(read -r release <&3 || kill -KILL 0) &
exec 3<&- "$@"`;

/** The command with the script that {@linkcode supervise} needs; the command alone on Windows, which has no `sh`. */
export function guarded(command: readonly string[]): string[] {
  return Deno.build.os === "windows" ? [...command] : ["sh", "-c", GUARD, "sh", ...command];
}

/**
 * Starts a guarded command (see {@linkcode guarded}) whose output goes to the file `log`. It runs in a session of its own,
 * so that Ctrl-C in the terminal only reaches cassbench, which then ends its run before its Cassandra. It does not get the
 * passwords of the user's environment.
 */
export function supervise(command: readonly string[], log: string): Supervised {
  const [file = "", ...args] = command;
  const output = openSync(log, "a");
  const env = withoutPasswords(process.env);
  const child = spawn(file, args, { detached: true, stdio: ["pipe", output, output], env });
  closeSync(output);
  // Without a listener, a process that has already ended would cause an uncaught exception here; `ended` tells it.
  child.stdin?.on("error", () => {});
  let hasEnded = false;
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.on("exit", (code, signal) => resolve({ code, signal }));
    child.on("error", () => resolve({ code: 127, signal: null }));
  }).finally(() => hasEnded = true);
  return {
    pid: child.pid ?? 0,
    ended,
    hasEnded: () => hasEnded,
    async release() {
      child.unref();
      await new Promise<void>((resolve) => child.stdin?.end("release\n", resolve));
    },
    async kill() {
      if (child.pid !== undefined) killGroup(child.pid);
      await ended;
      child.stdin?.destroy();
    },
  };
}

/** Kills a process and its children; does nothing where they have ended. */
export function killGroup(pid: number): void {
  try {
    process.kill(Deno.build.os === "windows" ? pid : -pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/**
 * Whether a process that was killed has ended. Its threads end one after the other, and it holds its ports until the
 * last one has; what is left then is at most a zombie.
 */
export async function hasEnded(pid: number): Promise<boolean> {
  const status = await readProcess(pid, "status");
  if (status === undefined) return /^\s*(Z|$)/.test(await ps("-o", "stat=", "-p", `${pid}`));
  return status === "" || /^State:\s+Z/m.test(status) && /^Threads:\s+1$/m.test(status);
}

/**
 * The command line of a running process; "" where it has ended, even if its parent has not noticed yet, and on Windows,
 * where nothing tells it.
 */
export async function commandLine(pid: number): Promise<string> {
  if (Deno.build.os === "windows") return "";
  return await readProcess(pid, "cmdline") ?? await ps("-ww", "-o", "command=", "-p", `${pid}`);
}

/**
 * What Linux says of a process; "" where it has ended; `undefined` where there is nothing to read, or where Deno does not
 * let it be read, which takes `-A`.
 */
async function readProcess(pid: number, file: string): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  return await Deno.readTextFile(`/proc/${pid}/${file}`).catch((error) => {
    if (error instanceof Deno.errors.NotFound || error.code === "ESRCH") return "";
    if (error instanceof Deno.errors.NotCapable) return undefined;
    // Such as too many open files, which says nothing of the process.
    throw error;
  });
}

async function ps(...args: readonly string[]): Promise<string> {
  const { stdout } = await new Deno.Command("ps", { args: [...args] }).output();
  return new TextDecoder().decode(stdout);
}

/** The environment without what a user logs in with. */
function withoutPasswords(env: Readonly<Record<string, string | undefined>>) {
  const { CASSANDRA_PASSWORD: _, CASSBENCH_NATS_PASSWORD: __, CASSBENCH_NATS_TOKEN: ___, ...rest } =
    env;
  return rest;
}
