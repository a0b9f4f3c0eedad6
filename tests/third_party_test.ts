/** What cassbench runs with is pinned, permissive and listed. */
import assert from "node:assert/strict";
import { testPermitted } from "./support/needs.ts";
import { inRepository } from "./support/paths.ts";
import { isPermissive, thirdParties, thirdPartyText } from "./support/third_party.ts";

testPermitted("THIRD_PARTY.md lists every package, and every license is permissive", async () => {
  const packages = await thirdParties();
  assert.ok(packages.length > 10);
  const bad = packages.filter(({ license }) => !isPermissive(license));
  assert.deepEqual(bad, []);
  const expected = await thirdPartyText(packages);
  const found = await Deno.readTextFile(inRepository("THIRD_PARTY.md"));
  assert.equal(found, expected, "`deno task licenses` writes it anew");
});

testPermitted("every package of npm is pinned to one version, and the lock file is frozen", () => {
  const { imports, lock } = JSON.parse(Deno.readTextFileSync(inRepository("deno.json")));
  assert.equal(lock.frozen, true);
  for (const specifier of Object.values(imports as Record<string, string>)) {
    if (!specifier.startsWith("jsr:@std/")) assert.match(specifier, /^npm:.+@\d+\.\d+\.\d+$/);
  }
  return Promise.resolve();
});

testPermitted(
  "the lock file has what deno.json names, and nothing that is named no longer",
  async () => {
    const { specifiers, npm } = JSON.parse(Deno.readTextFileSync(inRepository("deno.lock")));
    const { imports } = JSON.parse(Deno.readTextFileSync(inRepository("deno.json")));
    const named = Object.values(imports as Record<string, string>).filter((one) =>
      /^npm:/.test(one)
    );
    assert.deepEqual(Object.keys(specifiers).sort(), named.sort());
    for (const { name, version } of await thirdParties()) {
      assert.ok(npm[`${name}@${version}`], name);
    }
  },
);
