/** A target that stops answering, as a person sees it. */
import assert from "node:assert/strict";
import type { Result } from "../../mod.ts";
import { cassbench } from "../support/cassbench.ts";
import { startFaultyServer } from "../support/faulty_server.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

testPermitted(
  "a load of 2,000 operations on a target that answers no longer ends after its timeout, keeps its rest and says why",
  async () => {
    await using server = startFaultyServer();
    let answers = 0;
    server.spoil = (answer) => ++answers > 100 ? [] : [answer];
    await inTemporaryFolder(async (cwd) => {
      const { stdout, stderr } = await cassbench([
        inRepository("scenarios/latency.ts"),
        ...["--contact-points", server.contactPoint, "--latency", "0", "--pool-sizes", "10"],
        ...["--operations", "2000", "--warmup", "0", "--timeout", "100ms", "--json", "x.json"],
        ...["--markdown", "-"],
      ], { cwd });
      assert.match(stderr, /^An outage ended a case; what was measured is in x\.json/m);
      assert.match(stdout, /The run is not whole.*: an outage ended a case early/);
      const result: Result = JSON.parse(await Deno.readTextFile(`${cwd}/x.json`));
      const [{ endedBy, operations = 0, errors, outages = [] } = {}] = result.cases;
      assert.equal(endedBy, "outage");
      assert.ok(errors && errors.total <= 100, `${errors?.total}`);
      // On a busy machine an answer can be there after its timeout.
      const succeeded = operations - errors.total;
      assert.ok(succeeded > 0 && succeeded <= 100, `${succeeded}`);
      assert.equal(outages.at(-1)?.to, null);
    });
  },
);
