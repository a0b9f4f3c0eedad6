import assert from "node:assert/strict";
import { join } from "node:path";
import { bestOf } from "../support/best_of.ts";
import { cassbench, timeBeyondStart } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** A usage error must be told within this many milliseconds; a busy test machine gets twice as much. */
const PROMPT = 4_000;

const IMPORT = `import { model, scenario } from "${inRepository("mod.ts")}";\n`;
const GOOD = `${IMPORT}export default scenario({
  name: "x", poolSizes: [1], operations: 5, matrix: { size: [1] }, operation: async () => {},
});`;

/** What is given to cassbench, and what comes of it. */
interface BadInput {
  /** The scenario's text. */
  readonly text?: string;
  /** What stands before the flags. @default {["x.ts"]} */
  readonly words?: readonly string[];
  readonly flags?: readonly string[];
  readonly code: 1 | 2;
  /** What stderr must say. */
  readonly says: readonly RegExp[];
}

const CASES: Record<string, BadInput> = {
  "a file that is missing": {
    code: 2,
    says: [/Cannot load "x.ts" as it cannot be opened: No such file/],
  },
  "a file that does not parse": {
    text: 'export default {\n  name: "x\n};',
    code: 2,
    says: [/Cannot load "x.ts" as it does not parse/, /x\.ts:2:9/],
  },
  "a file that throws at import": {
    text: '\nthrow new Error("boom");',
    code: 2,
    says: [/as it threw at import: boom \(line 2, column 7\)/],
  },
  "columns of types that CQL and the model do not have, and how they are given": {
    text: `import { model, type } from "${inRepository("mod.ts")}";
const Address = type("address", { zip: "int" });
const columns = { id: "int", a: "frozen<adress>", b: "list<address>", c: "vector<float, 0>" };
model("user", columns as never, ["id"] as never, { types: [Address] });`,
    code: 2,
    says: [
      /columns\.a must be a CQL type or one of types \(address\): found "frozen<adress>"/,
      /columns\.b must freeze the user types in a list: found "list<address>"/,
      /columns\.c must have 1 to 2147483647 elements in a vector: found "vector<float, 0>"/,
      /a user type is passed as types: \[Address\]/,
    ],
  },
  "a file that throws no Error": { text: "throw 5;", code: 2, says: [/as it threw at import: 5/] },
  "a file that imports what is missing": {
    text: 'import "./nosuch.ts";',
    code: 2,
    says: [/threw at import: Module not found/],
  },
  "a file that exports nothing": {
    text: "",
    code: 2,
    says: [/must have a default export: found no exports at all/],
  },
  "a file that exports something else": {
    text: "export default 42;",
    code: 2,
    says: [/Cannot plan scenario as it must be an object as scenario\(\) takes it: found 42/],
  },
  "wrong wishes for reading back and for unknown writes": {
    text: `export default { name: "x", operation: async () => {}, verifyWrites: "yes",
      verify: true, thresholds: ["errors.unknown < 0", "verified.missing < 1"] };`,
    code: 2,
    says: [
      /- verifyWrites must be true or false: found 'yes'/,
      /- verify must be a function: found true/,
      /- thresholds\[0\] can never hold, as no metric is below 0: found 'errors\.unknown < 0'/,
      /- thresholds\[1\] must be METRIC < NUMBER .*: found 'verified\.missing < 1'/,
    ],
  },
  "a scenario with unknown keys and wrong values, all at once": {
    text: 'export default { name: "x", poolSizes: [0], latencies: [1], operation: 1, seed: NaN };',
    code: 2,
    says: [
      /Cannot plan scenario "x" as\n/,
      /- poolSizes\[0\] must be an integer from 1 to 32768: found 0/,
      /- operation must be a function: found 1/,
      /- seed must be an integer .*: found NaN/,
      /- latencies is no key that cassbench knows/,
    ],
  },
  "a model that CQL cannot have": {
    text: `${IMPORT}const M = model("a b", { a: "uuidd" as "uuid" }, ["b" as "a"]);`,
    code: 2,
    says: [
      /Cannot define model "a b" as columns\.a must be a CQL type: found "uuidd"; .*found "a b"; .*found "b"/,
    ],
  },
  "an input that throws": {
    text: `${IMPORT}export default scenario({
      name: "x", input: () => { throw new Error("none left") }, operation: async () => {},
    });`,
    code: 2,
    says: [/Cannot make input \d+ as the scenario's input\(\) threw: none left/],
  },
  "a setup that throws": {
    text: `${IMPORT}export default scenario({
      name: "x", setup: async () => { throw new Error("no") }, operation: async () => {},
    });`,
    code: 1,
    says: [/Cannot run a case as the scenario's setup\(\) threw: no/],
  },
  "flags that nobody knows": {
    text: GOOD,
    flags: ["--pool-size", "3", "--fast"],
    code: 2,
    says: [
      /- --pool-size is no flag, and no axis.*: did you mean --pool-sizes\?/,
      /- --fast is no flag/,
    ],
  },
  "a curve without a search": {
    text: GOOD,
    flags: ["--curve"],
    code: 2,
    says: [/--curve is no flag/],
  },
  "a curve that is neither true nor false": {
    text:
      `${IMPORT}export default scenario({ name: "x", curve: "10,50", operation: async () => {} });`,
    code: 2,
    says: [/Cannot plan scenario "x" as curve must be true or false: found '10,50'/],
  },
  "values of the wrong kind": {
    text: GOOD,
    flags: ["--operations", "many", "--latency", "1,x", "--json"],
    code: 2,
    says: [
      /--operations must be a number: found "many"/,
      /--latency must be numbers .*"x"/,
      /--json must be followed/,
    ],
  },
  "values out of range": {
    text: GOOD,
    flags: ["--operations=-1", "--pool-sizes", "1.5,1e9", "--latency=-1,1e99", "--keyspace", "a b"],
    code: 2,
    says: [
      /--operations .*found -1$/m,
      /--pool-sizes .*found 1\.5$/m,
      /--pool-sizes .*found 1000000000$/m,
      /--latency .*found -1$/m,
      /--latency .*found 1e\+99$/m,
      /--keyspace .*found 'a b'$/m,
      /^hint: as in --latency 0,1,5 --pool-sizes .*; `deno run -A mod\.ts --help` shows/m,
    ],
  },
  "lengths, rates and stages that are no numbers, all at once": {
    text: GOOD,
    flags: ["--duration", "soon", "--warmup", "5 days", "--rate", "fast", "--stages", "5"],
    code: 2,
    says: [
      /- --duration must be milliseconds, or a number with ms, s, m or h: found "soon"/,
      /- --warmup must be milliseconds, .*: found "5 days"/,
      /- --rate must be numbers .*: found "fast"/,
      /- --stages must be RATE:TIME or FROM\.\.TO:TIME .*: found "5"/,
    ],
  },
  "rates, lengths and thresholds that make no sense, all at once": {
    text: GOOD,
    flags: [
      ...["--rate=0,-5,1e12", "--duration", "0", "--warmup=-1s", "--repetitions", "1.5"],
      ...["--threshold", "responseTime.p98 < 20", "--threshold", "p99 under 20"],
      ...["--threshold", "throughput > 5000", "--workers", "0", "--arrivals", "never"],
    ],
    code: 2,
    says: [
      /- --rate must be .*: found 0$/m,
      /- --rate must be .*: found -5$/m,
      /- --rate must be .*: found 1000000000000$/m,
      /- --duration must be milliseconds .*: found 0$/m,
      /- --warmup must be milliseconds .*: found -1000$/m,
      /- --repetitions must be an integer .*: found 1\.5$/m,
      /- --threshold must be METRIC < NUMBER .*responseTime.*p99.*: found 'responseTime\.p98 < 20'$/m,
      /- --threshold must be .*: found 'p99 under 20'$/m,
      /- --workers must be an integer .*: found 0$/m,
      /- --arrivals must be constant or poisson: found 'never'$/m,
    ],
  },
  "a warm-up longer than the run and more workers than the pool, all at once": {
    text: GOOD,
    flags: ["--duration", "5s", "--warmup", "10s", "--workers", "8", "--pool-sizes", "4,100"],
    code: 2,
    says: [/- --warmup must not be longer than .*5000/, /- --workers must be at most .*4/],
  },
  "faults that cannot be read": {
    text: GOOD,
    flags: ["--fault", "overloaded:often,delay:1%,:1%,silence:1%:2%"],
    code: 2,
    says: [
      /--fault must be KIND, KIND:SHARE% or delay:TIME:SHARE% .*: found "overloaded:often,delay:1%,:1%,silence:1%:2%"/,
    ],
  },
  "faults that there are not, and for a target that does not misbehave, all at once": {
    text: GOOD,
    flags: ["--fault", "unavailable:1%,overloaded:101%", "--cassandra"],
    code: 2,
    says: [
      /- --fault\[0\]\.kind must be one of unavailableException, .*: found 'unavailable'/,
      /- --fault\[1\]\.share must be a share from 0 to 1: found 1\.01/,
      /- --fault must go with the embedded server, which alone misbehaves: found a real Cassandra/,
      /^hint: as in --fault overloaded:1%; `deno run -A mod\.ts --help` shows/m,
    ],
  },
  "faults of a scenario and a target that does not misbehave": {
    text: `${IMPORT}export default scenario({
      name: "x", faults: [{ kind: "silence" }], operation: async () => {},
    });`,
    flags: ["--contact-points", "127.0.0.1:1"],
    code: 2,
    says: [
      /faults must go with the embedded server, which alone misbehaves: found an existing cluster/,
      /^hint: change faults in the `scenario\(\{ … \}\)`/m,
    ],
  },
  "a schedule's words without a schedule": {
    text: GOOD,
    flags: ["--arrivals", "poisson", "--overflow", "drop", "--threshold", "waitTime.p99 < 5"],
    code: 2,
    says: [
      /- --arrivals must stand beside rate or stages/,
      /- --overflow must stand beside rate or stages/,
      /- --threshold must not bound waitTime\.p99/,
    ],
  },
  "steps that are doubled, unknown or wait in a circle, all at once": {
    text: `${IMPORT}const one = async () => 1;
    export default scenario({
      name: "x", steps: (page) => page.step("user", one).step("user", one)
        .step("likes", { after: ["usr", "posts"] }, one).step("posts", { after: ["likes"] }, one),
    });`,
    code: 2,
    says: [
      /- steps\[1\]\.name must not be that of another step: found 'user'$/m,
      /- steps\.likes\.options\.after\[0\] must be a step of the page: found 'usr'$/m,
      /- steps must not wait for each other in a circle: found likes → posts → likes$/m,
    ],
  },
  "steps that throw": {
    text: `${IMPORT}export default scenario({
      name: "x", steps: () => { throw new Error("none left") },
    });`,
    code: 2,
    says: [/^error: Cannot plan scenario "x" as steps must not throw: found Error: none left$/m],
  },
  "modes, timeouts and traces that make no sense, all at once": {
    text: GOOD,
    flags: ["--mode", "serial,fast", "--timeout", "0", "--on-failure", "retry", "--trace=-1"],
    code: 2,
    says: [
      /- --mode must be serial, concurrent or threads: found 'fast'$/m,
      /- --timeout must be milliseconds from 1 to 3600000: found 0$/m,
      /- --on-failure must be await or abort: found 'retry'$/m,
      /- --trace must be an integer from 0 to 1000: found -1$/m,
    ],
  },
  "a mode without steps": {
    text: GOOD,
    flags: ["--mode", "concurrent"],
    code: 2,
    says: [/^error: Cannot plan .* as --mode must stand beside steps: found \[ 'concurrent' \]$/m],
  },
  "a search without anything to keep": {
    text: GOOD,
    words: ["search", "x.ts"],
    code: 2,
    says: [/Cannot .*threshold/],
  },
  "a search of nothing": {
    words: ["search"],
    code: 2,
    says: [/a scenario file must be named: found none/],
  },
  "two scenarios": {
    text: GOOD,
    words: ["x.ts", "y.ts"],
    code: 2,
    says: [/one scenario can run: found x\.ts, y\.ts/],
  },
  "a result in the place of the scenario": {
    text: GOOD,
    flags: ["--json", "./x.ts"],
    code: 2,
    says: [/--json must not name a file that is read: found "\.\/x\.ts"/],
  },
  "operations in the place of a key": {
    text: GOOD,
    flags: [
      "--contact-points",
      "127.0.0.1",
      "--cert",
      "c.pem",
      "--key",
      "k.pem",
      "--samples",
      "k.pem",
    ],
    code: 2,
    says: [/--samples must not name a file that is read: found "k\.pem"/],
  },
  "a calibration with settings": {
    words: ["calibrate", "x.ts"],
    flags: ["--operations", "5", "--sizes", "1"],
    code: 2,
    says: [/--operations/, /--sizes/, /x\.ts/],
  },
  "a metrics port that is none": {
    text: GOOD,
    flags: ["--metrics-port", "70000"],
    code: 2,
    says: [/--metrics-port must be a port from 0 to 65535: found "70000"/],
  },
  "a dashboard's port that is none": {
    text: GOOD,
    flags: ["--dashboard", "70000"],
    code: 2,
    says: [/--dashboard must be a port from 0 to 65535: found "70000"/],
  },
  "a dashboard with a word that is no port": {
    text: GOOD,
    flags: ["--dashboard", "abc"],
    code: 2,
    says: [/one scenario can run: found x\.ts, abc/],
  },
  "ports that are none": {
    text: GOOD,
    flags: ["--cassandra", "--port", "99999"],
    code: 2,
    says: [/--port must be a port from 1 to 65535: found "99999"/, /^hint: as in --port 9043; /m],
  },
  "a port that is no number, and one that is zero": {
    text: GOOD,
    flags: ["--cassandra", "--port", "0", "--metrics-port", "abc"],
    code: 2,
    says: [
      /- --port must be a port from 1 to 65535: found "0"$/m,
      /- --metrics-port must be a port from 0 to 65535: found "abc"$/m,
    ],
  },
  "ports and nodes of a Cassandra to start": {
    words: ["cassandra", "start"],
    flags: ["--port", "99999", "--nodes", "abc"],
    code: 2,
    says: [
      /- --port must be a port from 1 to 65535: found "99999"$/m,
      /- --nodes must be a number: found "abc"$/m,
    ],
  },
  "contact points with ports that are none": {
    text: GOOD,
    flags: ["--contact-points", "a:99999,b:0,c:abc,d:9042,[::1]:65536,e:"],
    code: 2,
    says: [/: found "a:99999", "b:0", "c:abc", "\[::1\]:65536", "e:"$/m, /^hint: an example: /m],
  },
  "nodes that cannot be, with other wrong values": {
    text: GOOD,
    flags: ["--cassandra", "--nodes", "99", "--latency", "-1"],
    code: 2,
    says: [
      /- --latency must be milliseconds from 0 to 60000: found -1$/m,
      /- --nodes must be an integer from 1 to 9: found 99$/m,
      /^hint: as in --latency 0,1,5 --cassandra --nodes 3; /m,
    ],
  },
  "nodes and a port without --cassandra, with other wrong values": {
    text: GOOD,
    flags: ["--nodes", "3", "--port", "9043", "--operations", "0"],
    code: 2,
    says: [
      /- --operations must be an integer from 1 to 1000000000: found 0$/m,
      /- --nodes goes with target "cassandra", on the command line --cassandra$/m,
      /- --port goes with target "cassandra", on the command line --cassandra$/m,
    ],
  },
  "a negative value after a blank": {
    text: GOOD,
    flags: ["--operations", "-5", "--latency", "-1,5"],
    code: 2,
    says: [
      /- --operations must be an integer from 1 to 1000000000: found -5$/m,
      /- --latency must be milliseconds from 0 to 60000: found -1$/m,
    ],
  },
  "wrong flags and a wrong scenario, listed together": {
    text: GOOD.replace("operations: 5", "seed: -1"),
    flags: ["--operations", "0"],
    code: 2,
    says: [
      /- --operations must be an integer from 1 to 1000000000: found 0$/m,
      /- seed must be an integer from 0 to 4294967295: found -1$/m,
      /^hint: as in --operations 1000; .*; change seed in the `scenario\({ … }\)` of x\.ts$/m,
    ],
  },
  "a flag of another command": {
    words: ["cassandra", "start"],
    flags: ["--rate", "5"],
    code: 2,
    says: [
      /--rate is no flag of cassandra start$/m,
      /^hint: `deno run -A mod\.ts cassandra start --help` shows every flag$/m,
    ],
  },
  "two documents for one file": {
    text: GOOD,
    flags: ["--json", "x.out", "--markdown", "./x.out"],
    code: 2,
    says: [/--json and --markdown must name different files: found "x\.out"/],
  },
  "two documents for standard output": {
    text: GOOD,
    flags: ["--json", "-", "--markdown", "-"],
    code: 2,
    says: [/--json and --markdown must name different files: found "-"/],
  },
  "a value that an axis cannot have": {
    text: GOOD,
    flags: ["--size", "big"],
    code: 2,
    says: [/--size must be numbers: found "big"/],
  },
  "two targets": {
    text: GOOD,
    flags: ["--cassandra", "--contact-points", "10.0.0.1"],
    code: 2,
    says: [/--cassandra and --contact-points are two targets/],
  },
  "contact points that are none": {
    text: GOOD,
    flags: ["--contact-points", "a b,127.0.0.1:99999"],
    code: 2,
    says: [/found "a b", "127\.0\.0\.1:99999"/],
  },
  "contact points with a login, whose password is not shown": {
    text: GOOD,
    flags: ["--contact-points", "cassandra://me:s3c,ret@10.0.0.1,10.0.0.2"],
    code: 2,
    says: [
      /found "…@10\.0\.0\.1,10\.0\.0\.2"$/m,
      /^hint: a login goes into --username, and into CASSANDRA_PASSWORD or --password-file$/m,
      /^(?!.*(s3c|ret@))/,
    ],
  },
  "a text that would steer the terminal": {
    text: 'throw new Error("\\u001b[31mred\\u009b\\u202e");',
    code: 2,
    says: [
      /as it threw at import: \\u001b\[31mred\\u009b\\u202e/,
      /^(?!.*\p{Bidi_Control})[\P{Cc}\n]*$/u,
    ],
  },
  "a host that refuses": {
    text: GOOD,
    flags: ["--contact-points", "127.0.0.1:1"],
    code: 1,
    says: [/Cannot reach Cassandra at "127\.0\.0\.1:1": 127\.0\.0\.1:1 refused the connection/],
  },
  "a host that there is not": {
    text: GOOD,
    flags: ["--contact-points", "nosuch.invalid"],
    code: 1,
    says: [/Cannot reach Cassandra at "nosuch\.invalid:9042"/],
  },
  "an output that is a folder": {
    text: GOOD,
    flags: ["--json", "."],
    code: 1,
    says: [/Cannot write "\." as it is a directory/],
  },
  "an output that cannot be made": {
    text: GOOD,
    flags: ["--markdown", "/proc/x.md"],
    code: 1,
    says: [/Cannot write "\/proc\/x\.md" as /],
  },
};

for (const [name, { text, words = ["x.ts"], flags = [], code, says }] of Object.entries(CASES)) {
  testPermitted(
    `bad input: ${name}: exit ${code}, one clear message, nothing half-written`,
    async () => {
      await inTemporaryFolder(async (cwd) => {
        if (text !== undefined) await Deno.writeTextFile(join(cwd, "x.ts"), text);
        const best = await bestOf(PROMPT, async () => {
          const finished = await cassbench([...words, ...flags], { cwd });
          assert.equal(finished.code, code, finished.stderr);
          for (const pattern of says) assert.match(finished.stderr, pattern);
          assert.doesNotMatch(finished.stderr, /^\s+at .*\(|fault of cassbench/m);
          return await timeBeyondStart(finished);
        });
        assert.ok(best < PROMPT, `took ${best} ms`);
        const left = [...Deno.readDirSync(cwd)].map(({ name }) => name);
        assert.deepEqual(left.filter((name) => name !== "x.ts" && name !== "results"), []);
      });
    },
  );
}

testPermitted(
  "a server that never answers is given up after its timeout and a second",
  async () => {
    await inTemporaryFolder(async (cwd) => {
      await Deno.writeTextFile(join(cwd, "x.ts"), GOOD);
      using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const flags = ["--contact-points", `127.0.0.1:${silent.addr.port}`];
      const limit = 6_000 + PROMPT / 2;
      const best = await bestOf(limit, async () => {
        const finished = await cassbench(["x.ts", ...flags], { cwd });
        assert.equal(finished.code, 1);
        assert.match(finished.stderr, /Cannot reach Cassandra/);
        return await timeBeyondStart(finished);
      });
      assert.ok(best < limit, `took ${best} ms`);
    });
  },
);

testPermitted("contact points of the environment are checked like those of the flag", async () => {
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), GOOD);
    const env = { CASSANDRA_CONTACT_POINTS: "127.0.0.1:99999,127.0.0.1:0" };
    const { code, stderr } = await cassbench(["x.ts"], { cwd, env });
    assert.equal(code, 2);
    assert.match(stderr, /: found "127\.0\.0\.1:99999", "127\.0\.0\.1:0"$/m);
  });
});

for (const [flag, what] of [["--metrics-port", "metrics"], ["--dashboard", "the dashboard"]]) {
  testPermitted(
    `a port of ${flag} that is in use is told before anything is measured`,
    async () => {
      await inTemporaryFolder(async (cwd) => {
        await Deno.writeTextFile(join(cwd, "x.ts"), GOOD);
        using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
        const { port } = taken.addr;
        const finished = await cassbench(["x.ts", `${flag}=${port}`], { cwd });
        assert.equal(finished.code, 1);
        const says = new RegExp(`^error: Cannot serve ${what} on port ${port} of 127.0.0.1: `, "m");
        assert.match(finished.stderr, says);
        assert.equal(finished.stderr.match(/^error:/gm)?.length, 1);
        assert.equal(finished.stdout, "");
        assert.deepEqual([...Deno.readDirSync(cwd)].map(({ name }) => name), ["x.ts"]);
      });
    },
  );
}

testPermitted("--debug shows the stack", async () => {
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), 'throw new Error("boom");');
    const { stderr } = await cassbench(["x.ts", "--debug"], { cwd });
    assert.match(stderr, /at file:.*x\.ts:1:7/);
  });
});
