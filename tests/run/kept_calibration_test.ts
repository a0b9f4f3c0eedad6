import assert from "node:assert/strict";
import { join } from "node:path";
import { TargetError } from "../../src/errors.ts";
import type { Calibration } from "../../src/result/document.ts";
import { keepCalibration, readCalibration } from "../../src/run/kept_calibration.ts";
import { withEnvironment } from "../support/environment.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

const CALIBRATION: Calibration = {
  ...{ at: "2026-11-22T06:25:00.000Z", error: 0.12, passed: true, client: "driver" },
  ceilings: { driver: { cpu: 30, throughput: 33_333 }, wire: { cpu: 2, throughput: 500_000 } },
};

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
      assert.equal(readCalibration("driver"), undefined);
      keepCalibration({ ...CALIBRATION, error: 3, passed: false });
      keepCalibration(CALIBRATION);
      assert.deepEqual(readCalibration("driver"), CALIBRATION);
      assert.match(onlyFile(folder), /calibration-\d.*-deno-\d.*-driver-\d.*\.json$/);
    }),
);

testPermitted("readCalibration() keeps the clients apart", () =>
  withCache(() => {
    keepCalibration({ ...CALIBRATION, client: "wire", error: 0.05 });
    assert.equal(readCalibration("driver"), undefined);
    keepCalibration(CALIBRATION);
    assert.equal(readCalibration("wire")?.error, 0.05);
    assert.equal(readCalibration("driver")?.error, 0.12);
  }));

testPermitted("readCalibration() knows nothing of other versions", () =>
  withCache((folder) => {
    keepCalibration(CALIBRATION);
    const file = onlyFile(folder);
    Deno.renameSync(file, file.replace(/deno-[\d.]+/, "deno-2.0.0"));
    assert.equal(readCalibration("driver"), undefined);
  }));

testPermitted(
  "readCalibration() takes a file that is no calibration for none",
  () =>
    withCache((folder) => {
      keepCalibration(CALIBRATION);
      const file = onlyFile(folder);
      for (const text of ["", "{", "null", "[]", '{"at":"2026","error":null,"passed":true}']) {
        Deno.writeTextFileSync(file, text);
        assert.equal(readCalibration("driver"), undefined, text);
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
    assert.equal(readCalibration("driver"), undefined);
  }));
