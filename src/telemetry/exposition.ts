import type { Progress } from "../run/options.ts";
import { COUNTERS, GAUGES, type Labels, labelsOf, type Observation } from "./figures.ts";

/** A run's figures in Prometheus's text format. */
export interface Exposition {
  observe(progress: Progress): void;
  /** The figures as they are now. */
  text(): string;
}

/** A line of a figure: what it is of, as the format writes it, and its value. */
type Line = readonly [labels: string, value: number];

/** Keeps a run's figures, and writes them down when asked. */
export function createExposition(scenario: string): Exposition {
  const totals = new Map<string, readonly number[]>();
  let last: Observation | undefined;

  function add({ case: { parameters }, second }: Observation): void {
    const labels = write(labelsOf(scenario, parameters));
    const before = totals.get(labels) ?? [];
    totals.set(labels, COUNTERS.map(({ read }, at) => (before[at] ?? 0) + read(second)));
  }

  function counterLines(at: number): Line[] {
    return [...totals].map(([labels, values]) => [labels, values[at] ?? 0]);
  }

  function gaugeLines({ read }: (typeof GAUGES)[number]): Line[] {
    if (last === undefined) return [];
    const labels = labelsOf(scenario, last.case.parameters);
    return read(last.second).map(([value, more]) => [write({ ...labels, ...more }), value]);
  }

  return {
    observe(progress) {
      // Between cases there is no last second.
      if (progress.type === "measured") last = undefined;
      if (progress.type === "second") add(last = progress);
    },
    text: () =>
      [
        ...COUNTERS.map(({ name, description }, at) =>
          family(`${name}.total`, "counter", description, counterLines(at))
        ),
        ...GAUGES.map((gauge) => {
          const name = gauge.unit === "s" ? `${gauge.name}.seconds` : gauge.name;
          return family(name, "gauge", gauge.description, gaugeLines(gauge));
        }),
      ].join(""),
  };
}

function family(
  dotted: string,
  type: "counter" | "gauge",
  description: string,
  lines: readonly Line[],
): string {
  const name = dotted.replaceAll(".", "_");
  const values = lines.map(([labels, value]) => `${name}{${labels}} ${value}\n`);
  return `# HELP ${name} ${description}\n# TYPE ${name} ${type}\n${values.join("")}`;
}

function write(labels: Labels): string {
  return Object.entries(labels).map(([name, value]) => `${name}="${escape(String(value))}"`).join();
}

function escape(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
