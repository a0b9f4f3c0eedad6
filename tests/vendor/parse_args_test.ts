import assert from "node:assert/strict";
import { parseArgs } from "@std/cli";

/** What a command line, written as one text, is read as. */
function read(line: string, options?: Parameters<typeof parseArgs>[1]): unknown {
  return parseArgs(line.split(" ").filter((word) => word !== ""), options);
}

Deno.test("parseArgs: a long option takes its value after = or from the next argument", () => {
  assert.deepEqual(read("--a=b --c d e"), { a: "b", c: "d", _: ["e"] });
  assert.deepEqual(read("--threshold=p99=5"), { threshold: "p99=5", _: [] });
});

Deno.test("parseArgs: an option without a value is true, or empty if it is a string", () => {
  assert.deepEqual(read("--quiet"), { quiet: true, _: [] });
  assert.deepEqual(read("--json --quiet", { string: ["json"] }), { json: "", quiet: true, _: [] });
  assert.deepEqual(read("--json= -j= x"), { json: "", j: "", _: ["x"] });
});

Deno.test("parseArgs: letters after one dash are options of their own, the last takes the value", () => {
  assert.deepEqual(read("-abc"), { a: true, b: true, c: true, _: [] });
  assert.deepEqual(read("-ab value"), { a: true, b: "value", _: [] });
  assert.deepEqual(read("-n5 -o=x -f/tmp/x"), { n: 5, o: "x", f: "/tmp/x", _: [] });
});

Deno.test("parseArgs: what looks like a number is one, unless the option is a string", () => {
  const line = "--rate 1000 --share=0.5 --mask 0x10 --big 1e6 7";
  assert.deepEqual(read(line), { rate: 1000, share: 0.5, mask: 16, big: 1e6, _: [7] });
  assert.deepEqual(read(line, { string: ["rate", "share", "mask", "big", "_"] }), {
    rate: "1000",
    share: "0.5",
    mask: "0x10",
    big: "1e6",
    _: ["7"],
  });
  assert.deepEqual(read("--duration 30s"), { duration: "30s", _: [] });
});

Deno.test("parseArgs: a negative number is a value only when attached", () => {
  assert.deepEqual(read("--seed=-1 -n-2"), { seed: -1, n: -2, _: [] });
  assert.deepEqual(read("--seed -1 -n -2"), { seed: true, 1: true, n: true, 2: true, _: [] });
});

Deno.test("parseArgs: a boolean option leaves the next argument alone, unless it says true or false", () => {
  const options = { boolean: ["strict", "s"] };
  assert.deepEqual(read("--strict file -s file", options), {
    strict: true,
    s: true,
    _: ["file", "file"],
  });
  assert.deepEqual(read("--strict false -s true", options), { strict: false, s: true, _: [] });
  assert.deepEqual(read("--strict=false", options), { strict: false, s: false, _: [] });
  assert.deepEqual(read("--any file --x=1", { boolean: true }), { any: true, x: 1, _: ["file"] });
});

Deno.test("parseArgs: --no-name sets to false only what is negatable", () => {
  const options = { boolean: ["color", "quiet"], negatable: ["color"], default: { color: true } };
  assert.deepEqual(read("", options), { color: true, quiet: false, _: [] });
  assert.deepEqual(read("--no-color", options), { color: false, quiet: false, _: [] });
  assert.deepEqual(read("--no-quiet", options), {
    color: true,
    quiet: false,
    "no-quiet": true,
    _: [],
  });
});

Deno.test("parseArgs: of repeated options the last counts, unless they are collected", () => {
  assert.deepEqual(read("--rate 1 --rate 2"), { rate: 2, _: [] });
  const options = { string: ["threshold", "csv"], collect: ["threshold", "csv"] };
  assert.deepEqual(read("--threshold a --threshold=b", options), {
    threshold: ["a", "b"],
    csv: [],
    _: [],
  });
});

Deno.test("parseArgs: all aliases of an option get its value, its type and its default", () => {
  const options = {
    alias: { pool: ["p", "size"] },
    string: ["pool"],
    default: { pool: "100" },
  };
  assert.deepEqual(read("-p 10", options), { pool: "10", p: "10", size: "10", _: [] });
  assert.deepEqual(read("", options), { pool: "100", p: "100", size: "100", _: [] });
  assert.deepEqual(read("-h x", { alias: { h: "help" }, boolean: ["help"] }), {
    h: true,
    help: true,
    _: ["x"],
  });
});

Deno.test("parseArgs: a dot in a name nests", () => {
  assert.deepEqual(read("--a.b c --a.d 1", { default: { "a.e": 2, "a.d": 3 } }), {
    a: { b: "c", d: 1, e: 2 },
    _: [],
  });
});

Deno.test("parseArgs: a name cannot reach the prototype of other objects", () => {
  read("--__proto__.polluted yes --constructor.prototype.polluted yes");
  assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
});

Deno.test("parseArgs: after -- nothing is an option or a number", () => {
  assert.deepEqual(read("--a 1 x -- --b 2"), { a: 1, _: ["x", "--b", "2"] });
  assert.deepEqual(read("x -- --b 2", { "--": true }), { _: ["x"], "--": ["--b", "2"] });
  assert.deepEqual(read("x", { "--": true }), { _: ["x"], "--": [] });
});

Deno.test("parseArgs: stopEarly leaves all after the first word as it stands", () => {
  assert.deepEqual(read("--a 1 compare --b 2", { stopEarly: true }), {
    a: 1,
    _: ["compare", "--b", "2"],
  });
});

Deno.test("parseArgs: unknown is asked about what is not named, and drops it by saying false", () => {
  const asked: unknown[] = [];
  const options = {
    string: ["json"],
    boolean: ["quiet"],
    alias: { q: "quiet" },
    unknown: (...each: unknown[]) => {
      asked.push(each);
      return false;
    },
  };
  assert.deepEqual(read("word --json x -q --rat=5 -z", options), {
    json: "x",
    q: true,
    quiet: true,
    _: [],
  });
  assert.deepEqual(asked, [["word"], ["--rat=5", "rat", "5"], ["-z", "z", true]]);
});

Deno.test("parseArgs: the result is typed by the options", () => {
  const args = parseArgs(["run", "--json=a", "--threshold", "x", "--seed", "1"], {
    boolean: ["quiet", "color"],
    string: ["json", "threshold", "name", "csv"],
    collect: ["threshold"],
    negatable: ["csv"],
    default: { name: "latency" },
    "--": true,
  });
  const json: string | undefined = args.json;
  const quiet: boolean = args.quiet;
  const threshold: string[] = args.threshold;
  const name: string = args.name;
  const csv: string | false | undefined = args.csv;
  const seed: unknown = args.seed;
  const rest: Array<string | number> = args._;
  const after: string[] = args["--"];
  // @ts-expect-error: an option that was not given is undefined.
  const certain: string = args.json;
  // @ts-expect-error: an option that no one named is unknown.
  const named: number = args.seed;
  assert.deepEqual(
    { json, quiet, threshold, name, csv, seed, rest, after, certain, named },
    {
      ...{ json: "a", quiet: false, threshold: ["x"], name: "latency", csv: undefined, seed: 1 },
      ...{ rest: ["run"], after: [], certain: "a", named: 1 },
    },
  );
});
