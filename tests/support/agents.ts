/** Agents and their coordinator as processes, as a person starts them. */
import assert from "node:assert/strict";
import { plainEnvironment } from "./cassbench.ts";
import { inRepository } from "./paths.ts";

/** How to start one. */
export interface ProgramOptions {
  /** What Deno is told to permit. @default {["-A"]} */
  readonly permissions?: readonly string[];
  readonly env?: Record<string, string>;
  readonly cwd?: string;
}

/** A cassbench that runs. */
export interface Program extends AsyncDisposable {
  kill(signal: Deno.Signal): void;
  /** Resolves with the match when it has said this, after what was waited for the last time. */
  says(text: RegExp): Promise<RegExpExecArray>;
  /** What it said so far, on both streams. */
  said(): string;
  /** Resolves with its exit code. */
  readonly code: Promise<number>;
}

/** Starts `deno run … mod.ts …`. */
export function startCassbench(
  args: readonly string[],
  { permissions = ["-A"], env = {}, cwd }: ProgramOptions = {},
): Program {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...permissions, "--quiet", inRepository("mod.ts"), ...args],
    env: { ...plainEnvironment(), NO_COLOR: "1", ...env },
    clearEnv: true,
    ...{ stdin: "null", stdout: "piped", stderr: "piped" },
    ...cwd !== undefined && { cwd },
  }).spawn();
  let text = "";
  let from = 0;
  let hasEnded = false;
  let wake = Promise.withResolvers<void>();
  function tell(): void {
    wake.resolve();
    wake = Promise.withResolvers();
  }
  async function read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const part of stream.pipeThrough(new TextDecoderStream())) {
      text += part;
      tell();
    }
  }
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  const code = Promise.all([child.status, reading]).then(([status]) => {
    hasEnded = true;
    tell();
    return status.code;
  });
  return {
    kill: (signal) => child.kill(signal),
    async says(wanted) {
      for (;;) {
        const match = wanted.exec(text.slice(from));
        if (match !== null) {
          from += match.index + match[0].length;
          return match;
        }
        if (hasEnded) assert.fail(`never said ${wanted}:\n${text}`);
        await wake.promise;
      }
    },
    said: () => text,
    code,
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch {
        // It has ended.
      }
      await code;
    },
  };
}

/** An agent that runs. */
export interface TestAgent extends Program {
  readonly name: string;
}

/** Starts an agent, and resolves when it waits for runs. */
export async function startAgent(
  url: string,
  args: readonly string[] = [],
  options: ProgramOptions = {},
): Promise<TestAgent> {
  const program = startCassbench(["agent", "--nats", url, ...args], options);
  const [, name = ""] = await program.says(/^(a\w+) \(.*\) waits in group/m);
  return { ...program, name };
}

/** Starts several agents, all of which wait for runs. They end with the scope. */
export async function startAgents(
  url: string,
  count: number,
  args: readonly string[] = [],
): Promise<readonly TestAgent[] & AsyncDisposable> {
  const agents = await Promise.all(Array.from({ length: count }, () => startAgent(url, args)));
  return Object.assign(agents, {
    async [Symbol.asyncDispose]() {
      await Promise.all(agents.map((agent) => agent[Symbol.asyncDispose]()));
    },
  });
}
