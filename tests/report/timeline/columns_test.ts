import assert from "node:assert/strict";
import { columnsOf, cut, fill } from "../../../src/report/timeline/columns.ts";
import { seededRandom } from "../../support/random.ts";

Deno.test("columnsOf() counts what a terminal shows: two for East Asian letters and emoji, none for marks", () => {
  assert.equal(columnsOf("likes"), 5);
  assert.equal(columnsOf("Grüße ░▒▓█─·"), 12);
  assert.equal(columnsOf("u\u0308"), 1);
  assert.equal(columnsOf("日本 한글 ｆ"), 12);
  assert.equal(columnsOf("👋"), 2);
});

Deno.test("cut() leaves what fits, and ends what does not with …", () => {
  assert.equal(cut("friends", 7), "friends");
  assert.equal(cut("friends", 6), "frien…");
  assert.equal(cut("the friends", 5), "the…");
  assert.equal(cut("日本語", 5), "日本…");
  assert.equal(cut("日本語", 4), "日…");
});

Deno.test("fill() takes exactly the columns it is given, whatever the text", () => {
  const random = seededRandom(3);
  for (let i = 0; i < 1_000; i++) {
    const text = Array.from({ length: random.below(12) }, () => random.pick([..."ab 日ü👋"])).join(
      "",
    );
    const columns = 1 + random.below(12);
    assert.equal(columnsOf(fill(text, columns)), columns, JSON.stringify(text));
  }
});
