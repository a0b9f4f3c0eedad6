import assert from "node:assert/strict";
import { writeAll } from "../../src/cli/output_file.ts";

Deno.test("writeAll() goes on until all is written, where a call takes a part only", () => {
  const written: number[] = [];
  const slow = {
    writeSync(bytes: Uint8Array): number {
      written.push(...bytes.subarray(0, 3));
      return Math.min(3, bytes.length);
    },
  };
  const text = "Grüße × 👋, and more";
  writeAll(slow, text);
  assert.equal(new TextDecoder().decode(new Uint8Array(written)), text);
});
