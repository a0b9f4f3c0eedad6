/** `history add`, `show` and `export`, as a person runs them. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { json } from "../../src/report/json.ts";
import { historyOf, rowOf } from "../history/fixture.ts";
import { caseOf, resultOf } from "../result/fixture.ts";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

const SHA = "0123456789abcdef0123456789abcdef01234567";
const RESULT = json(resultOf([caseOf({ latency: 1 }), caseOf({ latency: 5 })]));
const ADD = ["history", "add", "r.json", "--commit", SHA];

async function inFolder(
  files: Readonly<Record<string, string>>,
  body: (folder: string) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(join(folder, name), text);
    }
    await body(folder);
  });
}

const namesIn = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

testPermitted("figures are added commit by commit, shown, and exported", async () => {
  await inFolder({ "r.json": RESULT }, async (folder) => {
    const first = await cassbench(ADD, { cwd: folder });
    assert.deepEqual([first.code, first.stdout], [0, ""]);
    assert.match(first.stderr, /^history\.jsonl: 2 lines added\n$/);
    const second = [
      ...ADD.slice(0, -1),
      SHA.replace("0", "f"),
      "--at",
      "2026-12-01T10:00:00+02:00",
    ];
    assert.equal((await cassbench(second, { cwd: folder })).code, 0);
    const history = await Deno.readTextFile(join(folder, "history.jsonl"));
    assert.match(history, /"commit":"f123[^\n]*"at":"2026-12-01T08:00:00\.000Z"/);

    const shown = await cassbench(["history", "show"], { cwd: folder });
    assert.match(shown.stdout, /^# History of latency\n\nNo change in 2 cases over 2 commits/);
    const files = ["--html", "h.html", "--json", "h.json", "--markdown", "-"];
    const written = await cassbench(["history", "show", ...files], { cwd: folder });
    assert.equal(written.stdout, shown.stdout);
    assert.equal(JSON.parse(await Deno.readTextFile(join(folder, "h.json"))).series.length, 2);
    assert.match(await Deno.readTextFile(join(folder, "h.html")), /<title>History of latency</);

    const to = ["--otava", "o.csv", "--github-action-benchmark", "g.json"];
    const exported = await cassbench(["history", "export", ...to], { cwd: folder });
    assert.match(exported.stdout, /^tests:\n {2}latency-latency-1-poolSize-1:\n {4}type: csv\n/);
    assert.deepEqual(namesIn(folder), [
      ...["g-bigger.json", "g-smaller.json", "h.html", "h.json", "history.jsonl"],
      ...["o-latency-latency-1-poolSize-1.csv", "o-latency-latency-5-poolSize-1.csv", "r.json"],
    ]);
    assert.equal(await Deno.readTextFile(join(folder, "history.jsonl")), history);
  });
});

testPermitted("what a commit has is refused, and replaced where that is asked for", async () => {
  const old = historyOf([rowOf(1)]);
  await inFolder({ "r.json": RESULT, "history.jsonl": old }, async (folder) => {
    assert.equal((await cassbench(ADD, { cwd: folder })).code, 0);
    const once = await Deno.readTextFile(join(folder, "history.jsonl"));
    assert.ok(once.startsWith(old));
    const again = await cassbench([...ADD.slice(0, -1), SHA.slice(0, 9)], { cwd: folder });
    assert.equal(again.code, 2);
    assert.match(
      again.stderr,
      /what commit 012345678 has already:\n {2}- line 2 has latency, latency 1/,
    );
    assert.match(again.stderr, /hint: --replace /);
    assert.equal(await Deno.readTextFile(join(folder, "history.jsonl")), once);
    const replaced = await cassbench([...ADD, "--replace"], { cwd: folder });
    assert.match(replaced.stderr, /^history\.jsonl: 0 lines added, 2 replaced\n$/);
    assert.equal(await Deno.readTextFile(join(folder, "history.jsonl")), once);
  });
});

/** What is given, and what comes of it. */
interface BadInput {
  readonly words: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly code?: 1 | 2;
  readonly says: RegExp;
}

const BAD: Readonly<Record<string, BadInput>> = {
  "no commit": {
    words: ["history", "add", "r.json"],
    says: /the commit must be named: --commit "\$\(git rev-parse HEAD\)"/,
  },
  "no result, a commit that is a name, a time that is none, and a stream": {
    words: ["history", "add", "--commit", "HEAD", "--at", "2026-02-30", "--file", "-"],
    says:
      /- history add is followed by one result: found none\n {2}- --commit must be a hash of 7 to 64 hexadecimal digits[^\n]*found "HEAD"\n {2}- --at must be a day or a time with its zone[^\n]*found "2026-02-30"\n {2}- --file must be a file: found "-"/,
  },
  "a result that is missing": {
    words: ["history", "add", "nosuch.json", "--commit", SHA],
    says: /Cannot read "nosuch\.json" as there is no such file/,
  },
  "a result that is a history": {
    words: ["history", "add", "history.jsonl", "--commit", SHA],
    files: { "history.jsonl": historyOf([rowOf(1), rowOf(2)]) },
    says: /Cannot read "history\.jsonl" as /,
  },
  "a history with marks of a conflict": {
    words: ADD,
    files: { "history.jsonl": `${historyOf([rowOf(1)])}<<<<<<< HEAD\n` },
    says: /as line 2 is a mark that git left of a conflict/,
  },
  "a history to show that is missing": {
    words: ["history", "show"],
    says: /Cannot read "history\.jsonl" as there is no such file\nhint: name the file of a history/,
  },
  "two lines of one commit": {
    words: ["history", "show", "--html", "h.html"],
    files: { "history.jsonl": historyOf([rowOf(1), rowOf(2), rowOf(1)]) },
    says: /as lines 1 and 3 are both of songs, latency 5, poolSize 100 at commit 0000001abcde/,
  },
  "a report in the place of the history": {
    words: ["history", "show", "--json", "history.jsonl"],
    files: { "history.jsonl": historyOf([rowOf(1)]) },
    says: /each file must have a name of its own, and not the history's/,
  },
  "nothing to export to": {
    words: ["history", "export"],
    says: /history export needs --otava or --github-action-benchmark/,
  },
  "a folder that cannot be": {
    words: ["history", "show", "--html", "r.json/h.html"],
    files: { "history.jsonl": historyOf([rowOf(1)]) },
    code: 1,
    says: /Cannot write "r\.json\/h\.html"/,
  },
  "history without its second word": {
    words: ["history"],
    says: /history is followed by add, show or export: found nothing/,
  },
};

for (const [name, { words, files = {}, code = 2, says }] of Object.entries(BAD)) {
  testPermitted(`${name}: exit ${code}, and nothing is written`, async () => {
    const all = { "r.json": RESULT, ...files };
    await inFolder(all, async (folder) => {
      const finished = await cassbench(words, { cwd: folder });
      assert.match(finished.stderr, says);
      assert.equal(finished.code, code);
      assert.equal(finished.stdout, "");
      assert.deepEqual(namesIn(folder), Object.keys(all).sort());
      for (const [file, text] of Object.entries(all)) {
        assert.equal(await Deno.readTextFile(join(folder, file)), text);
      }
    });
  });
}
