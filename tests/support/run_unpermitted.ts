/**
 * Runs the tests that need no permission, and reports all others as ignored, as a plain `deno test` does. Loading a test
 * file takes longer than running it, so the files are not loaded one by one, each with all that it imports: two modules
 * import all of them that can be. What measures how long something takes runs alone, later.
 */
import { join } from "node:path";
import { inRepository, inTemporaryFolder } from "./paths.ts";
import { denoTest, findTests, isAlone, isTiming, writeImporter } from "./test_files.ts";

/** Modules that are run at the same time. */
const MODULES = 2;

const files = findTests("tests").filter((file) => !isTiming(file));
const [alone = [], together = []] = [true, false].map((own) =>
  files.filter((file) => isAlone(file) === own)
);

const code = await inTemporaryFolder(async (folder) => {
  const modules = Array.from(
    { length: MODULES },
    (_, at) => join(folder, `tests_${at + 1}_test.ts`),
  );
  for (const [at, module] of modules.entries()) {
    await writeImporter(module, together.filter((_, place) => place % MODULES === at));
  }
  return await denoTest(
    ...["--no-prompt", "--no-check", "--parallel", "--config", inRepository("deno.json")],
    ...[...modules, ...alone],
  );
});
Deno.exit(code);
