/**
 * A run is killed at moments of no one's choosing, as where a machine loses its power: the result that was whole stays
 * whole. `deno test -A tests/command_line/killed_test.ts -- 50` tries 50 moments.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";
import { seededRandom } from "../support/random.ts";
import { resultIn, threeCases } from "../support/trouble.ts";

const MOMENTS = Number(Deno.args.find((arg) => /^\d+$/.test(arg)) ?? 12);

/** Cases that are over in milliseconds, so that a good part of the time goes into writing files, and more than a kill lets run. */
const FLAGS = [
  "--repetitions",
  "400",
  "--operations",
  "2",
  "--quiet",
  "--json",
  "x.json",
  "--markdown",
  "x.md",
];

/** Which instants are tried: from the start of the process, and from the first file that it writes. */
type Since = "start" | "file";

/** Runs the scenario, kills it some time after an instant, and gives the milliseconds that its end took. */
async function killRun(cwd: string, since: Since, wait: number): Promise<number> {
  let killedAt = 0;
  const { code, stderr } = await cassbench(["x.ts", ...FLAGS], {
    cwd,
    async onStart(child) {
      if (since === "file") await untilWritten(cwd, child.status);
      await new Promise((resolve) => setTimeout(resolve, wait));
      killedAt = performance.now();
      child.kill("SIGKILL");
    },
  });
  assert.equal(code, 137, stderr);
  return performance.now() - killedAt;
}

async function untilWritten(folder: string, ended: Promise<unknown>): Promise<void> {
  const watcher = Deno.watchFs(folder);
  void ended.finally(() => watcher.close());
  for await (const { paths } of watcher) if (paths.some((path) => path.endsWith("/x.json"))) return;
}

function leftoversIn(cwd: string): string[] {
  return [...Deno.readDirSync(cwd)].map(({ name }) => name).filter((name) =>
    !/^x\.\w+$/.test(name)
  );
}

testPermitted(
  `killed at ${MOMENTS} moments, a run leaves whole files, and the next one goes on`,
  () =>
    inTemporaryFolder(async (cwd) => {
      await Deno.writeTextFile(join(cwd, "x.ts"), threeCases());
      const whole = await cassbench(["x.ts", "--quiet", "--json", "x.json", "--markdown", "x.md"], {
        cwd,
      });
      assert.equal(whole.code, 0, whole.stderr);

      const random = seededRandom(Date.now());
      const counts = new Set<number>();
      let slowest = 0;
      for (let moment = 0; moment < MOMENTS; moment++) {
        const since = moment % 3 === 0 ? "start" : "file";
        slowest = Math.max(
          slowest,
          await killRun(cwd, since, random.below(since === "start" ? 800 : 400)),
        );
        const { status, cases } = resultIn(cwd, "x.json");
        assert.ok(cases.length > 0 && ["completed", "aborted"].includes(status));
        counts.add(cases.length);
        assert.match(Deno.readTextFileSync(join(cwd, "x.md")), /^# trouble\n[^]*\n- started .*\n$/);
      }
      // deno-lint-ignore no-console
      console.log(
        `${MOMENTS} kills, ${[...counts].sort((a, b) => a - b).join(", ")} cases saved, ` +
          `${leftoversIn(cwd).length} temporary files, ended in ${slowest.toFixed(0)} ms at most`,
      );

      // What was being written when it happened belongs to no one once it is old.
      const longAgo = new Date(Date.now() - 3_600_000);
      for (const name of leftoversIn(cwd)) Deno.utimeSync(join(cwd, name), longAgo, longAgo);
      const next = await cassbench(["x.ts", "--quiet", "--json", "x.json", "--markdown", "x.md"], {
        cwd,
      });
      assert.equal(next.code, 0, next.stderr);
      assert.deepEqual(leftoversIn(cwd), []);
      assert.equal(resultIn(cwd, "x.json").cases.length, 3);
    }),
);
