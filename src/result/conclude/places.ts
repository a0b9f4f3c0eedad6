import type { CaseResult } from "../case.ts";
import { formatCount, formatRate } from "../format.ts";

type Parameters = CaseResult["parameters"];

/**
 * Says where a case lies among others, to follow a statement: `at 5 ms with size 3`. It names the parameters that differ,
 * and an injected latency always; it is empty where there is none of these.
 */
export function placesOf(all: readonly Parameters[]): (parameters: Parameters) => string {
  const names = Object.keys(all[0] ?? {}).filter((name) => name !== "workers");
  const varying = new Set(
    names.filter((name) => new Set(all.map((parameters) => parameters[name])).size > 1),
  );
  return (parameters) =>
    names.filter((name) => varying.has(name) || (isLatency(name) && Number(parameters[name]) > 0))
      .map((name) => describePlace(name, parameters[name])).join(" ");
}

function isLatency(name: string): boolean {
  return name === "latency" || name === "networkLatency";
}

function describePlace(name: string, value: Parameters[string] | undefined): string {
  switch (name) {
    case "latency":
      return `at ${value} ms`;
    case "networkLatency":
      return `at ${value} ms on the wire`;
    case "rate":
      return `at ${formatRate(Number(value))} operations/s`;
    case "poolSize":
      return value === 1 ? "serially" : `in a pool of ${formatCount(Number(value))}`;
    default:
      return `with ${name} ${value}`;
  }
}

/** A statement followed by where it holds. */
export function withPlace(statement: string, place: string): string {
  return place === "" ? statement : `${statement} ${place}`;
}

/** The text with a capital at its start. */
export function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
