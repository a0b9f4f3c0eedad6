import { strict as assert } from "node:assert";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  CASSANDRA_VERSION,
  downloadedJars,
  downloadJars,
} from "../../../src/cluster/managed/distribution.ts";
import { cacheFolder } from "../../../src/cluster/managed/folders.ts";

import type { EndedServer } from "../../../src/result/node.ts";
import { eventually } from "../../support/eventually.ts";

/** A line of command.ts. */
export interface Line {
  readonly progress?: string;
  // deno-lint-ignore no-explicit-any -- whatever the call returned
  readonly ready?: any;
  readonly ended?: EndedServer;
  // deno-lint-ignore no-explicit-any -- whatever the call returned
  readonly result?: any;
  readonly error?: { name: string; message: string; hint?: string };
}

/** A running command.ts. */
export interface Command {
  readonly pid: number;
  /** Resolves to the first line that passes the test. */
  until(fits: (line: Line) => unknown): Promise<Line>;
  /** Resolves to the last line, when the process has ended. */
  readonly end: Promise<Line>;
}

/** A cache folder of its own, deleted when disposed; only the jars of Cassandra are those of the user's. */
export async function makeCache(): Promise<AsyncDisposable & { folder: string }> {
  await downloadOnce();
  const cache = await makeFolder();
  const distribution = `cassandra-${CASSANDRA_VERSION}`;
  await Deno.symlink(join(cacheFolder(), distribution), join(cache.folder, distribution));
  return cache;
}

/** Downloads Cassandra where it is missing, once for all test files that run at the same time. */
export async function downloadOnce(): Promise<void> {
  await Deno.mkdir(cacheFolder(), { recursive: true });
  using file = await Deno.open(join(cacheFolder(), "tests.lock"), { create: true, write: true });
  await file.lock(true);
  if (await downloadedJars() === undefined) {
    await downloadJars({ onProgress: () => {}, signal: undefined });
  }
}

/** A new folder, deleted when disposed. */
export async function makeFolder(): Promise<AsyncDisposable & { folder: string }> {
  const folder = await Deno.makeTempDir({ prefix: "cassbench-test-" });
  return { folder, [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }) };
}

/** Writes a program into a folder of the PATH. */
export async function writeProgram(folder: string, name: string, script: string): Promise<void> {
  await Deno.writeTextFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** Starts command.ts with this cache folder and environment. */
export function command(
  call: string,
  options: Record<string, unknown>,
  env: Record<string, string>,
): Command {
  const program = fileURLToPath(new URL("command.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "-A", program, call, JSON.stringify(options)],
    env,
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const lines: Line[] = [];
  const reader = createInterface({ input: Readable.fromWeb(child.stdout) });
  reader.on("line", (line) => lines.push(JSON.parse(line)));
  const closed = new Promise<void>((resolve) => reader.on("close", resolve));
  let ended = false;
  const end = Promise.all([child.status, closed]).then(() => {
    ended = true;
    return lines.at(-1) ?? {};
  });
  return {
    pid: child.pid,
    end,
    async until(fits) {
      while (!ended) {
        const line = lines.find(fits);
        if (line) return line;
        await delay(10);
      }
      return lines.find(fits) ?? assert.fail(`it ended after ${JSON.stringify(lines)}`);
    },
  };
}

/** The processes that have the text in their command line. */
export async function processesWith(text: string): Promise<string[]> {
  const { stdout } = await new Deno.Command("ps", { args: ["-ww", "-eo", "pid=,stat=,args="] })
    .output();
  return new TextDecoder().decode(stdout).split("\n")
    .filter((line) => line.includes(text) && !/^\s*\d+ Z/.test(line));
}

/** Asserts that no process with the text in its command line is left, or that it ends: those of the tests would stay. */
export async function assertNoProcess(text: string): Promise<void> {
  await eventually(async () => (await processesWith(text)).length === 0);
}
