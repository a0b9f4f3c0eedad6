import assert from "node:assert/strict";
import { parseDuration, parseNumber, parseStage, readValue } from "../../src/cli/values.ts";

Deno.test("parseNumber() reads numbers as people write them, and nothing else", () => {
  const good = { "0": 0, "12": 12, "1.5": 1.5, ".5": 0.5, "1e3": 1_000, "-2": -2, "+2": 2 };
  for (const [text, number] of Object.entries(good)) assert.equal(parseNumber(text), number);
  for (const text of ["", " ", "1 000", "1,5", "0x10", "Infinity", "NaN", "1e", "5s", "1_000"]) {
    assert.equal(parseNumber(text), undefined, text);
  }
});

Deno.test("parseDuration() gives milliseconds, of a number with or without a unit", () => {
  const good = {
    ...{ "250": 250, "250ms": 250, "5s": 5_000, "5 s": 5_000, "1.5s": 1_500, "2m": 120_000 },
    ...{ "1h": 3_600_000, "1e3": 1_000, "0": 0, "-1s": -1_000 },
  };
  for (const [text, ms] of Object.entries(good)) assert.equal(parseDuration(text), ms, text);
  for (const text of ["", "s", "5 sec", "5d", "1m30s", "5S", "Infinity", "1,5s", "ms5", "\n5s"]) {
    assert.equal(parseDuration(text), undefined, text);
  }
});

Deno.test("parseStage() reads the rate to reach and the time for it, and where it starts if that is said", () => {
  assert.deepEqual(parseStage("1000:10s"), { to: 1_000, duration: 10_000 });
  assert.deepEqual(parseStage("0..1000:1m"), { from: 0, to: 1_000, duration: 60_000 });
  assert.deepEqual(parseStage("1.5..2.5:500"), { from: 1.5, to: 2.5, duration: 500 });
  for (
    const text of ["1000", "1000:", ":10s", "..5:1s", "5..:1s", "a..5:1s", "5:1s:2s", "1-5:1s"]
  ) {
    assert.equal(parseStage(text), undefined, text);
  }
});

Deno.test("readValue() gives a list what stands between commas, blanks aside", () => {
  assert.deepEqual(readValue("numbers", ["1, 2.5"]), { value: [1, 2.5] });
  assert.deepEqual(readValue("texts", ["a, b"]), { value: ["a", "b"] });
  assert.deepEqual(readValue("stages", ["9:1s, 9:1m"]), {
    value: [{ to: 9, duration: 1_000 }, { to: 9, duration: 60_000 }],
  });
});

Deno.test("readValue() reads a replication: one number, or one for each data center", () => {
  assert.deepEqual(readValue("replication", ["3"]), { value: 3 });
  assert.deepEqual(readValue("replication", ["dc1:3, eu-west:2"]), {
    value: { dc1: 3, "eu-west": 2 },
  });
});

Deno.test("readValue() leaves the commas in what is repeated", () => {
  assert.deepEqual(readValue("repeated", ["a,b", "c"]), { value: ["a,b", "c"] });
});

Deno.test("readValue() says what a text must be, and shows what it found", () => {
  const wrong = [
    ["number", "many", 'be a number: found "many"'],
    ["numbers", "1,x,2,y", 'be numbers with commas between: found "x,y"'],
    ["duration", "5 days", 'be milliseconds, or a number with ms, s, m or h: found "5 days"'],
    ["stages", "5:1s,5", 'be RATE:TIME or FROM..TO:TIME with commas between: found "5"'],
    ["replication", "dc1", 'be a number, or DATACENTER:NUMBER with commas between: found "dc1"'],
    [
      "replication",
      "a:1,a:2",
      'be a number, or DATACENTER:NUMBER with commas between: found "a:1,a:2"',
    ],
    ["port", "65536", 'be a port from 1 to 65535: found "65536"'],
    ["port", "1.5", 'be a port from 1 to 65535: found "1.5"'],
    ["port", "0", 'be a port from 1 to 65535: found "0"'],
    ["listeningPort", "-1", 'be a port from 0 to 65535: found "-1"'],
    ["text", "", "be followed by a value"],
  ] as const;
  for (const [kind, text, problem] of wrong) assert.deepEqual(readValue(kind, [text]), { problem });
  assert.deepEqual(readValue("repeated", ["a", ""]), { problem: "be followed by a value" });
});

Deno.test("readValue() takes every port there is, and to listen on also 0 for any", () => {
  for (const port of [1, 9_464, 65_535]) {
    assert.deepEqual(readValue("port", [String(port)]), { value: port });
  }
  for (const port of [0, 65_535]) {
    assert.deepEqual(readValue("listeningPort", [String(port)]), { value: port });
  }
});

Deno.test("readValue() of faults takes kinds, shares in percent and the time of a delay", () => {
  assert.deepEqual(readValue("faults", ["overloaded, silence:0.5%", "delay:50ms:1%,delay:1s"]), {
    value: [
      { kind: "overloaded" },
      { kind: "silence", share: 0.005 },
      { kind: "delay", ms: 50, share: 0.01 },
      { kind: "delay", ms: 1_000 },
    ],
  });
  for (
    const text of ["overloaded:1", "overloaded:", "delay:1%", ":1%", "silence:1%:2%", "delay:1s:2"]
  ) {
    const read = readValue("faults", [text]);
    assert.ok("problem" in read, text);
    assert.match(
      read.problem,
      /^be KIND, KIND:SHARE% or delay:TIME:SHARE% with commas between: found/,
    );
  }
});
