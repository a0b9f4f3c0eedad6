import assert from "node:assert/strict";
import { join } from "node:path";
import { readCommandLine } from "../../src/cli/command.ts";
import { mergeCommand } from "../../src/cli/commands/merge.ts";
import { ResultError, ScenarioError } from "../../src/errors.ts";
import { FORMATS } from "../../src/report/formats.ts";
import { readHistogram } from "../../src/result/histogram.ts";
import { readResult } from "../../src/result/read/read_result.ts";
import { startEmbeddedServer } from "../../src/run/embedded_server.ts";
import { cassbench, type CommandOptions } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const SCENARIO = inRepository("tests", "fixtures", "items.ts");
const neverAborted = new AbortController().signal;
const OLD = inRepository("tests", "fixtures", "documents");

/** Runs cassbench in a folder. */
function cassbenchIn(cwd: string) {
  return async (words: readonly string[], expected = 0, options: CommandOptions = {}) => {
    const finished = await cassbench(words, { ...options, cwd });
    assert.equal(finished.code, expected, finished.stderr);
    return finished;
  };
}

/** How many times stand in the histograms of a log, by tag. */
function countsIn(log: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [, tag = "", histogram = ""] of log.matchAll(/^Tag=([^,]+),.*,(HISTF\S+)$/gm)) {
    const held = readHistogram(histogram)?.reduce((sum, { count }) => sum + count, 0) ?? NaN;
    counts[tag] = (counts[tag] ?? 0) + held;
  }
  return counts;
}

testPermitted(
  "two processes that load one server at once merge to one result, whose counts add up",
  async () => {
    await using server = await startEmbeddedServer();
    const target = ["--contact-points", String(server.contactPoints[0])];
    const load = ["--pool-sizes", "2,5", "--operations", "200", "--warmup", "0", "--quiet"];
    await inTemporaryFolder(async (cwd) => {
      const run = cassbenchIn(cwd);
      await Promise.all(["a", "b"].map((name, at) =>
        run([
          ...[SCENARIO, ...target, ...load, "--seed", `${at + 1}`],
          ...["--json", `${name}.json`, "--hlog", `${name}.hlog`],
        ])
      ));
      const read = (name: string) => Deno.readTextFileSync(join(cwd, name));
      const names = Object.keys(FORMATS).filter((name) => name !== "svg");
      const { stderr } = await run([
        ...["merge", "a.json", "b.json"],
        ...names.flatMap((name) => [`--${name}`, `out/all.${name}`]),
      ]);
      assert.match(stderr, /^Written: out\/all\.json, /m);
      const documents = ["a.json", "b.json"].map((name) => readResult(read(name), name));
      const { cases, environment } = readResult(read("out/all.json"), "all");
      assert.deepEqual(
        cases.map((
          { operations, errors, serviceTime, parameters },
        ) => [
          operations,
          errors.total,
          serviceTime?.count,
          parameters.poolSize,
          parameters.workers,
        ]),
        [[400, 0, 400, 4, 2], [400, 0, 400, 10, 2]],
      );
      for (const [at, { nodes, agents }] of cases.entries()) {
        const own = documents.map(({ cases }) => cases[at]!);
        const coordinated = own.map(({ nodes }) => nodes?.[0]?.coordinated ?? NaN);
        assert.equal(nodes?.length, 1);
        assert.equal(nodes?.[0]?.coordinated, coordinated[0]! + coordinated[1]!);
        assert.deepEqual(agents?.map(({ agent }) => agent).sort(), ["a.json", "b.json"]);
      }
      assert.equal(environment.agents?.length, 2);

      // Logs by themselves hold the same times.
      const { stdout: log } = await run(["merge", "b.hlog", "a.hlog"]);
      assert.deepEqual(countsIn(log), { "case1.service": 400, "case2.service": 400 });
      assert.deepEqual(countsIn(read("out/all.hlog")), countsIn(log));
      await run(["merge", "a.hlog", "b.hlog", "--hlog", "out/logs.hlog"]);
      assert.equal(read("out/logs.hlog").split("\n").length, log.split("\n").length);

      // What reads documents reads a merged one.
      const { stdout: tables } = await run(["merge", "a.json", "b.json"]);
      const { stdout: reported } = await run(["report", "out/all.json"]);
      assert.equal(tables, reported);
      await Deno.copyFile(join(cwd, "out/all.json"), join(cwd, "copy.json"));
      // On a busy machine the case can be not valid, and so not comparable.
      const { code, stdout: compared } = await cassbench(["compare", "out/all.json", "copy.json"], {
        cwd,
      });
      assert.ok(code === 0 || code === 3, compared);
      await run(["history", "add", "out/all.json", "--commit", "0123abc", "--file", "h.jsonl"]);
      const { stderr: again } = await run(["merge", "a.json", "out/all.json"], 2);
      assert.match(again, /"out\/all\.json" is of several machines already/);
    });
  },
);

/** Calls a test in a folder of documents and what is none. */
async function inFolder(test: (cwd: string, left: () => string[]) => Promise<void>) {
  await inTemporaryFolder(async (cwd) => {
    const first = await Deno.readTextFile(join(OLD, "first.json"));
    const files = {
      ...{ "first.json": first, "copy.json": first, "cut.json": first.slice(0, 900) },
      ...{ "empty.json": "", "other.json": "{}", "x.hlog": "#[x]\nTag=a,1,2\n" },
      "search.json": await Deno.readTextFile(join(OLD, "search.json")),
    };
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(join(cwd, name), text);
    }
    await Deno.symlink("first.json", join(cwd, "link.json"));
    const known = [...Object.keys(files), "link.json"];
    await test(
      cwd,
      () =>
        [...Deno.readDirSync(cwd)].map(({ name }) => name).filter((name) => !known.includes(name)),
    );
  });
}

/** Command lines that cannot be carried out, and what is said. */
const WRONG: readonly (readonly [words: string, says: RegExp])[] = [
  ["", /the files of results must be named: found none/],
  ["first.json first.json", /a result must be named once: found first\.json again/],
  ["first.json link.json", /a result must be named once: found first\.json again/],
  ["- -", /a result must be named once: found - again/],
  ["first.json copy.json --json out/x.json", /"copy\.json" and "first\.json" are the same run/],
  ["first.json nosuch.json", /Cannot read "nosuch\.json" as there is no such file/],
  ["first.json cut.json --html x.html", /Cannot read "cut\.json" as it ends in the middle/],
  ["first.json empty.json", /Cannot read "empty\.json" as it is empty/],
  ["first.json other.json", /Cannot read "other\.json" as it is no result of cassbench/],
  ["first.json search.json --csv x", /as\n {2}- "search\.json" is a search.*\n {2}- "first/],
  ["first.json search.json --json ./first.json", /--json must not name a result that is merged/],
  ["first.json --json x --html x", /--json and --html must name different files/],
  ["first.json --hdr x", /--hdr is no flag of merge/],
  [
    "first.json x.hlog --json x",
    /logs are merged with interval logs: found x\.hlog and first\.json\n {2}- --json is of doc/,
  ],
  [
    "x.hlog --hlog out/y.hlog",
    /Cannot merge logs as line 2 of "x\.hlog" is no interval: found Tag=a,1,2/,
  ],
];

testPermitted(
  "what cannot be merged is refused with all that is wrong, and nothing is written",
  async () => {
    await inFolder(async (cwd, left) => {
      for (const [words, says] of WRONG) {
        const args = words.split(" ").filter(Boolean)
          .map((word) => /^-/.test(word) ? word : join(cwd, word));
        const error = await Promise.try(() =>
          mergeCommand.run(readCommandLine(mergeCommand, ["merge", ...args]), neverAborted)
        ).catch((error) => error);
        // The command line exits with 2 for these.
        assert.ok(
          error instanceof ScenarioError || error instanceof ResultError,
          `${words}: ${error}`,
        );
        assert.match(error.message.replaceAll(`${cwd}/`, ""), says);
        assert.deepEqual(left(), [], words);
      }
    });
  },
);

testPermitted(
  "what cannot be merged: exit 2, one message, nothing on standard output",
  async () => {
    const lines = [["merge"], ["merge", "first.json", "copy.json", "--json", "out/x.json"]];
    await inFolder(async (cwd, left) => {
      for (const words of [...lines, ["merge", "x.hlog", "--hlog", "-"]]) {
        const { stdout, stderr } = await cassbenchIn(cwd)(words, 2);
        assert.match(stderr, /^error: Cannot [^]*\nhint: /);
        assert.equal(stderr.match(/^error:/gm)?.length, 1, stderr);
        assert.deepEqual([stdout, left()], ["", []]);
      }
    });
  },
);

testPermitted("merge of one document is what report says of it, with its one machine", async () => {
  await inFolder(async (cwd) => {
    const { stdout, stderr } = await cassbenchIn(cwd)(["merge", "first.json", "--json", "-"]);
    assert.match(stderr, /^warning: first\.json is of an older cassbench, and lacks/m);
    const { cases, lacks } = readResult(stdout, "merged");
    assert.ok(cases.every(({ agents }) => agents?.[0]?.agent === "first.json"));
    assert.ok((lacks?.length ?? 0) > 0);
  });
});
