/// <reference lib="dom" />
import type { PackedFigure, PackedHeat } from "../../../figures/packed.ts";
import { type Chart, makeChart } from "./chart.ts";
import { makeChoice } from "./legend.ts";
import { createSwitches, type Switches } from "./switches.ts";

/** Draws each figure in its place when it comes near the view, and anew when the page's colours change. */
export function drawFigures(figures: readonly PackedFigure[]): void {
  const places = new Map<Element, PackedFigure>();
  for (const figure of figures) {
    const place = document.querySelector(`[data-figure="${figure.id}"] .drawing`);
    if (place !== null) places.set(place, figure);
  }
  offerMaps(places);

  const switches = switchesOf(figures);
  const charts = new Map<Element, Chart>();
  function show(place: Element): void {
    const figure = places.get(place);
    if (figure === undefined || charts.has(place)) return;
    charts.set(place, makeChart(figure, place as HTMLElement, switches.get(figure)!));
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

/**
 * The switches of each figure: figures that have a label in common share them, so that a case has one colour in all of
 * them, and the first colours are those of each kind of lines.
 */
function switchesOf(figures: readonly PackedFigure[]): Map<PackedFigure, Switches> {
  const families: { labels: Set<string>; shown: Set<string>; figures: PackedFigure[] }[] = [];
  for (const figure of figures) {
    const lines = figure.kind === "heat" ? [] : figure.lines;
    let family = families.find(({ labels }) => lines.some(({ label }) => labels.has(label)));
    if (family === undefined) {
      family = { labels: new Set(), shown: new Set(), figures: [] };
      families.push(family);
    }
    family.figures.push(figure);
    for (const { label, isShown = true } of lines) {
      family.labels.add(label);
      if (isShown) family.shown.add(label);
    }
  }
  return new Map(families.flatMap(({ shown, figures }) => {
    const switches = createSwitches(shown);
    return figures.map((figure) => [figure, switches] as const);
  }));
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
  /** Shows one of the maps. Its choice is made then: all choices of all maps would be thousands. */
  function choose(figure: PackedFigure): void {
    for (const [holder, one] of group) {
      holder.hidden = one !== figure;
      if (one !== figure || holder.querySelector(".chart-choice") !== null) continue;
      holder.querySelector(".drawing")?.before(makeChoice(figures, figure, (chosen) => {
        choose(chosen);
        group[figures.indexOf(chosen as PackedHeat)]?.[0].querySelector("select")?.focus();
      }));
    }
  }
  if (figures[0]) choose(figures[0]);
}
