import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { processesWith } from "../cluster/managed/fixture.ts";
import { cassbench, type Finished } from "../support/cassbench.ts";
import { untilWritten } from "../support/eventually.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** Creates rows, and writes a file with the first one. */
const CREATES = `
import { model, scenario } from "${inRepository("mod.ts")}";
const Row = model("row", { id: "int" }, ["id"]);
export default scenario({
  name: "creates", models: [Row], latency: [0, 1], poolSizes: [10], warmup: 0,
  input: ({ index }) => ({ id: index }),
  operation: (session, row) => {
    globalThis.marked ??= Deno.writeTextFileSync("marked", "") ?? true;
    return session.create(Row, row);
  },
});`;

/** Runs a scenario with `--cassandra`, and kills a node while the first case runs. */
export async function killNodeUnderLoad(
  { cache, node, words }: {
    readonly cache: string;
    readonly node: string;
    readonly words: readonly string[];
  },
): Promise<{ readonly finished: Finished; readonly result: Result }> {
  return await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "creates.ts"), CREATES);
    let killedAt = 0;
    const finished = await cassbench(
      ["creates.ts", "--cassandra", "--json", "x.json", ...words],
      {
        cwd,
        env: { CASSBENCH_CACHE: cache },
        async onStart(child) {
          const nodes = await processesWith(cache);
          const find = (lines: readonly string[]) =>
            lines.find((line) => line.includes(join(node, "cassandra.yaml")));
          await untilWritten(join(cwd, "marked"), child);
          const line = find(nodes) ?? find(await processesWith(cache));
          Deno.kill(Number.parseInt(line ?? ""), "SIGKILL");
          killedAt = performance.now();
        },
      },
    );
    const result: Result = JSON.parse(await Deno.readTextFile(join(cwd, "x.json")));
    return { finished: { ...finished, elapsed: performance.now() - killedAt }, result };
  });
}
