/** A second project that imports the package by its JSR name, as its users do. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { testPermitted } from "./support/needs.ts";
import { inRepository, inTemporaryFolder } from "./support/paths.ts";

const CONFIG = {
  links: ["", "vendor/std_async", "vendor/std_cli"].map((part) => inRepository(part)),
  imports: { "@cassbench/cassbench": "jsr:@cassbench/cassbench@^0.1" },
};

const MAIN = `
import { json, markdown, model, run, scenario, ScenarioError } from "@cassbench/cassbench";

const User = model("user", { user_id: "uuid", name: "text" }, ["user_id"]);
const users = scenario({
  name: "users",
  models: [User],
  input: ({ faker }) => ({ user_id: faker.string.uuid(), name: faker.person.fullName() }),
  operation: (session, user) => session.create(User, user),
});

const seen = new Set<string>();
const result = await run(users, {
  target: "embedded",
  poolSizes: [1, 10],
  operations: 20,
  onProgress: ({ type }) => seen.add(type),
});
if (!markdown(result).startsWith("# users")) throw new Error("no page");
if (!seen.has("measured") || !seen.has("running")) throw new Error("no progress");

const controller = new AbortController();
const stopped = await run(users, {
  operations: 1_000_000,
  signal: controller.signal,
  onProgress: (event) => event.type === "running" && event.at.done > 0 && controller.abort(),
});
const refused = await run(users, { poolSizes: [0] }).catch((error) => error instanceof ScenarioError);
console.log(JSON.stringify({
  cases: JSON.parse(json(result)).cases.map((measured: { operations: number }) => measured.operations),
  stopped: stopped.status,
  refused,
}));
`;

/** Has Deno do something in the folder of such a project; `wrong.ts` differs from `main.ts` by a misspelled column. */
async function inProject(...args: string[]) {
  return await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "deno.json"), JSON.stringify(CONFIG));
    await Deno.writeTextFile(join(cwd, "main.ts"), MAIN);
    await Deno.writeTextFile(join(cwd, "wrong.ts"), MAIN.replace("name: faker", "nmae: faker"));
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      ...{ args, cwd, env: { NO_COLOR: "1" } },
    }).output();
    const text = new TextDecoder();
    return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
  });
}

testPermitted(
  "another project runs a scenario through the package's JSR name, with no command line",
  async () => {
    const { code, stdout, stderr } = await inProject("run", "-A", "--no-check", "main.ts");
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), { cases: [20, 20], stopped: "aborted", refused: true });
  },
);

testPermitted("another project compiles, and with a wrong column it does not", async () => {
  const { code, stderr } = await inProject("check", "main.ts", "wrong.ts");
  assert.equal(code, 1);
  const [error, ...others] = stderr.split(/^TS\d+ \[ERROR\]: /m).slice(1);
  assert.deepEqual(others, []);
  assert.match(
    error ?? "",
    /Types of property 'nmae' are incompatible.\s+Type 'string' is not assignable to type 'NoColumn'/,
  );
  assert.match(error ?? "", /\/wrong\.ts:\d+:\d+$/m);
});
