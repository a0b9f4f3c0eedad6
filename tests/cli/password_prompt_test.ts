import assert from "node:assert/strict";
import { readTyped } from "../../src/cli/password_prompt.ts";

/** A terminal on which these bytes are typed, so many of them for each read. */
function terminal(keys: Uint8Array, atOnce: number) {
  let at = 0;
  return {
    read(into: Uint8Array): Promise<number | null> {
      const piece = keys.subarray(at, at += Math.min(atOnce, into.length));
      into.set(piece);
      return Promise.resolve(piece.length === 0 ? null : piece.length);
    },
  };
}

/** What is typed → the password. */
const TYPED: Record<string, [keys: string, password: string]> = {
  "a password": ["c4nary\r", "c4nary"],
  "letters of several bytes, and spaces": [" pässwörd ✓ 🔑 \r", " pässwörd ✓ 🔑 "],
  "what is erased, letter by letter": ["xé🔑\x7f\x7f\x08c4nary\r", "c4nary"],
  "more erased than there is": ["ab\x7f\x7f\x7f\x7fc4nary\r", "c4nary"],
  "all of it erased": ["wröng\x15c4nary\r", "c4nary"],
  "a line feed at its end": ["c4nary\n", "c4nary"],
  "a line, and leaves what follows": ["c4nary\rmore", "c4nary"],
  "a tab within": ["c4\tnary\r", "c4\tnary"],
  "the end of the input for that of the line": ["c4nary", "c4nary"],
  "the end of the input at once": ["", ""],
  "Ctrl-D at once": ["\x04more\r", ""],
  "Ctrl-D within, which is a character": ["a\x04\r", "a\x04"],
  "an empty line": ["\r", ""],
  "a line longer than what is read at once": [`${"ä✓".repeat(2_000)}\r`, "ä✓".repeat(2_000)],
};

for (const [name, [keys, password]] of Object.entries(TYPED)) {
  Deno.test(`readTyped() takes ${name}`, async () => {
    const bytes = new TextEncoder().encode(keys);
    for (const atOnce of [1, 2, 3, Infinity]) {
      assert.equal(await readTyped(terminal(bytes, atOnce)), password);
    }
  });
}

Deno.test("readTyped() leaves out what arrows send, and what stands around a pasted text", async () => {
  const keys = "c4\x1b[D\x1b[3~\x1bOP\x1b[200~nary\x1b[201~\r";
  const bytes = new TextEncoder().encode(keys);
  assert.equal(await readTyped(terminal(bytes, Infinity)), "c4nary");
});

Deno.test("readTyped() ends by Ctrl-C as by SIGINT", async () => {
  const bytes = new TextEncoder().encode("c4nary\x03\r");
  await assert.rejects(readTyped(terminal(bytes, 1)), { name: "Interrupted", exitCode: 130 });
});
