import { ConsistencyCode } from "../../protocol/opcodes.ts";
import type { Verified } from "../../result/verified.ts";
import type { ReadConsistency } from "../../scenario/calls/call_options.ts";
import type { Session } from "../../scenario/calls/session.ts";
import type { Model } from "../../scenario/schema/model.ts";
import { type Fate, judgeRow } from "./judge.ts";
import { Kind, type ThreadWrites } from "./log.ts";
import { createRowReader, type RowReader, WEAKEST } from "./reader.ts";
import { countWrites, gatherRows, type WrittenRow } from "./rows.ts";

/** What is read back, and with what. */
export interface ReadBackOptions {
  /** What each thread wrote. */
  readonly threads: readonly ThreadWrites[];
  readonly models: readonly Model[];
  readonly session: Session;
  readonly signal: AbortSignal;
}

/** How many rows are read at once. */
const IN_FLIGHT = 128;

/** How many rows that are wrong are described. */
const MOST_EXAMPLES = 10;

/** Reads back what was written, and judges it. When the signal aborts, what is left has not been checked. */
export function readBack({ threads, models, session, signal }: ReadBackOptions): {
  /** What is known so far. */
  verified(why: "stopped" | "unreadable"): Verified;
  readonly ended: Promise<void>;
} {
  const startedAt = performance.now();
  const { sampledOut, ...counts } = countWrites(threads);
  const since = Math.min(...threads.map(({ since }) => since));
  const fates: Record<string, number> = {};
  const examples: string[] = [];
  let unknownApplied = 0, counted = 0;
  const reader = createRowReader(session, signal);

  function count(fate: string, times = 1): void {
    if (times > 0) fates[fate] = (fates[fate] ?? 0) + times;
    counted += times;
  }

  async function check(row: WrittenRow): Promise<void> {
    const { writes } = row;
    const acknowledged = writes.filter(({ isAcknowledged }) => isAcknowledged).length;
    const why = whyNot(row);
    if (why !== undefined) return count(why, acknowledged);
    const judged = await judge(row, reader, since);
    // What the stop cut short is among what is left.
    if (signal.aborted && judged === undefined) return;
    if (judged === undefined) return count("unreadable", acknowledged);
    for (const fate of judged.fates) count(fate);
    unknownApplied += judged.unknownApplied;
    if (judged.problem !== undefined && examples.length < MOST_EXAMPLES) {
      examples.push(judged.problem);
    }
  }

  async function run(): Promise<void> {
    count("sampled", sampledOut);
    for (const { unlogged } of threads) {
      for (const [why, times] of Object.entries(unlogged)) count(why, times);
    }
    for await (const rows of gatherRows(threads, models)) {
      const drain = async () => {
        for (let row = rows.pop(); row !== undefined && !signal.aborted; row = rows.pop()) {
          await check(row);
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, drain));
      if (signal.aborted) return;
    }
  }

  function verified(why: "stopped" | "unreadable"): Verified {
    const { readBack = 0, overwritten = 0, missing = 0, different = 0, ...others } = fates;
    const left = counts.acknowledged - counted;
    const notChecked: Record<string, number> = {
      ...others,
      ...left > 0 && { [why]: left + (others[why] ?? 0) },
    };
    const isUnread = notChecked.unreadable !== undefined;
    const all = [...examples, ...isUnread ? reader.problems() : []];
    return {
      ...{ acknowledged: counts.acknowledged, readBack, overwritten, missing, different },
      ...Object.keys(notChecked).length > 0 && { notChecked },
      ...{ unknown: counts.unknown, unknownApplied },
      ...all.length > 0 && { examples: all },
      elapsed: performance.now() - startedAt,
    };
  }

  return { verified, ended: run() };
}

/** Why a row is not looked for; `undefined` where it is. */
function whyNot({ codec, disturbedBy, writes }: WrittenRow): string | undefined {
  if (codec === undefined) return "otherTable";
  if (disturbedBy !== undefined) return disturbedBy;
  const kinds = new Set(writes.map(({ kind }) => kind));
  if (kinds.has(Kind.timestamp)) return "timestamp";
  if (kinds.has(Kind.any)) return "any";
  // The times of conditional writes are the servers'.
  return kinds.has(Kind.conditional) && kinds.size > 1 ? "conditional" : undefined;
}

/**
 * Judges a row: `undefined` where it cannot be read. Where not as many replicas answer as must, what fewer have counts as
 * long as it is what was written.
 */
async function judge(row: WrittenRow, reader: RowReader, since: number) {
  const { codec, key, writes } = row;
  const isConditional = writes.some(({ kind }) => kind === Kind.conditional);
  const earliest = isConditional ? -Infinity : since;
  const found = await reader.read(codec!, key, levelFor(writes, isConditional));
  if (found !== undefined) return judgeRow(row, found, earliest);
  const weaker = await reader.read(codec!, key, WEAKEST);
  const judged = weaker && judgeRow(row, weaker, earliest);
  const isWrong = (fate: Fate) => fate === "missing" || fate === "different";
  return judged?.fates.some(isWrong) ? undefined : judged;
}

/** A read at which consistency sees a write that was acknowledged at this one; at `all`, whatever it was. */
const SEES: Readonly<Record<number, ReadConsistency>> = {
  [ConsistencyCode.quorum]: "quorum",
  [ConsistencyCode.localQuorum]: "localQuorum",
  [ConsistencyCode.eachQuorum]: "localQuorum",
  [ConsistencyCode.all]: "localQuorum",
};

/** From weak to strong. */
const STRENGTHS: readonly ReadConsistency[] = ["localQuorum", "quorum", "all"];

function levelFor(writes: WrittenRow["writes"], isConditional: boolean): ReadConsistency {
  if (isConditional) return "serial";
  const strengths = writes.filter(({ isAcknowledged }) => isAcknowledged)
    .map(({ level }) => STRENGTHS.indexOf(SEES[level] ?? "all"));
  return STRENGTHS[Math.max(0, ...strengths)]!;
}
