import assert from "node:assert/strict";
import { cut, displayWidth, fill } from "../../src/report/width.ts";
import { seededRandom } from "../support/random.ts";

Deno.test("displayWidth() counts what a terminal shows: two for East Asian letters and emoji, none for marks", () => {
  assert.equal(displayWidth("likes"), 5);
  assert.equal(displayWidth("Grüße ░▒▓█─·"), 12);
  assert.equal(displayWidth("u\u0308"), 1);
  assert.equal(displayWidth("日本 한글 ｆ"), 12);
  assert.equal(displayWidth("👋"), 2);
  assert.equal(displayWidth("👨‍👩‍👧 🇩🇪 ❤️ 👍🏽"), 11);
  assert.equal(displayWidth("한국"), 4);
  assert.equal(displayWidth("a\u200bb\u0301"), 2);
});

Deno.test("cut() leaves what fits, and ends what does not with …", () => {
  assert.equal(cut("friends", 7), "friends");
  assert.equal(cut("friends", 6), "frien…");
  assert.equal(cut("the friends", 5), "the…");
  assert.equal(cut("日本語", 5), "日本…");
  assert.equal(cut("日本語", 4), "日…");
  assert.equal(cut("u\u0308u\u0308u\u0308", 2), "u\u0308…");
  assert.equal(cut("👨‍👩‍👧👨‍👩‍👧", 3), "👨‍👩‍👧…");
});

Deno.test("fill() takes exactly the columns it is given, whatever the text", () => {
  const random = seededRandom(3);
  for (let i = 0; i < 1_000; i++) {
    const text = Array.from(
      { length: random.below(12) },
      () => random.pick([..."ab 日ü👋", "u\u0308", "👨‍👩‍👧"]),
    ).join(
      "",
    );
    const columns = 1 + random.below(12);
    assert.equal(displayWidth(fill(text, columns)), columns, JSON.stringify(text));
  }
});

Deno.test("fill() puts the blanks where the text does not stand", () => {
  assert.equal(fill("日本", 6), "日本  ");
  assert.equal(fill("日本", 6, "right"), "  日本");
});
