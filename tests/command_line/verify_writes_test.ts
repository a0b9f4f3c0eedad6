/** `--verify` reads back what was acknowledged: what a server drops is found out, with its exact number. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { bestOf } from "../support/best_of.ts";
import { cassbench } from "../support/cassbench.ts";
import { startFaultyServer } from "../support/faulty_server.ts";
import { interrupt, PROMPT } from "../support/interrupt.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const CREATES = `
import { model, scenario } from "${inRepository("mod.ts")}";
const User = model("user", { id: "uuid", name: "text", tags: "set<text>", size: "float" }, ["id"]);
const input = ({ faker }) => ({
  id: faker.string.uuid(), name: faker.person.fullName(), tags: new Set(["a", "b"]), size: 0.1,
});
export default scenario({
  name: "creates", models: [User], warmup: 0, poolSizes: [10], operations: 1_000,
  POPULATE
  input,
  operation: (session, user) => session.create(User, user),
});`;

const POPULATE = `populate: {
  operations: 300,
  input: ({ index, faker }) => ({ id: faker.string.uuid(), name: "old" + index }),
  operation: (session, user) => session.create(User, user),
},`;

async function verify(
  text: string,
  words: readonly string[],
  drops: ((cql: string) => boolean) | undefined,
) {
  await using server = startFaultyServer();
  server.drops = drops;
  return await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "creates.ts"), text);
    const finished = await cassbench([
      ...["creates.ts", "--contact-points", server.contactPoint, "--verify"],
      ...["--json", "x.json", "--markdown", "x.md", ...words],
    ], { cwd });
    const result: Result = JSON.parse(await Deno.readTextFile(join(cwd, "x.json")));
    return { ...finished, result, report: await Deno.readTextFile(join(cwd, "x.md")) };
  });
}

for (const words of [["--client", "driver,wire"], ["--client", "wire", "--workers", "2"]]) {
  testPermitted(
    `every hundredth write that a server acknowledges and drops is found missing: ${
      words.join(" ")
    }`,
    async () => {
      let writes = 0, dropped = 0;
      const { code, stderr, result, report } = await verify(
        CREATES.replace("POPULATE", ""),
        words,
        (cql) => {
          if (!cql.startsWith("INSERT") || ++writes % 100 > 0) return false;
          dropped++;
          return true;
        },
      );
      assert.equal(code, 3, stderr);
      const { cases, outcome, warnings } = result;
      assert.equal(dropped, 10 * cases.length);
      for (const { verified, verdict, operations } of cases) {
        assert.equal(operations, 1_000);
        assert.equal(verified?.acknowledged, 1_000);
        // The second case writes the same rows, so that the first one's are there: their time tells.
        assert.deepEqual(
          [verified?.readBack, verified?.missing, verified?.different],
          [990, 10, 0],
        );
        assert.equal(verified?.examples?.length, 10);
        assert.match(
          verified?.examples?.[0] ?? "",
          /^user \('[\da-f-]{36}'\): (the row|\w+) must be/,
        );
        assert.equal(verdict.valid, false);
        assert.equal(verdict.reasons[0]?.code, "written");
      }
      assert.match(outcome?.lost?.[0] ?? "", /^of 1,000 acknowledged writes.*10 are missing$/);
      assert.ok(warnings.some(({ code }) => code === "written"));
      assert.match(report, /## Read back/);
      assert.match(report, /must be/);
    },
  );
}

testPermitted(
  "SIGINT ends the reading back soon, from a server that hangs too, and says what was not checked",
  async () => {
    const best = await bestOf(PROMPT, async () => {
      await using server = startFaultyServer();
      const reading = Promise.withResolvers<void>();
      let reads = 0;
      server.drops = (cql) => {
        if (cql.startsWith("SELECT") && ++reads === 300) {
          server.silence();
          reading.resolve();
        }
        return false;
      };
      const { code, elapsed, stderr, result } = await interrupt(CREATES.replace("POPULATE", ""), {
        words: ["x.ts", "--contact-points", server.contactPoint, "--verify"],
        until: reading.promise,
      });
      assert.equal(code, 130, stderr);
      const { verified } = (result as Result | undefined)?.cases[0] ?? {};
      const { acknowledged, readBack = 0, missing, notChecked: { stopped = 0 } = {} } = verified ??
        {};
      assert.deepEqual([acknowledged, missing], [1_000, 0]);
      assert.ok(readBack > 0 && stopped > 0);
      assert.equal(readBack + stopped, 1_000);
      return elapsed;
    });
    assert.ok(best < PROMPT, `took ${best} ms`);
  },
);

testPermitted(
  "what populate wrote is read back, too, and where all is there the run is good",
  async () => {
    const text = CREATES.replace("POPULATE", POPULATE);
    const good = await verify(text, [], undefined);
    assert.equal(good.code, 0, good.stderr);
    assert.equal(good.result.populate?.verified?.readBack, 300);
    assert.equal(good.result.cases[0]?.verified?.readBack, 1_000);
    assert.equal(good.result.cases[0]?.verified?.notChecked, undefined);
    let writes = 0;
    const bad = await verify(text, ["--operations", "10"], (cql) => {
      return cql.startsWith("INSERT") && ++writes <= 7;
    });
    assert.equal(bad.code, 3, bad.stderr);
    assert.equal(bad.result.populate?.verified?.missing, 7);
    assert.equal(bad.result.cases[0]?.verified?.missing, 0);
    assert.match(bad.report, /\| populate \|/);
  },
);
