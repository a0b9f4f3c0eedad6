/** What one tool did in one round. */
export interface SideReading {
  /** Creates per second of wall time. */
  readonly throughput: number;
  /** Of the time that a create took, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of the whole process's CPU time per create. */
  readonly cpu: number;
}

/** Where the Cassandra is, how many creates are in flight, and for how long. */
export interface SideLoad {
  readonly host: string;
  readonly port: number;
  readonly poolSize: number;
  readonly seconds: number;
  /** Before what is measured. */
  readonly warmupSeconds: number;
}

/** Tells the process that started this one. */
export function printReading(reading: SideReading): void {
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(reading)));
}

/** Runs a tool in a process of its own and gives what it printed. */
export async function capture(
  command: string,
  args: readonly string[],
  cwd?: string,
): Promise<string> {
  const options = { args: [...args], ...cwd !== undefined && { cwd } };
  const { success, stdout, stderr } = await new Deno.Command(command, options).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`Cannot run ${command}: ${decoder.decode(stderr).trim()}`);
  return decoder.decode(stdout);
}

/** Whether a program is there. */
export async function isThere(command: string, ...args: string[]): Promise<boolean> {
  try {
    return (await new Deno.Command(command, { args }).output()).success;
  } catch {
    return false;
  }
}
