import assert from "node:assert/strict";
import { basename, dirname, join } from "node:path";
import {
  checkFiles,
  chooseFiles,
  claimNames,
  type OutputFiles,
  usesStandardOutput,
  writeFiles,
  writeStreams,
} from "../../src/cli/output.ts";
import { UsageError } from "../../src/cli/usage.ts";
import { TargetError } from "../../src/errors.ts";
import { hlog } from "../../src/report/hlog.ts";
import { json } from "../../src/report/json.ts";
import { markdown } from "../../src/report/markdown.ts";
import { svg } from "../../src/report/timeline/svg.ts";
import { siteCases } from "../report/timeline/timeline_fixture.ts";
import { caseOf, resultOf } from "../result/fixture.ts";
import { testPermitted } from "../support/needs.ts";

const result = resultOf([caseOf({}), caseOf({ poolSize: 100 })]);

/** A test with a folder of its own. */
function testInFolder(name: string, test: (folder: string) => void | Promise<void>): void {
  testPermitted(name, async () => {
    const folder = Deno.makeTempDirSync();
    try {
      await test(folder);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

/** Asserts that a file is refused, with its name and what to do. */
function assertRefused(write: () => void, file: string): void {
  assert.throws(write, (error) => {
    assert.ok(error instanceof TargetError, String(error));
    assert.ok(error.message.startsWith(`Cannot write "${file}" as `), error.message);
    assert.match(error.hint ?? "", /--json, --markdown and their like/);
    return true;
  });
}

Deno.test("chooseFiles() keeps to what was asked for", () => {
  const now = new Date(0);
  assert.deepEqual(chooseFiles({ json: "a.json" }, "latency", now), { json: "a.json" });
  assert.deepEqual(chooseFiles({ markdown: "a.md" }, "latency", now), { markdown: "a.md" });
});

Deno.test("chooseFiles() names all after scenario and UTC time when nothing was asked for", () => {
  const now = new Date("2026-11-22T06:25:07.890Z");
  const base = join("results", "latency-2026-11-22T06-25-07Z");
  assert.deepEqual(chooseFiles({}, "latency", now), {
    json: `${base}.json`,
    markdown: `${base}.md`,
    svgIfAny: `${base}.svg`,
    base,
  });
});

Deno.test("chooseFiles() keeps both when only the log of times was asked for", () => {
  const { json, markdown, hlog } = chooseFiles({ hlog: "a.hlog" }, "latency", new Date(0));
  assert.deepEqual([json, markdown].map((path) => path?.startsWith("results")), [true, true]);
  assert.equal(hlog, "a.hlog");
});

Deno.test("chooseFiles() stays in the results folder, whatever the scenario's name", () => {
  for (const name of ["../../etc/passwd", "a b/c\\d", "/", "..", "con:", "\u0000", "日本", "-rf"]) {
    const { json = "" } = chooseFiles({}, name, new Date(0));
    assert.equal(dirname(json), "results", name);
    assert.match(json, /^results.\w[\w-]+1970-01-01T00-00-00Z\.json$/);
  }
});

testInFolder("chooseFiles() cuts a name that no file system would take", (folder) => {
  const { json = "" } = chooseFiles({}, "n".repeat(300), new Date(0));
  assert.match(json, /^results.n{150}-1970-01-01T00-00-00Z\.json$/);
  const files = { json: join(folder, json) };
  checkFiles(files);
  assert.deepEqual(writeFiles(files, result).failed, []);
});

testInFolder("claimNames() adds a number where another run has the name already", (folder) => {
  const base = join(folder, "latency-1970-01-01T00-00-00Z");
  const files = { json: `${base}.json`, markdown: `${base}.md`, svgIfAny: `${base}.svg`, base };
  const claimed = [1, 2, 3].map(() => claimNames(files, result));
  assert.deepEqual(
    claimed.map(({ json, markdown, svgIfAny }) => [json, markdown, svgIfAny]),
    ["", "-2", "-3"].map((number) =>
      [".json", ".md", ".svg"].map((extension) => `${base}${number}${extension}`)
    ),
  );
  assert.deepEqual(namesIn(folder), claimed.map(({ json = "" }) => basename(json)).sort());
  assert.equal(Deno.readTextFileSync(claimed[2]?.json ?? ""), json(result));
});

testInFolder("claimNames() leaves the names alone that were asked for", (folder) => {
  const files = { json: join(folder, "r.json") };
  assert.equal(claimNames(files, result), files);
  assert.deepEqual(namesIn(folder), []);
});

testInFolder(
  "writeFiles() writes every file that can be written, and says which cannot",
  (folder) => {
    Deno.mkdirSync(join(folder, "r.md"));
    const files = { json: join(folder, "r.json"), markdown: join(folder, "r.md") };
    const { written, failed } = writeFiles({ ...files, hlog: join(folder, "r.hlog") }, result);
    assert.deepEqual(written.map((path) => basename(path)), ["r.json", "r.hlog"]);
    assert.deepEqual(failed.map(({ name }) => name), ["TargetError"]);
    assert.match(failed[0]?.message ?? "", /^Cannot write ".*r\.md" as /);
    assert.deepEqual(namesIn(folder), ["r.hlog", "r.json", "r.md"]);
  },
);

testInFolder("writeFiles() makes the folder again when it is gone", (folder) => {
  const files = { json: join(folder, "results", "r.json") };
  checkFiles(files);
  Deno.removeSync(join(folder, "results"));
  assert.deepEqual(writeFiles(files, result), { written: [files.json], failed: [] });
});

testInFolder("writeFiles() keeps the permissions of the file that it replaces", (folder) => {
  const file = join(folder, "r.json");
  Deno.writeTextFileSync(file, "old");
  for (const mode of [0o600, 0o664]) {
    Deno.chmodSync(file, mode);
    writeFiles({ json: file }, result);
    assert.equal((Deno.statSync(file).mode ?? 0) & 0o777, mode);
  }
});

Deno.test("chooseFiles() keeps both when only the drawing was asked for", () => {
  const { json, markdown, svg, svgIfAny } = chooseFiles({ svg: "a.svg" }, "page", new Date(0));
  assert.deepEqual([json, markdown].map((path) => path?.startsWith("results")), [true, true]);
  assert.deepEqual([svg, svgIfAny], ["a.svg", undefined]);
});

testInFolder("writeFiles() writes what was asked for, and leaves nothing else", (folder) => {
  const base = join(folder, "r");
  const files = { json: `${base}.json`, markdown: `${base}.md`, hlog: `${base}.hlog` };
  assert.deepEqual(writeFiles(files, result).written, [files.json, files.markdown, files.hlog]);
  assert.equal(Deno.readTextFileSync(files.json), json(result));
  assert.equal(Deno.readTextFileSync(files.markdown), markdown(result));
  assert.equal(Deno.readTextFileSync(files.hlog), hlog(result));
  assert.deepEqual(namesIn(folder), ["r.hlog", "r.json", "r.md"]);
});

testInFolder("writeFiles() draws what was asked for, and unasked only a timeline", (folder) => {
  const [asked, unasked] = ["a.svg", "b.svg"].map((name) => join(folder, name)) as [string, string];
  const files = { svg: asked, svgIfAny: unasked };
  assert.deepEqual(writeFiles(files, result), { written: [asked], failed: [] });
  assert.equal(Deno.readTextFileSync(asked), svg(result));
  assert.deepEqual(namesIn(folder), ["a.svg"]);
  const paged = resultOf(siteCases());
  assert.deepEqual(writeFiles(files, paged).written, [asked, unasked]);
  assert.equal(Deno.readTextFileSync(unasked), svg(paged));
});

testInFolder("writeFiles() puts a new result in place of the old, at once", (folder) => {
  const file = join(folder, "r.json");
  Deno.writeTextFileSync(file, "x".repeat(100_000));
  const before = Deno.openSync(file);
  writeFiles({ json: file }, result);
  assert.equal(Deno.readTextFileSync(file), json(result));
  // A reader that has the old one open reads it to its end: it was replaced, not overwritten.
  assert.equal(before.statSync().size, 100_000);
  before.close();
});

testInFolder("checkFiles() makes the folder, and leaves no file", (folder) => {
  const files = { json: join(folder, "a", "b", "r.json"), markdown: join(folder, "c", "r.md") };
  checkFiles(files);
  assert.deepEqual(namesIn(join(folder, "a", "b")), []);
  assert.deepEqual(namesIn(join(folder, "c")), []);
  writeFiles(files, result);
});

testInFolder(
  "checkFiles() refuses what cannot be written, before anything is measured",
  (folder) => {
    Deno.writeTextFileSync(join(folder, "file"), "");
    Deno.mkdirSync(join(folder, "folder"));
    Deno.symlinkSync(folder, join(folder, "link"));
    const wrong = [
      join(folder, "file", "r.json"),
      join(folder, "folder"),
      join(folder, "link", "folder"),
    ];
    for (const json of wrong) {
      assertRefused(() => checkFiles({ json }), json);
      const [error] = writeFiles({ json }, result).failed;
      assert.ok(error);
      assertRefused(() => {
        throw error;
      }, json);
    }
    assert.deepEqual(namesIn(folder), ["file", "folder", "link"], "nothing is left over");
  },
);

testInFolder(
  "checkFiles() refuses a socket, which a result would replace",
  (folder) => {
    const socket = join(folder, "socket");
    using _listener = Deno.listen({ transport: "unix", path: socket });
    assertRefused(() => checkFiles({ json: socket }), socket);
  },
);

testInFolder("writeFiles() writes through a symbolic link, and leaves it one", (folder) => {
  const file = join(folder, "real.json");
  const link = join(folder, "latest.json");
  Deno.writeTextFileSync(file, "old");
  Deno.symlinkSync(file, link);
  writeFiles({ json: link }, result);
  assert.ok(Deno.lstatSync(link).isSymlink);
  assert.equal(Deno.readTextFileSync(file), json(result));
});

testInFolder(
  "a reader finds the old result or the new one, whole, while it is replaced 50 times",
  async (folder) => {
    const files: OutputFiles = { json: join(folder, "r.json") };
    const written = [result, resultOf([caseOf({})])];
    const texts = written.map(json);
    writeFiles(files, result);
    let reads = 0;
    for (let i = 0; i < 50; i++) {
      const reading = Deno.readTextFile(files.json ?? "");
      writeFiles(files, written[i % 2] ?? result);
      assert.ok(texts.includes(await reading));
      reads++;
    }
    assert.equal(reads, 50);
  },
);

testInFolder("checkFiles() refuses two documents in one file, however it is named", (folder) => {
  const file = join(folder, "r");
  Deno.writeTextFileSync(file, "");
  Deno.symlinkSync(file, join(folder, "link"));
  const twice: OutputFiles[] = [
    { json: join(folder, "new"), markdown: join(folder, "x", "..", "new") },
    { json: file, svg: join(folder, "link") },
    { json: "-", markdown: "-" },
    { markdown: "/dev/stdout", hlog: "-" },
  ];
  for (const files of twice) {
    assert.throws(
      () => checkFiles(files),
      (error) => error instanceof UsageError && /must name different files/.test(error.message),
    );
  }
  checkFiles({ json: "/dev/null", markdown: "/dev/null" });
  assert.deepEqual(namesIn(folder), ["link", "r"]);
});

testInFolder(
  "a pipe is not opened before there is something to write, and is written once",
  async (folder) => {
    const pipe = join(folder, "pipe");
    await new Deno.Command("mkfifo", { args: [pipe] }).output();
    const files = { json: pipe };
    // Either would wait for a reader, which comes later.
    checkFiles(files);
    assert.deepEqual(writeFiles(files, result).written, []);
    const [text] = await Promise.all([Deno.readTextFile(pipe), writeStreams(files, result)]);
    assert.equal(text, json(result));
    assert.ok(Deno.statSync(pipe).isFifo, "nothing has replaced the pipe");
  },
);

testInFolder(
  "writeStreams() takes a reader that goes away for one that has what it wanted",
  async (folder) => {
    const pipe = join(folder, "pipe");
    await new Deno.Command("mkfifo", { args: [pipe] }).output();
    const long = resultOf(Array.from({ length: 500 }, () => caseOf({})));
    const reading = Deno.open(pipe).then((file) => file.close());
    await Promise.all([writeStreams({ json: pipe }, long), reading]);
  },
);

testInFolder(
  "writeStreams() writes to devices, and leaves files to writeFiles()",
  async (folder) => {
    const file = join(folder, "r.json");
    await writeStreams({ json: file, markdown: "/dev/null" }, result);
    assert.deepEqual(namesIn(folder), []);
    assert.ok(Deno.statSync("/dev/null").isCharDevice);
  },
);

Deno.test("usesStandardOutput() is for - and /dev/stdout, in any format", () => {
  for (const files of [{ json: "-" }, { svg: "-" }, { markdown: "/dev/stdout", json: "a" }]) {
    assert.equal(usesStandardOutput(files), true);
  }
  assert.equal(usesStandardOutput({ json: "a", markdown: "/dev/stderr" }), false);
});
