import assert from "node:assert/strict";
import { TargetError } from "../../src/errors.ts";
import { lackedPermission } from "../../src/runtime/permissions.ts";

const FLAG: Record<string, readonly [problem: string, flag: string]> = {
  'Requires net access to "10.0.0.1:9042", run again with the --allow-net flag': [
    'Deno gave no net access to "10.0.0.1:9042"',
    "add --allow-net=10.0.0.1:9042 after",
  ],
  "Uncaught (in promise) NotCapable: Requires write access to <TMP>, run again with the --allow-write flag":
    ["Deno gave no write access", "add --allow-write after"],
  "Requires env access, run again with the --allow-env flag": [
    "Deno gave no env access",
    "add --allow-env after",
  ],
  'Requires ffi access to "libc.so.6", run again with the --allow-ffi flag': [
    'Deno gave no ffi access to "libc.so.6"',
    "only `deno run -A` gives it",
  ],
  'Requires all access to "/proc/1/status", run again with the --allow-all flag': [
    'Deno gave no all access to "/proc/1/status"',
    "only `deno run -A` gives it",
  ],
};

for (const [message, [problem, flag]] of Object.entries(FLAG)) {
  Deno.test(`lackedPermission() reads what Deno says: ${message}`, () => {
    const cause = new Deno.errors.NotCapable(message);
    for (const error of [message, cause, new TargetError("Cannot", undefined, { cause })]) {
      const lacked = lackedPermission(error);
      assert.equal(lacked?.problem, problem);
      assert.ok(lacked?.hint.startsWith(flag), lacked?.hint);
    }
  });
}

Deno.test("lackedPermission() knows other errors from those of permissions", () => {
  for (const error of [new Error("Requires patience"), "no", undefined, null, 1]) {
    assert.equal(lackedPermission(error), undefined);
  }
});
