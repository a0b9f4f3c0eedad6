import assert from "node:assert/strict";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** What a plan needs: no network, no file but the scenario's, no folder, no program. */
const READING = ["--no-prompt", "--allow-read", "--allow-env"];

const scenarioFile = (name: string) => inRepository("scenarios", name);

testPermitted("--dry-run prints the plan, and neither connects nor writes", async () => {
  await inTemporaryFolder(async (cwd) => {
    const flags = [
      ...["--contact-points", "192.0.2.1", "--latency", "0,10", "--pool-sizes", "10"],
      ...["--operations", "500", "--repetitions", "2", "--dry-run"],
      ...["--json", "new/x.json", "--metrics-port", "9464"],
    ];
    const { code, stdout, stderr } = await cassbench([scenarioFile("latency.ts"), ...flags], {
      cwd,
      permissions: READING,
    });
    assert.deepEqual([code, stderr], [0, ""]);
    assert.deepEqual([...Deno.readDirSync(cwd)], []);
    const text = stdout.replaceAll(/\s+/g, " ");
    for (
      const says of [
        /^# latency This is a plan: nothing was connected to, and nothing was written\./,
        /2 cases, each 2 times, in turns:/,
        /\| 0 ms \| 10 \| 500 \| – \| – \| – \|/,
        /\| 10 ms \| 10 \| 500 \| ≤ 1,000 \| ≤ 1,000 \| ≥ 500 ms \|/,
        /- at least 1\.00 s of load, and up to 1\.00 s of warm-ups/,
        /- not known: how long operations take; a closed load is as fast as the server/,
        /- the cluster at 192\.0\.2\.1/,
        /- 1 connection to each node for the load \(1 worker, 1 each\)/,
        /- keyspace cassbench, its replication by the nodes of the data center, 3 at most/,
        /CREATE TABLE IF NOT EXISTS "cassbench"\."user" \("user_id" uuid,/,
        /## Files - new\/x\.json$/,
      ]
    ) assert.match(text.trim(), says);
  });
});

testPermitted("--dry-run of a search says its first step, and how it goes on", async () => {
  const flags = ["--rate", "100,5000", "--duration", "10s", "--dry-run"];
  const { code, stdout } = await cassbench(["search", scenarioFile("songs.ts"), ...flags], {
    permissions: READING,
  });
  assert.equal(code, 0);
  const text = stdout.replaceAll(/\s+/g, " ");
  assert.match(text, /A search: the rate doubles from 100\/s up to 5,000\/s/);
  assert.match(text, /7 steps where every rate holds, else more: steps of 10\.25 s/);
});

testPermitted("--dry-run refuses what the run would refuse", async () => {
  await inTemporaryFolder(async (cwd) => {
    const wrong: readonly (readonly [flags: string[], says: RegExp])[] = [
      [["--latency", "-1"], /^error: Cannot plan scenario "latency" as --latency must be/],
      [["--json", "x", "--html", "x"], /^error: .* --json and --html must name different files/],
      [["--contact-points", "h:0"], /^error: Cannot .*h:0/],
    ];
    for (const [flags, says] of wrong) {
      const args = [scenarioFile("latency.ts"), "--dry-run", ...flags];
      const { code, stdout, stderr } = await cassbench(args, { cwd, permissions: READING });
      assert.deepEqual([code, stdout], [2, ""], stderr);
      assert.match(stderr, says);
      assert.deepEqual([...Deno.readDirSync(cwd)], []);
    }
  });
});
