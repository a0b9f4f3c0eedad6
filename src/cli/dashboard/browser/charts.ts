/// <reference lib="dom" />
/** The charts of the case that runs, which grow by a point each second. */
import uPlot from "uplot";
import type { LiveSecond } from "../../../telemetry/live.ts";
import type { Now } from "../now.ts";

const HEIGHT = 140;
/** The most seconds that are drawn: older ones leave on the left. */
const MOST_DRAWN = 3_600;

interface Line {
  readonly label: string;
  readonly color: "--accent" | "--warm" | "--bad";
  of(second: LiveSecond): number | null;
}

/** Each chart has a unit of its own. */
const CHARTS: readonly { readonly title: string; readonly lines: readonly Line[] }[] = [
  {
    title: "Operations per second",
    lines: [{ label: "operations/s", color: "--accent", of: ({ rate }) => rate }],
  },
  {
    title: "p50 and p99 of each second, in ms",
    lines: [
      { label: "p50", color: "--accent", of: ({ times }) => times?.p50 ?? null },
      { label: "p99", color: "--warm", of: ({ times }) => times?.p99 ?? null },
    ],
  },
  {
    title: "Errors in each second",
    lines: [{ label: "errors", color: "--bad", of: ({ errors }) => errors }],
  },
  {
    title: "Operations in flight",
    lines: [{ label: "in flight", color: "--accent", of: ({ inFlight }) => inFlight }],
  },
];

const LINES = CHARTS.flatMap(({ lines }) => lines);

/** Draws what is added. */
export interface LiveCharts {
  add(now: Pick<Now, "seconds" | "isWhole">): void;
}

/** Makes the charts; they are hidden while there is nothing to draw. */
export function createCharts(place: HTMLElement): LiveCharts {
  let seconds: LiveSecond[] = [];
  let plots: uPlot[] = [];
  const figures = CHARTS.map(({ title }) => addFigure(place, title));
  const table = addTable(place, () => seconds);
  place.hidden = true;

  function draw(): void {
    place.hidden = seconds.length === 0;
    if (place.hidden) return;
    if (plots.length === 0) plots = CHARTS.map(({ lines }, at) => plot(figures[at]!, lines));
    const at = seconds.map((second) => second.at / 1_000);
    for (const [number, { lines }] of CHARTS.entries()) {
      plots[number]?.setData([at, ...lines.map(({ of }) => seconds.map(of))]);
    }
    table();
  }

  function drawAnew(): void {
    for (const one of plots) one.destroy();
    plots = [];
    draw();
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAnew);
  new ResizeObserver(() => {
    for (const [at, one] of plots.entries()) {
      one.setSize({ width: figures[at]!.clientWidth, height: HEIGHT });
    }
  }).observe(place);

  return {
    add({ seconds: more, isWhole }) {
      if (!isWhole && more.length === 0) return;
      seconds = [...isWhole ? [] : seconds, ...more].slice(-MOST_DRAWN);
      draw();
    },
  };
}

function addFigure(place: HTMLElement, title: string): HTMLElement {
  const figure = document.createElement("figure");
  const caption = document.createElement("figcaption");
  caption.textContent = title;
  const drawing = document.createElement("div");
  drawing.setAttribute("aria-hidden", "true");
  figure.append(caption, drawing);
  place.append(figure);
  return drawing;
}

/** The seconds as a table, for those who cannot see the charts; it is written while it is open. */
function addTable(place: HTMLElement, secondsNow: () => readonly LiveSecond[]): () => void {
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "The seconds as a table";
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "The seconds as a table");
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const title of ["second", ...LINES.map(({ label }) => label)]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = title;
    head.append(cell);
  }
  const body = table.createTBody();
  scroll.append(table);
  details.append(summary, scroll);
  place.append(details);

  function write(): void {
    if (!details.open) return;
    const seconds = secondsNow();
    const [first] = seconds;
    if (body.dataset.first !== String(first?.at) || body.rows.length > seconds.length) {
      body.replaceChildren();
      body.dataset.first = String(first?.at);
    }
    for (const second of seconds.slice(body.rows.length)) {
      const row = body.insertRow();
      row.insertCell().textContent = format(second.at / 1_000);
      for (const { of } of LINES) row.insertCell().textContent = format(of(second));
    }
  }

  details.addEventListener("toggle", write);
  return write;
}

function format(value: number | null): string {
  return value === null ? "–" : value.toLocaleString("en-US", { maximumFractionDigits: 2 });
}

function plot(place: HTMLElement, lines: readonly Line[]): uPlot {
  const colors = getComputedStyle(document.documentElement);
  const axis = {
    stroke: colors.getPropertyValue("--muted"),
    grid: { stroke: colors.getPropertyValue("--line"), width: 1 },
    ticks: { show: false },
  };
  return new uPlot(
    {
      ...{ width: place.clientWidth, height: HEIGHT },
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false },
        y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.1 : 1] },
      },
      axes: [{ ...axis, size: 28 }, { ...axis, size: 56 }],
      series: [
        {},
        ...lines.map(({ label, color }) => ({
          ...{ label, stroke: colors.getPropertyValue(color), width: 1.5 },
        })),
      ],
    },
    [[], ...lines.map(() => [])],
    place,
  );
}
