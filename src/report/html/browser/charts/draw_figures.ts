/// <reference lib="dom" />
import type { PackedFigure, PackedHeat } from "../../../figures/packed.ts";
import { type Chart, makeChart } from "./chart.ts";
import { makeChoice } from "./legend.ts";
import { createSwitches } from "./switches.ts";

/** Draws each figure in its place when it comes near the view, and anew when the page's colours change. */
export function drawFigures(figures: readonly PackedFigure[]): void {
  const switches = createSwitches(
    figures.flatMap((figure) =>
      figure.kind === "heat"
        ? []
        : figure.lines.flatMap(({ label, isShown }) => isShown === false ? [] : [label])
    ),
  );
  const places = new Map<Element, PackedFigure>();
  for (const figure of figures) {
    const place = document.querySelector(`[data-figure="${figure.id}"] .drawing`);
    if (place !== null) places.set(place, figure);
  }
  offerMaps(places);

  const charts = new Map<Element, Chart>();
  function show(place: Element): void {
    const figure = places.get(place);
    if (figure === undefined || charts.has(place)) return;
    charts.set(place, makeChart(figure, place as HTMLElement, switches));
  }
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) show(target);
  }, { rootMargin: "300px" });
  for (const place of places.keys()) observer.observe(place);

  function redraw(): void {
    for (const chart of charts.values()) chart.draw();
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  matchMedia("print").addEventListener("change", redraw);
  addEventListener("beforeprint", () => {
    for (const place of places.keys()) if (place.clientWidth > 0) show(place);
  });
}

/** Of maps that follow each other only one is in sight; the others are chosen by their case. */
function offerMaps(places: ReadonlyMap<Element, PackedFigure>): void {
  const groups: [HTMLElement, PackedHeat][][] = [];
  let last: Element | undefined;
  for (const [place, figure] of places) {
    const holder = place.closest<HTMLElement>("figure");
    if (figure.kind !== "heat" || holder === null) continue;
    if (last !== undefined && holder.previousElementSibling === last) {
      groups.at(-1)?.push([holder, figure]);
    } else groups.push([[holder, figure]]);
    last = holder;
  }
  for (const group of groups.filter(({ length }) => length > 1)) offerChoice(group);
}

function offerChoice(group: readonly [HTMLElement, PackedHeat][]): void {
  const figures = group.map(([, figure]) => figure);
  group.forEach(([holder, figure], at) => {
    holder.hidden = at > 0;
    const choice = makeChoice(figures, figure, (chosen) => {
      for (const [other, one] of group) other.hidden = one !== chosen;
      const next = group[figures.indexOf(chosen as PackedHeat)]?.[0];
      next?.querySelector("select")?.focus();
    });
    holder.querySelector(".drawing")?.before(choice);
  });
}
