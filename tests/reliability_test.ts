/** The tests that docs/reliability.md names are there. */
import assert from "node:assert/strict";
import { testPermitted } from "./support/needs.ts";
import { inRepository } from "./support/paths.ts";

const ROWS = Array.from({ length: 32 }, (_, at) => `T${at + 1}`);

/** The rows of the tables, without their heads. */
function readRows(): string[] {
  const text = Deno.readTextFileSync(inRepository("docs/reliability.md"));
  return text.split("\n").filter((line) => /^\| (?!what is|---)/.test(line));
}

testPermitted("docs/reliability.md has each of its 32 rows, with tests or a reason", () => {
  const rows = readRows();
  const numbers = rows.flatMap((row) => /^\| (T\d+):/.exec(row)?.[1] ?? []);
  assert.deepEqual(numbers.toSorted(), ROWS.toSorted());
  for (const row of rows) assert.match(row, /`tests\/|because/);
});

testPermitted("docs/reliability.md names tests that there are", () => {
  let named = 0;
  for (const row of readRows()) {
    for (
      const [, path = "", names = ""] of row.matchAll(/`(tests\/[^`]+)`: ((?:"[^"]+"(?:, )?)+)/g)
    ) {
      const source = Deno.readTextFileSync(inRepository(path));
      for (const [, name = ""] of names.matchAll(/"([^"]+)"/g)) {
        assert.ok(source.includes(name), `${path} has "${name}"`);
        named++;
      }
    }
  }
  assert.ok(named >= ROWS.length);
});
