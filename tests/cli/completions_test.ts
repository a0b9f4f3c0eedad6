import assert from "node:assert/strict";
import { join } from "node:path";
import { flagsOf } from "../../src/cli/command.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { bash } from "../../src/cli/completions/bash.ts";
import { fish } from "../../src/cli/completions/fish.ts";
import { completedOf } from "../../src/cli/completions/words.ts";
import { zsh } from "../../src/cli/completions/zsh.ts";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

const SHELLS = { bash, zsh, fish };
const WORDS = completedOf(COMMANDS);

/** What bash completes after each of these command lines; the last word is the one that is begun. */
async function completeInBash(lines: readonly string[][]): Promise<string[][]> {
  return await inTemporaryFolder(async (cwd) => {
    for (const name of ["a b.ts", "c.ts", "d.json", "e.md"]) {
      await Deno.writeTextFile(join(cwd, name), "");
    }
    await Deno.mkdir(join(cwd, "folder"));
    await Deno.writeTextFile(join(cwd, "script"), bash("cassbench", WORDS));
    const quote = (word: string) => `'${word}'`;
    const calls = lines.map((words) =>
      `COMP_WORDS=(cassbench ${words.map(quote).join(" ")}); COMP_CWORD=${words.length}; ` +
      'COMPREPLY=(); _cassbench; printf "%s\\n" "${COMPREPLY[@]}"; echo ---'
    );
    // compopt works only while bash itself completes.
    const text = ["compopt() { :; }", "source ./script", ...calls].join("\n");
    const { success, stdout, stderr } = await new Deno.Command("bash", {
      args: ["--norc", "-c", text],
      cwd,
    }).output();
    assert.equal(new TextDecoder().decode(stderr), "");
    assert.ok(success);
    const parts = new TextDecoder().decode(stdout).split("---\n").slice(0, -1);
    return parts.map((part) => part.split("\n").filter((word) => word !== "").sort());
  });
}

testPermitted("bash completes commands, their second words, flags and files", async () => {
  const cases: readonly (readonly [words: string[], found: string[]])[] = [
    [["sea"], ["search"]],
    [["cassandra", "sta"], ["start", "status"]],
    [["history", ""], ["add", "export", "show"]],
    [["completions", ""], ["bash", "fish", "zsh"]],
    [["search", "c.ts", "--dry"], ["--dry-run"]],
    [["c.ts", "--pool"], ["--pool-sizes"]],
    // What only other commands have is not offered.
    [["report", "d.json", "--pool"], []],
    [["cassandra", "start", "--no"], ["--nodes"]],
    // Scenarios and results, in folders too.
    [["search", ""], ["a b.ts", "c.ts", "folder"]],
    [["report", "d"], ["d.json"]],
    // The value of a flag: any file, or nothing that is known.
    [["c.ts", "--json", "e"], ["e.md"]],
    [["c.ts", "--json", "=", "e"], ["e.md"]],
    [["c.ts", "--latency", ""], []],
    // A value is not taken for a command.
    [["--keyspace", "report", "--pool"], ["--pool-sizes"]],
    [["--json", "=", "x", "repo"], ["report"]],
  ];
  const found = await completeInBash(cases.map(([words]) => words));
  cases.forEach(([words, expected], at) => assert.deepEqual(found[at], expected, words.join(" ")));
});

testPermitted("bash completes every flag of every command", async () => {
  const lines = COMMANDS.map(({ name }) => [...name.split(" "), "--"]);
  const found = await completeInBash(lines);
  COMMANDS.forEach((command, at) =>
    assert.deepEqual(
      found[at],
      Object.keys(flagsOf(command)).map((name) => `--${name}`).sort(),
      command.name,
    )
  );
});

Deno.test("zsh and fish are told of every command, and every flag of it once", () => {
  const inZsh = zsh("cassbench", WORDS);
  const inFish = fish("cassbench", WORDS);
  for (const { name, flags } of WORDS) {
    const pattern = name.includes(" ") ? `"${name}")` : name === "run" ? "*)" : `"${name} "*)`;
    const start = inZsh.indexOf(`    ${pattern} _arguments`);
    assert.ok(start > 0, name);
    const branch = inZsh.slice(start, inZsh.indexOf(";;", start));
    const condition = `-n 'test (__cassbench_command) = ${name.replace(" ", "-")}'`;
    for (const flag of flags) {
      const ofZsh = branch.split("\n").filter((line) => /^ +'\*?--/.test(line)).filter((line) =>
        line.includes(`--${flag.name}=[`) || line.includes(`--${flag.name}[`)
      );
      assert.equal(ofZsh.length, 1, `zsh: ${name} --${flag.name}`);
      const ofFish = inFish.split("\n").filter((line) =>
        line.includes(`${condition} -l ${flag.name} `)
      );
      assert.equal(ofFish.length, 1, `fish: ${name} --${flag.name}`);
    }
  }
});

Deno.test("help with signs that a shell knows does nothing in a script", () => {
  const [run] = WORDS;
  assert.ok(run);
  const help = 'it\'s [a] \\ $(touch x) `y`: "z"';
  const flags = [{ name: "odd", help, value: undefined, isRepeated: false }];
  const words = [{ ...run, flags }];
  assert.match(zsh("p", words), /'--odd\[it'\\''s \\\[a\\\] \\\\ \$\(touch x\) `y`: "z"\]'/);
  assert.match(fish("p", words), /-d 'it\\'s \[a\] \\\\ \$\(touch x\) `y`: "z"'/);
});

testPermitted("the scripts are right to the parser of each shell that is here", async () => {
  await inTemporaryFolder(async (cwd) => {
    for (const [shell, write] of Object.entries(SHELLS)) {
      await Deno.writeTextFile(join(cwd, shell), write("cassbench", WORDS));
      const parse = new Deno.Command(shell, { args: ["-n", shell], cwd });
      const parsed = await parse.output().catch((error) => {
        // Every machine that runs the tests has bash.
        if (shell !== "bash" && error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      });
      if (parsed) assert.ok(parsed.success, new TextDecoder().decode(parsed.stderr));
    }
  });
});

testPermitted("completions prints the script of a shell, and refuses what is none", async () => {
  const { code, stdout } = await cassbench(["completions", "bash"]);
  assert.equal(code, 0);
  assert.equal(stdout, bash("cassbench", WORDS));
  const wrong = await cassbench(["completions", "tcsh"]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /completions is followed by bash, zsh or fish: found tcsh/);
});
