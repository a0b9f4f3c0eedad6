import assert from "node:assert/strict";
import { createTimes } from "../../../src/measure/times.ts";
import { csv } from "../../../src/report/csv.ts";
import { html } from "../../../src/report/html/html.ts";
import { jira } from "../../../src/report/jira.ts";
import { markdown } from "../../../src/report/markdown.ts";
import { agentsSection } from "../../../src/report/sections/agents.ts";
import { environmentSection } from "../../../src/report/sections/environment.ts";
import type { AgentResult } from "../../../src/result/agent.ts";
import { caseOf, environmentOf, HEALTHY, INVALID, resultOf } from "../../result/fixture.ts";
import { assertText, rendered, tableLines } from "../snapshot.ts";

/** The distribution of times from 0.1 ms to so many. */
function timesUpTo(ms: number) {
  const times = createTimes();
  for (let at = 1; at <= 100; at++) times.record(ms * at / 100);
  return times.summary();
}

/** An agent that measured times up to so many milliseconds. */
function agentOf(
  agent: string,
  zone: string | undefined,
  ms: number,
  parts: Partial<AgentResult> = {},
): AgentResult {
  const time = timesUpTo(ms);
  return {
    ...{ agent, host: `host-${agent}`, ...zone !== undefined && { zone }, cpus: 4 },
    ...{ cassbench: "0.1.0", deno: "2.9.6", threads: 2, status: "completed" },
    ...{ operations: 100, errors: 2, throughput: 98 },
    ...{ serviceTime: time, responseTime: time, waitTime: null, client: HEALTHY },
    verdict: { valid: true, reasons: [] },
    clock: { offset: 12.5, uncertainty: 0.18 },
    startedLate: 0.02,
    ...parts,
  };
}

const LOST: Partial<AgentResult> = {
  ...{ status: "failed", operations: 0, errors: 0, throughput: 0, startedLate: null, client: null },
  ...{ serviceTime: null, responseTime: null, verdict: { valid: false, reasons: [] } },
  lost: "was silent for 10 s",
};

const AGENTS = [
  agentOf("a1", "west", 10),
  agentOf("a2", "west", 1_000, { verdict: INVALID, startedLate: -0.05 }),
  agentOf("a3", "east", 20),
  agentOf("a4", undefined, 5, LOST),
];

const agents = AGENTS.map(({ agent, host, zone, cpus, cassbench, deno }) => ({
  ...{ agent, ...host !== undefined && { host }, ...zone !== undefined && { zone } },
  ...{ cpus, cassbench, deno },
}));

const RESULT = resultOf([caseOf({ poolSize: 100, agents: AGENTS })], [100], {
  environment: { ...environmentOf(), agents },
});

Deno.test("agentsSection() has a row for each agent and for each zone, whose histograms are added", async (t) => {
  await assertText(t, rendered(agentsSection(RESULT)));
  const zones = rendered(agentsSection(RESULT).slice(2));
  // Of 200 times, the 100th is 10 ms; the mean of both p50s would be 252 ms.
  assert.match(zones, /\| west +\| +2 \|.*\| +10\.0 \|/);
});

Deno.test("agentsSection() of results that were merged by hand has no hosts, and says that clocks were not compared", () => {
  const byHand = ["a.json", "b.json"].map((name): AgentResult => {
    const { host: _, ...agent } = agentOf(name, undefined, 10, { clock: null, startedLate: 250 });
    return agent;
  });
  const section = agentsSection(resultOf([caseOf({ agents: byHand })]));
  assert.doesNotMatch(JSON.stringify(section), /host|±/);
  assert.match(JSON.stringify(section), /"text":"250"/);
  const text = rendered(section);
  assert.match(text, /\| a\.json \|.*\| completed \|/);
  assert.match(
    text.replaceAll("\n", " "),
    /ms after the first one, by clocks that nobody compared/,
  );
});

Deno.test("agentsSection() has nothing to say where this process carried the load alone", () => {
  assert.deepEqual(agentsSection(resultOf([caseOf({})])), []);
});

Deno.test("agentsSection() in brief leaves many agents to the files, but for those that are not valid, and their zones", () => {
  const many = Array.from({ length: 30 }, (_, at) => agentOf(`a${at}`, `z${at % 3}`, 10));
  const result = resultOf([caseOf({ agents: many })]);
  const brief = tableLines(agentsSection(result, "brief"));
  assert.equal(brief.length, 2 + 3);
  assert.match(brief[0] ?? "", /zone/);
  assert.equal(tableLines(agentsSection(result, "full")).length, 2 + 30);
  const none = resultOf([caseOf({ agents: many.map(({ zone: _, ...agent }) => agent) })]);
  assert.deepEqual(agentsSection(none, "brief"), []);
  const bad = many.map((agent, at) => at === 7 ? { ...agent, verdict: INVALID } : agent);
  const shown = tableLines(agentsSection(resultOf([caseOf({ agents: bad })]), "brief"));
  assert.equal(shown.length, 2 + 1);
  assert.match(shown[2] ?? "", /a7 .* not valid: clientCpu/);
});

Deno.test("the environment names the agents, and says that the rest is of the coordinator", async (t) => {
  await assertText(t, rendered(environmentSection(RESULT)));
});

Deno.test("a run in which a share is missing says that it is not whole, and of whom", () => {
  const page = markdown({ ...RESULT, status: "aborted" });
  assert.match(page, /\*\*The run is not whole\*\*: the share of agent a4 \(host-a4\) is missing/);
});

Deno.test("each format shows the agents, and CSV has how many there were and how many are missing", () => {
  for (const page of [markdown(RESULT), html(RESULT), jira(RESULT)]) {
    assert.match(page, /west/);
    assert.match(page, /was silent for 10 s/);
  }
  const [names = "", row = ""] = csv(RESULT).split("\r\n");
  const cells = row.split(",");
  const cell = (name: string) => cells[names.split(",").indexOf(name)];
  assert.deepEqual([cell("agents"), cell("agents.missing")], ["4", "1"]);
  assert.doesNotMatch(csv(resultOf([caseOf({})])), /agents/);
});

Deno.test("what an agent says of itself does nothing in a report", () => {
  const hostile = "</script><b>|*x*\n=cmd()\u001b[31m";
  const agent = agentOf("a1", hostile, 10, { host: hostile, lost: hostile });
  const named = [{ ...agents[0]!, agent: hostile, host: hostile, zone: hostile }];
  const result = resultOf([caseOf({ agents: [{ ...agent, agent: hostile }] })], [1], {
    ...{ status: "aborted", environment: { ...environmentOf(), agents: named } },
  });
  for (const text of [markdown(result), jira(result), html(result), csv(result)]) {
    assert.ok(!text.includes("\u001b"));
    assert.doesNotMatch(text, /<\/script><b>\|/);
  }
  assert.doesNotMatch(markdown(result), /^=cmd/m);
});
