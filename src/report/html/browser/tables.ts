/// <reference lib="dom" />
/** The tables behind the charts, and the places that scroll. */
import type { Figure } from "../../figures/figure.ts";
import { type PackedFigure, unpackCounts } from "../../figures/packed.ts";
import { figureTable } from "../figure_table.ts";

/** Closes the tables of figures that are drawn. One that is not in the page yet is made when it is opened. */
export function foldTables(figures: readonly PackedFigure[]): void {
  const byId = new Map(figures.map((figure) => [figure.id, figure]));
  for (const element of document.querySelectorAll<HTMLElement>("figure[data-figure]")) {
    const details = element.querySelector("details");
    const figure = byId.get(element.dataset.figure ?? "");
    if (details === null || figure === undefined) continue;
    details.open = false;
    details.addEventListener("toggle", () => {
      if (details.open && details.querySelector("table") === null) {
        details.append(...makeTable(unpack(figure)));
      }
    });
  }
}

function unpack(packed: PackedFigure): Figure {
  if (packed.kind === "heat") return { ...packed, counts: unpackCounts(packed) };
  const { xs, lines, ...figure } = packed;
  return {
    ...figure,
    lines: lines.map(({ x, y, labels, ...line }) => ({
      ...line,
      points: y.map((value, at) => {
        const label = labels?.[at];
        return { x: xs[x]?.[at] ?? 0, y: value, ...label !== undefined && { label } };
      }),
    })),
  };
}

function makeTable(figure: Figure): HTMLElement[] {
  const { columns, rows, note } = figureTable(figure);
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const title of columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = title;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const text of row) line.insertCell().textContent = text;
  }
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "group");
  scroll.setAttribute("aria-label", figure.title);
  scroll.append(table);
  if (note === "") return [scroll];
  const caption = document.createElement("p");
  caption.className = "caption";
  caption.textContent = note;
  return [scroll, caption];
}

/** Leaves those of the places that can scroll to the keyboard that have something to scroll to. */
export function reachScrolling(): void {
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth + 1 ||
        target.scrollHeight > target.clientHeight + 1;
      if (scrolls) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  for (const place of document.querySelectorAll(".scroll, pre")) observer.observe(place);
}
