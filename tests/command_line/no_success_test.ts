import assert from "node:assert/strict";
import { join } from "node:path";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const scenarioWith = (fields: string) => `
import { scenario } from "${inRepository("mod.ts")}";
const good = (session) => session.execute("SELECT key FROM system.local");
const bad = (session) => session.execute("SELECT * FROM no_such_table");
export default scenario({ name: "fails", operations: 20, poolSizes: [1], warmup: 0, ${fields} });
`;

const FAILING: Record<string, string> = {
  "an operation": "operation: bad",
  "a mix": "mix: { a: { weight: 1, operation: bad }, b: { weight: 2, operation: bad } }",
  "a page": 'steps: (page) => page.step("good", good).step("bad", bad)',
  "an open load": "operation: bad, rate: [200]",
  "one of two cases":
    "matrix: { isGood: [true, false] }, operation: (s, _, { isGood }) => isGood ? good(s) : bad(s)",
};

for (const [name, fields] of Object.entries(FAILING)) {
  testPermitted(
    `a case in which nothing succeeds ends with 1 and its first error: ${name}`,
    async () => {
      await inTemporaryFolder(async (cwd) => {
        await Deno.writeTextFile(join(cwd, "fails.ts"), scenarioWith(fields));
        const { code, stdout, stderr } = await cassbench(["fails.ts", "--quiet"], { cwd });
        assert.equal(code, 1, stderr);
        assert.match(stderr, /^error: no operation succeeded.*: the first failed as invalid: /m);
        assert.doesNotMatch(stdout, /(case is|cases are) valid/);
        assert.match(stdout.replaceAll("\n", " "), /no\s+operation\s+succeeded/);
      });
    },
  );
}

testPermitted("a forgotten return ends with 2 and says what to do", async () => {
  await inTemporaryFolder(async (cwd) => {
    const fields = "operation: (session) => { good(session); }";
    await Deno.writeTextFile(join(cwd, "forgets.ts"), scenarioWith(fields));
    const { code, stderr } = await cassbench(["forgets.ts", "--quiet"], { cwd });
    assert.equal(code, 2, stderr);
    assert.match(stderr, /operation must return a promise: found undefined/);
    assert.match(stderr, /^hint: .*return session\.create/m);
  });
});
