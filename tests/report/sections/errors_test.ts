import assert from "node:assert/strict";
import { markdown } from "../../../mod.ts";
import { caseOf, errorsOf, resultOf } from "../../result/fixture.ts";

Deno.test("the errors say how many of them may have written all the same, case by case", () => {
  const errors = errorsOf({ writeTimeout: [1_200, "timed out"], invalid: [1, "no table"] });
  const cases = [
    caseOf({ poolSize: 1, errors: { ...errors, unknown: 1_200 } }),
    caseOf({ poolSize: 100, errors: { ...errorsOf({ invalid: [1, "no table"] }) } }),
    caseOf({ poolSize: 10, errors: { ...errorsOf({ serverError: [1, "?"] }), unknown: 1 } }),
  ];
  assert.match(
    markdown(resultOf(cases)).replaceAll(/\s+/g, " "),
    /pool 1: 1,200 of 1,201 failed operations may have written all the same \(unknown\); pool 10: 1 of 1 failed operation may/,
  );
  assert.doesNotMatch(markdown(resultOf([cases[1]!])), /unknown/);
});
