import type { LittleCheck, LittlePredictions, PoolAdvice } from "../../result/advice.ts";
import { adviceOf } from "../../result/conclude/advice/advice.ts";
import { describeUsl } from "../../result/conclude/advice/usl_words.ts";
import { describeLimit } from "../../result/conclude/advice/words.ts";
import type { Result } from "../../result/document.ts";
import { formatCount, formatCounted, formatShare } from "../../result/format.ts";
import { poolFigure } from "../figures/pool_advice.ts";
import { type Detail, list, paragraph, type Report, section } from "../model.ts";

/** Which pool size to use: the advice, what it rests on, and the curve. In brief, the advice alone. */
export function adviceSection(result: Result, detail: Detail = "full"): Report {
  const advice = adviceOf(result);
  if (advice.length === 0) return [];
  const isBrief = detail === "brief";
  return [
    section("Pool size"),
    ...list(advice.map((one) => ({
      text: [{ strong: one.message }],
      ...!isBrief && { items: groundsOf(one).map((text) => ({ text })) },
    }))),
    ...isBrief || !advice.some(({ little }) => little && little.check?.holds !== false)
      ? []
      : [paragraph(ASSUMPTION)],
    ...isBrief ? [] : [{ kind: "figure" as const, figure: poolFigure(result) }],
  ];
}

const ASSUMPTION =
  "Other latencies by Little's law, pool = throughput × response time: it assumes " +
  "that the server takes as long as here when it does as much.";

function groundsOf(advice: PoolAdvice): string[] {
  const { pools, little, usl, best } = advice;
  if (best === null) return [];
  const largest = pools.at(-1)?.poolSize ?? 1;
  return [
    ...describeLimit(advice),
    ...little ? describeLittle(little) : [],
    ...usl ? [describeUsl(usl, largest)] : [],
  ];
}

/** Predictions that the cases at other latencies do not bear out are left out. */
function describeLittle({ predictions, check, requests }: LittlePredictions): string[] {
  if (predictions.length === 0) return [];
  if (check !== null && !check.holds) {
    const off = formatShare(Number(check.worst.toFixed(2)));
    return [
      `Little's law predicts no other latency here: ${nameChecked(check)} are off by up to ${off}.`,
    ];
  }
  const pools = predictions.map(({ latency, poolSize, advised }) => {
    const found = advised === null ? "" : ` (measured: ${formatCount(advised)})`;
    return `a pool of ${formatCount(poolSize)} at ${latency} ms${found}`;
  });
  const each = requests === 1 ? "" : `, with ${requests} requests one after the other`;
  return [`Predicted: ${pools.join(", ")}${each}.${check === null ? "" : describeCheck(check)}`];
}

function describeCheck(check: LittleCheck): string {
  const off = formatShare(Number(check.worst.toFixed(2)));
  const found = check.worst < 0.005 ? "so it is" : `off by at most ${off}`;
  return ` Checked with ${nameChecked(check)}: ${found}.`;
}

function nameChecked({ cases }: LittleCheck): string {
  return `${formatCounted(cases, "pool")} at other latencies`;
}
