import { type Look, paint } from "../../report/markdown/look.ts";
import { cut, displayWidth } from "../../report/width.ts";
import { printable } from "../../result/format.ts";
import type { PopulateProgress } from "../../run/options.ts";
import type { LiveCase } from "../../telemetry/live.ts";
import { describeCase, describeFigures, describePopulate } from "./describe.ts";

const BAR_WIDTH = 16;
/** How many of the last seconds a sparkline shows. */
const SPARK_WIDTH = 12;
const LEAST_FOR_SPARKS = 30;
const SPARKS = "▁▂▃▄▅▆▇█";
const GAP = "  ";

/** The lines of a case that runs, none as wide as the terminal: a line that is full would begin another. */
export function drawCase(live: LiveCase, look: Look): string[] {
  const { at, seconds, errors } = live;
  const texts = describeFigures(live);
  const title = `${drawShare(at.share, look)} ${printable(describeCase(at))}`;
  const rates = spark(seconds.map(({ rate }) => rate), look);
  const longest = spark(seconds.map(({ times }) => times?.p99 ?? 0), look);
  const parts = [
    `${paint(texts.rate, "strong", look)}${rates}`,
    texts.p50,
    texts.p99 && `${texts.p99}${longest}`,
    texts.errors && paint(texts.errors, errors > 0 ? "bad" : "aside", look),
    texts.inFlight && paint(texts.inFlight, "aside", look),
    paint(texts.done, "aside", look),
    texts.left,
  ].filter((part) => part !== undefined);
  return [cut(title, look.columns - 1), ...flow(parts, look.columns - 1)];
}

/** The line of tables that are being filled. */
export function drawPopulate(progress: PopulateProgress, look: Look): string[] {
  return [
    cut(`${drawShare(progress.share, look)} ${describePopulate(progress)}`, look.columns - 1),
  ];
}

function drawShare(share: number, look: Look): string {
  const filled = Math.round(Math.min(share, 1) * BAR_WIDTH);
  const [full, empty] = look.hasBars ? ["█", "░"] : ["#", "."];
  return full.repeat(filled).padEnd(BAR_WIDTH, empty);
}

/** The last figures as bars beside each other, after a blank; nothing where a terminal has no such signs. */
function spark(figures: readonly number[], look: Look): string {
  const last = figures.slice(-SPARK_WIDTH);
  if (!look.hasBars || last.length < 2 || look.columns < LEAST_FOR_SPARKS) return "";
  const most = Math.max(...last);
  const signs = last.map((figure) => {
    const height = most > 0 ? Math.ceil(figure / most * SPARKS.length) : 1;
    return SPARKS[Math.max(0, height - 1)];
  });
  return ` ${paint(signs.join(""), "bar", look)}`;
}

/** Puts parts beside each other in as few lines as have room for them. */
function flow(parts: readonly string[], columns: number): string[] {
  return parts.reduce<string[]>((lines, part) => {
    const longer = `${lines.at(-1) ?? ""}${GAP}${part}`;
    return lines.length > 0 && displayWidth(longer) <= columns
      ? [...lines.slice(0, -1), longer]
      : [...lines, part];
  }, []);
}
