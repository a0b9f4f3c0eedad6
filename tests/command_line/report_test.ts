import assert from "node:assert/strict";
import { join } from "node:path";
import { readResult } from "../../src/result/read/read_result.ts";
import { cassbench, type CommandOptions, type Finished } from "../support/cassbench.ts";
import { isPermitted, testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const OLD = inRepository("tests", "fixtures", "documents");
const FIRST = isPermitted ? Deno.readTextFileSync(join(OLD, "first.json")) : "";

/** Runs cassbench in a folder that holds documents of three ages. */
async function inFolder(
  words: readonly string[],
  check: (finished: Finished & { readonly left: readonly string[]; readonly cwd: string }) => void,
  options: CommandOptions & { readonly text?: string | Uint8Array } = {},
): Promise<void> {
  await inTemporaryFolder(async (cwd) => {
    const names = ["first.json", "search.json", "page.json"];
    for (const name of names) await Deno.copyFile(join(OLD, name), join(cwd, name));
    const { text } = options;
    if (typeof text === "string") await Deno.writeTextFile(join(cwd, "x.json"), text);
    else if (text !== undefined) await Deno.writeFile(join(cwd, "x.json"), text);
    const finished = await cassbench(words, { ...options, cwd });
    const left = [...Deno.readDirSync(cwd)].map(({ name }) => name)
      .filter((name) => name !== "x.json" && !names.includes(name)).sort();
    check({ ...finished, left, cwd });
  });
}

/** The commands that read results, each with one that it cannot. */
const READERS = [
  ["report", "x.json", "--html", "new/x.html", "--json", "x.out"],
  ["compare", "first.json", "x.json", "--html", "new/x.html"],
  ["history", "add", "x.json", "--commit", "0123abc", "--file", "new/h.jsonl"],
];

/** What is in the place of a result, and what is said of it after `Cannot read "x.json" as `. */
const WRONG: Readonly<Record<string, readonly [text: string | Uint8Array, says: string]>> = {
  "a document that is cut in half": [
    FIRST.slice(0, FIRST.length / 2),
    "it ends in the middle, in line 161: the rest was cut off\nhint: copy it again, whole",
  ],
  "a document of a later version": [
    FIRST.replace('"schemaVersion": 1', '"schemaVersion": 2'),
    "its schemaVersion is 2, of cassbench 0.1.0: this one, 0.1.0, reads 1",
  ],
  "JSON of another program": ['{"metrics": {}}', "it is no result of cassbench"],
  "a document that somebody edited": [
    FIRST.replace(/"throughput": [\d.]+/, '"throughput": "fast"'),
    "cases[0].throughput must be a number: found 'fast'",
  ],
  "a file of bytes": [new Uint8Array([0, 255, 27, 91, 51, 49, 109]), "it is no JSON"],
  "an empty file": ["", "it is empty\nhint: name the document of a run"],
};

for (const [what, [text, says]] of Object.entries(WRONG)) {
  testPermitted(`${what} in place of a result: exit 2, one message, nothing written`, async () => {
    for (const words of READERS) {
      await inFolder(words, ({ code, stdout, stderr, left }) => {
        assert.equal(code, 2, stderr);
        assert.ok(stderr.startsWith(`error: Cannot read "x.json" as ${says}`), stderr);
        assert.equal(stderr.match(/^error:/gm)?.length, 1, stderr);
        assert.deepEqual([stdout, left], ["", []]);
      }, { text });
    }
  });
}

testPermitted("a file that is no document: exit 2, and why", async () => {
  await inTemporaryFolder(async (cwd) => {
    await Deno.mkdir(join(cwd, "folder"));
    await Deno.writeTextFile(join(cwd, "large"), "");
    // Holes take no space on the disk.
    await Deno.truncate(join(cwd, "large"), 600_000_000);
    const reasons = {
      "nosuch": "there is no such file",
      "folder": "it is a folder",
      "large": "it is larger than 500 MB",
    };
    for (const [name, reason] of Object.entries(reasons)) {
      const { code, stderr } = await cassbench(["report", name], { cwd });
      assert.equal(code, 2);
      assert.ok(stderr.startsWith(`error: Cannot read "${name}" as ${reason}\nhint: `), stderr);
    }
  });
});

testPermitted("words of report that are no results: exit 2, and all that is wrong", async () => {
  const wrong: readonly (readonly [words: string[], says: string])[] = [
    [[], "the file of a result must be named: found none"],
    [["a", "b", "--svg", "x.svg"], "--svg has no place for more than one result: found 2"],
    [["-", "-"], "- can be read once, as it is standard input"],
    [["first.json", "--html", "x", "--json", "x"], "--json and --html must name different files"],
    [["page.json", "first.json", "--json", "./page.json"], "--json must not name a result that is"],
    [["first.json", "--markdwn", "x"], "--markdwn is no flag of report"],
  ];
  for (const [words, says] of wrong) {
    await inFolder(["report", ...words], ({ code, stderr, left }) => {
      assert.equal(code, 2, stderr);
      assert.ok(stderr.startsWith(`error: Cannot read the command line as ${says}`), stderr);
      assert.deepEqual(left, []);
    });
  }
});

testPermitted("report without a flag prints the tables, with a rule between results", async () => {
  await inFolder(["report", "search.json", "first.json"], ({ code, stdout, stderr, left }) => {
    assert.deepEqual([code, stderr, left], [0, "", []]);
    assert.deepEqual(stdout.match(/^(# .*|---)$/gm), ["# songs", "---", "# latency"]);
    assert.match(stdout, /An older version of cassbench \(0\.1\.0\) wrote this\. It lacks:/);
  });
});

testPermitted(
  "report writes any formats, in folders that it makes, and says what an old result lacks",
  async () => {
    const flags = [
      "--json",
      "a/x.json",
      "--markdown",
      "a/x.md",
      "--html",
      "x.html",
      "--csv",
      "x.csv",
    ];
    await inFolder(["report", "page.json", ...flags], ({ code, stdout, stderr, left, cwd }) => {
      assert.deepEqual([code, stdout, left], [0, "", ["a", "x.csv", "x.html"]]);
      assert.match(stderr, /^Written: /m);
      assert.match(
        stderr,
        /^warning: page\.json is of an older cassbench, and lacks the times and/m,
      );
      const read = (name: string) => Deno.readTextFileSync(join(cwd, name));
      assert.match(read("a/x.md"), /^# page\n/);
      assert.match(read("x.html"), /^<!doctype html>/i);
      assert.equal(readResult(read("a/x.json"), "x.json").cases.length, 4);
    });
  },
);

testPermitted(
  "report reads a result from standard input, and writes to standard output",
  async () => {
    const through = ["sh", "-c", '"$@" < first.json', "sh"];
    await inFolder(["report", "-", "--json", "-"], ({ code, stdout, stderr }) => {
      assert.equal(code, 0, stderr);
      assert.equal(readResult(stdout, "-").scenario.name, "latency");
    }, { through });
    await inFolder(["report", "-"], ({ code, stderr }) => {
      assert.equal(code, 2);
      assert.match(stderr, /^error: Cannot read "standard input" as it is empty/);
    });
  },
);

testPermitted("several results are one page, and one list of documents", async () => {
  const words = ["report", "first.json", "page.json", "--html", "x.html", "--json", "x.out"];
  await inFolder(words, ({ code, stderr, cwd }) => {
    assert.equal(code, 0, stderr);
    const read = (name: string) => Deno.readTextFileSync(join(cwd, name));
    assert.equal(read("x.html").match(/<h1\b/g)?.length, 2);
    assert.deepEqual(
      JSON.parse(read("x.out")).map(({ scenario }: { scenario: { name: string } }) =>
        scenario.name
      ),
      ["latency", "page"],
    );
  });
});

testPermitted("report needs no more than the permission to read its files", async () => {
  const words = ["report", "first.json"];
  await inFolder(words, ({ code, stdout, stderr }) => {
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^# latency/);
  }, { permissions: ["--no-prompt", "--allow-read"] });
  await inFolder(words, ({ code, stderr }) => {
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^error: Deno gave no read access to "first.json"\nhint: add --allow-read/,
    );
  }, { permissions: ["--no-prompt"] });
});
