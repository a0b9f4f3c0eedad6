import assert from "node:assert/strict";
import { flagsOf, readCommandLine } from "../../src/cli/command.ts";
import { COMMANDS, findCommand } from "../../src/cli/commands.ts";
import { UsageError } from "../../src/cli/usage.ts";

/** What is wrong with a command line, one problem each. */
function problemsOf(...args: string[]): string[] {
  const words = args.filter((arg) => !arg.startsWith("--"));
  try {
    readCommandLine(findCommand(words), args);
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    const list = error.message.replace("Cannot read the command line as", "");
    return list.split(/\n {2}- /).map((problem) => problem.trim()).filter(Boolean);
  }
  assert.fail("accepted");
}

Deno.test("findCommand() finds the command that the first words call, and runs a scenario otherwise", () => {
  const nameOf = (...words: string[]) => findCommand(words).name;
  assert.equal(nameOf("x.ts"), "run");
  assert.equal(nameOf(), "run");
  assert.equal(nameOf("run", "x.ts"), "run");
  assert.equal(nameOf("search", "x.ts"), "search");
  assert.equal(nameOf("x.ts", "search"), "run");
  assert.equal(nameOf("cassandra", "start"), "cassandra start");
});

Deno.test("findCommand() names the words that can follow cassandra", () => {
  const message = "Cannot read the command line as " +
    "cassandra is followed by start, stop, status or logs: found";
  assert.throws(() => findCommand(["cassandra", "restart"]), { message: `${message} restart` });
  assert.throws(() => findCommand(["cassandra"]), { message: `${message} nothing` });
});

Deno.test("readCommandLine() leaves the words behind the command's name, and its flags", () => {
  const { words, flags } = readCommandLine(findCommand(["search"]), [
    ...["--rate", "5", "search", "x.ts", "--quiet"],
  ]);
  assert.deepEqual(words, ["x.ts"]);
  assert.deepEqual(flags, { rate: [5], quiet: true });
  const start = readCommandLine(findCommand(["cassandra", "start"]), [
    ...["cassandra", "start", "--nodes", "3", "--port", "9043"],
  ]);
  assert.deepEqual([start.words, start.flags], [[], { nodes: 3, port: 9_043 }]);
});

Deno.test("readCommandLine() refuses all that a command has no use for, at once", () => {
  assert.deepEqual(problemsOf("calibrate", "now", "--workers=2", "--what", "--quiet"), [
    "--workers is no flag of calibrate",
    "--what is no flag of calibrate",
    "nothing may follow calibrate: found now",
  ]);
  assert.deepEqual(problemsOf("calibrate", "--json=x"), ["--json is no flag of calibrate"]);
  assert.deepEqual(problemsOf("cassandra", "start", "--rate=5", "--node=3"), [
    "--rate is no flag of cassandra start",
    "--node is no flag of cassandra start: did you mean --nodes?",
  ]);
  assert.deepEqual(problemsOf("cassandra", "stop", "--nodes=3"), [
    "--nodes is no flag of cassandra stop",
  ]);
});

Deno.test("readCommandLine() leaves unknown flags of a scenario's command to its axes", () => {
  const args = ["search", "x.ts", "--value-size", "5", "--repetitions", "2"];
  const { others } = readCommandLine(findCommand(args), args);
  assert.deepEqual([...others], [["value-size", "5"], ["repetitions", "2"]]);
});

Deno.test("a flag that takes a value shows one in the help, a switch shows none, and a name has one kind", () => {
  const kinds = new Map<string, string>();
  for (const command of COMMANDS) {
    for (const [name, { kind, value }] of Object.entries(flagsOf(command))) {
      assert.equal(value !== undefined, kind !== "switch", name);
      // The words of a command line are found with the flags of all commands.
      assert.equal(kinds.get(name) ?? kind, kind, name);
      kinds.set(name, kind);
    }
  }
});
