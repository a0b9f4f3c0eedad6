import cassandra from "cassandra-driver";
import { basename } from "node:path";
import { renderTable } from "../../src/report/markdown/table.ts";
import { textCell } from "../../src/report/model.ts";
import { describeMachine } from "../../src/result/environment.ts";
import { median } from "./rounds.ts";

/** What a file of bench/ prints. */
export interface Page {
  readonly titles: readonly string[];
  readonly rows: readonly string[][];
  /** How often and how much was measured, and what else a reader of the figures must know. */
  readonly method: string;
  /** What was measured against, such as `Cassandra 5.0.6`. */
  readonly server: string;
}

/** Prints a Markdown table, how and on what it was measured, and the command that made it. */
export function printPage({ titles, rows, method, server }: Page): void {
  const { deno, os, cpus } = describeMachine();
  const date = new Date().toISOString().slice(0, 10);
  const driver = String(cassandra.version);
  const text = [
    renderTable({
      kind: "table",
      columns: titles.map((title, at) => ({ title, align: at === 0 ? "left" : "right" })),
      rows: rows.map((row) => row.map(textCell)),
    }),
    `${method}.`,
    `${date}, ${server}, cassandra-driver ${driver}, Deno ${deno}, ${os}, ${cpus} CPUs for client and server`,
    `\`${command()}\``,
  ].join("\n\n");
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

/** A ratio's median and range: `1.04 (1.01 to 1.09)`. */
export function formatRatios(values: readonly number[]): string {
  const [least, middle, most] = [Math.min(...values), median(values), Math.max(...values)]
    .map((value) => value.toFixed(value < 10 ? 2 : 1));
  return `${middle} (${least} to ${most})`;
}

function command(): string {
  return ["deno run -A", `bench/${basename(Deno.mainModule)}`, ...Deno.args].join(" ");
}
