import assert from "node:assert/strict";
import { join } from "node:path";
import { TargetError } from "../../src/errors.ts";
import { keepCalibration, readCalibration } from "../../src/run/kept_calibration.ts";
import { withEnvironment } from "../support/environment.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

const CALIBRATION = { at: "2026-11-22T06:25:00.000Z", error: 0.12, passed: true };

/** Runs a test body with a cache folder of its own. */
async function withCache(body: (folder: string) => void): Promise<void> {
  await inTemporaryFolder((folder) => {
    const CASSBENCH_CACHE = join(folder, "cache");
    return withEnvironment({ CASSBENCH_CACHE }, () => Promise.resolve(body(CASSBENCH_CACHE)));
  });
}

function onlyFile(folder: string): string {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
  assert.equal(names.length, 1, `${names}`);
  return join(folder, names[0] ?? "");
}

testPermitted(
  "readCalibration() finds what keepCalibration() kept last, and one file",
  () =>
    withCache((folder) => {
      assert.equal(readCalibration(), undefined);
      keepCalibration({ ...CALIBRATION, error: 3, passed: false });
      keepCalibration(CALIBRATION);
      assert.deepEqual(readCalibration(), CALIBRATION);
      assert.match(onlyFile(folder), /calibration-\d.*-deno-\d.*-driver-\d.*\.json$/);
    }),
);

testPermitted("readCalibration() knows nothing of other versions", () =>
  withCache((folder) => {
    keepCalibration(CALIBRATION);
    const file = onlyFile(folder);
    Deno.renameSync(file, file.replace(/deno-[\d.]+/, "deno-2.0.0"));
    assert.equal(readCalibration(), undefined);
  }));

testPermitted(
  "readCalibration() takes a file that is no calibration for none",
  () =>
    withCache((folder) => {
      keepCalibration(CALIBRATION);
      const file = onlyFile(folder);
      for (const text of ["", "{", "null", "[]", '{"at":"2026","error":null,"passed":true}']) {
        Deno.writeTextFileSync(file, text);
        assert.equal(readCalibration(), undefined, text);
      }
    }),
);

testPermitted("keepCalibration() says which folder cannot be written", () =>
  withCache((folder) => {
    Deno.writeTextFileSync(folder, "a file");
    assert.throws(
      () => keepCalibration(CALIBRATION),
      (error) =>
        error instanceof TargetError && error.message.includes(folder) &&
        /CASSBENCH_CACHE/.test(error.hint ?? ""),
    );
    assert.equal(readCalibration(), undefined);
  }));
