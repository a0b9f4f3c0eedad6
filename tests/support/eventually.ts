import assert from "node:assert/strict";
import { existsSync } from "node:fs";

/** Waits until the condition is true; fails after a minute, which no machine needs. */
export async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!await isSo()) {
    if (performance.now() > deadline) assert.fail(`it was never so: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits until a child has written a file. A watch would miss what was written before it began. */
export async function untilWritten(file: string, child: Deno.ChildProcess): Promise<void> {
  let hasEnded = false;
  void child.status.then(() => hasEnded = true);
  await eventually(() => hasEnded || existsSync(file));
  assert.ok(existsSync(file), `it ended without ${file}`);
}
