import assert from "node:assert/strict";
import { jira, renderJira } from "../../src/report/jira.ts";
import { escapeJira } from "../../src/report/jira/text.ts";
import { paragraph } from "../../src/report/model.ts";
import { PUBLISHED, resultOf } from "../result/fixture.ts";
import { pageCaseOf, pageOf } from "./timeline/timeline_fixture.ts";
import { assertText } from "./snapshot.ts";

Deno.test("jira() is a whole page of a completed run", async (t) => {
  await assertText(t, jira(resultOf(PUBLISHED)));
});

Deno.test("Jira's markup in a name does nothing", () => {
  const cases: readonly (readonly [text: string, escaped: string])[] = [
    ["{code}x{code}", "\\{code\\}x\\{code\\}"],
    ["[~bob] and [a|http://x.y]", "\\[\\~bob\\] and \\[a¦http:\u2060//x.y\\]"],
    ["!a.png!", "\\!a.png\\!"],
    ["a | b", "a ¦ b"],
    ["a\\\\b", "a\\\u2060\\\u2060b"],
    ["\\{x", "\\\u2060\\{x"],
    ["*a* _b_ -c- +d+ ^e^ ~f~", "\\*a\\* \\_b\\_ \\-c\\- \\+d\\+ \\^e\\^ \\~f\\~"],
    ["??a?? what?", "\\?\\?a\\?\\? what?"],
    [
      "snake_case, client-side, p99 of 5-10 ms (all)",
      "snake_case, client-side, p99 of 5-10 ms \\(all)",
    ],
    ["ABC-12", "ABC\\-12"],
    ["h1. x bq. y", "h1\u2060. x bq\u2060. y"],
    ["(y) :) ;-(", "\\(y) :\\) ;\\-\\("],
    ["&lt; < & >", "&\u2060lt; < & >"],
    ["a\n* b\n----", "a \\* b \\-\\-\\-\\-"],
    ["\x1b[2J=cmd()</script>", "\\\u2060u001b\\[2J=cmd()</script>"],
  ];
  for (const [text, escaped] of cases) assert.equal(escapeJira(text), escaped);
});

Deno.test("a strong text stands out where Jira reads it the same both times", () => {
  assert.equal(
    renderJira([paragraph([{ strong: "Not whole" }, ": an end."], [{ strong: "a*b" }, "c"])]),
    "*Not whole*: an end.\na\\*bc\n",
  );
});

Deno.test("a text that keeps its lines does so in Jira, also where it ends such a text", () => {
  assert.equal(
    renderJira([{ kind: "code", text: "a {b}\n{noformat} |c|" }]),
    "{noformat}\na {b}\n{\u2060noformat} |c|\n{noformat}\n",
  );
});

Deno.test("pages are drawn in Jira as they are in Markdown", () => {
  const page = jira(resultOf([pageCaseOf("serial", [pageOf([{ name: "a" }], "serial")])]));
  assert.match(page, /\{noformat\}\nserial: the median page[^{]*\n\{noformat\}/);
});
