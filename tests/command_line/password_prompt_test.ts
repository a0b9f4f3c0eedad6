/** The question for a password, on a real pseudo terminal. */
import assert from "node:assert/strict";
import { startLoginServer } from "../support/login_server.ts";
import { isPermitted, testUnless } from "../support/needs.ts";
import { inRepository } from "../support/paths.ts";
import { onTerminal } from "../support/terminal.ts";

const QUESTION = 'Password for user "ada": ';

async function findWhyNoTerminal(): Promise<string | undefined> {
  if (!isPermitted) return "needs deno test -A";
  if (Deno.build.os === "windows") return "Windows has no pseudo terminals";
  const python = await new Deno.Command("python3", { args: ["--version"] }).output()
    .catch(() => undefined);
  return python?.success ? undefined : "needs python3";
}

const whyNoTerminal = await findWhyNoTerminal();

/** Runs cassbench as `ada` where a password is asked for; gives what it said to the server, too. */
async function ask(keys: string, { flags = [] as string[], redirect = "" } = {}) {
  using server = startLoginServer("PasswordAuthenticator");
  const words = [Deno.execPath(), "run", "-A", "--quiet", inRepository("mod.ts")];
  const target = ["--contact-points", server.contactPoint, "--username", "ada"];
  const run = [...words, inRepository("scenarios/latency.ts"), ...target, ...flags];
  // The shell tells whether the terminal shows again what is typed, as stty says "echo" or "-echo".
  const script =
    `"$@" ${redirect}; code=$?; stty -a </dev/tty | tr ' ;' '\\n\\n' | grep echo$; exit $code`;
  const finished = await onTerminal(["sh", "-c", script, "sh", ...run], [[QUESTION, keys]], {
    NO_COLOR: "1",
  });
  return { ...finished, tokens: [...server.tokens] };
}

/** A text as the bytes of UTF-8, each as a character. */
function bytes(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

testUnless(whyNoTerminal, "the prompt takes a password, and shows nothing of it", async () => {
  const { code, shown, tokens } = await ask(bytes("xé🔑\x7f\x7f\x7fc4n\x1b[Däry ✓\r"));
  assert.deepEqual(tokens, ["\0ada\0c4näry ✓"]);
  assert.equal(code, 1);
  // deno-lint-ignore no-control-regex
  const text = shown.replaceAll(/\r(\x1b\[2K)?/g, "");
  assert.match(text, /^Password for user "ada": \nerror: Cannot log in to Cassandra at .*\nhint: /);
  assert.match(text, /^echo$/m, "the terminal shows again what is typed");
});

testUnless(whyNoTerminal, "Ctrl-C ends the question, with 130", async () => {
  const { code, shown, tokens } = await ask("c4nary\x03");
  assert.equal(code, 130);
  assert.match(shown, /^Password for user "ada": \r\nInterrupted before anything was measured\r\n/);
  assert.match(shown, /^echo\r$/m);
  assert.deepEqual(tokens, []);
});

testUnless(whyNoTerminal, "an empty line is no password, and nothing is connected to", async () => {
  const { code, shown, tokens } = await ask("\r");
  assert.equal(code, 2);
  assert.match(shown, /\r\nerror: Cannot log in as user "ada" as no password was given\r\nhint: /);
  assert.deepEqual(tokens, []);
});

testUnless(
  whyNoTerminal,
  "--password-file - takes a line of a pipe, and asks on a terminal",
  async () => {
    const flags = ["--password-file", "-"];
    const ofPipe = await ask("", { flags, redirect: "<<E\nof a pipe\nsecond line\nE\n:" });
    assert.deepEqual(ofPipe.tokens, ["\0ada\0of a pipe"]);
    assert.ok(!ofPipe.shown.includes("Password for"));
    const asked = await ask("c4nary\r", { flags });
    assert.deepEqual(asked.tokens, ["\0ada\0c4nary"]);
    assert.ok(!asked.shown.includes("c4nary"));
  },
);

testUnless(
  whyNoTerminal,
  "nobody is asked who could not see the question, or answer it",
  async () => {
    for (const redirect of ["2>&1 | cat", "</dev/null"]) {
      const { shown, tokens } = await ask("", { redirect });
      assert.match(shown, /error: Cannot log in as user "ada" as no password was given/);
      assert.ok(!shown.includes("Password for"));
      assert.deepEqual(tokens, []);
    }
  },
);
