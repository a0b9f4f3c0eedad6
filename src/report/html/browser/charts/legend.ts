/// <reference lib="dom" />
import type { PackedFigure, PackedLines } from "../../../figures/packed.ts";
import { element } from "./element.ts";
import type { Switches } from "./switches.ts";
import { labelsOf } from "./tracks.ts";

/** Buttons that switch the cases of a figure on and off, in all figures at once; `undefined` for a single case. */
export function makeLegend(figure: PackedLines, switches: Switches): HTMLElement | undefined {
  const labels = labelsOf(figure);
  const measures = [...new Set(figure.lines.flatMap(({ measure }) => measure ?? []))];
  const buttons = labels.length < 2 ? [] : labels.map((label) => makeButton(label, switches));
  if (buttons.length === 0 && measures.length < 2) return undefined;
  const legend = element("div", "chart-legend");
  if (buttons.length > 0) {
    const group = element("div", "chart-cases");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Cases shown in all figures");
    group.append(...buttons.map(({ button }) => button));
    legend.append(group);
    switches.onChange((label) => buttons.find((one) => one.label === label)?.update());
  }
  if (measures.length > 1) legend.append(makeKey(figure, measures));
  return legend;
}

function makeButton(label: string, switches: Switches) {
  const button = element("button", "chart-case");
  button.type = "button";
  const swatch = element("span", "chart-swatch");
  button.append(swatch, label);
  button.addEventListener("click", () => switches.toggle(label));
  function update(): void {
    const colour = switches.colourOf(label);
    button.setAttribute("aria-pressed", String(colour !== undefined));
    swatch.style.background = colour === undefined ? "none" : `var(--chart-${colour + 1})`;
  }
  update();
  return { button, label, update };
}

/** Which line is which measure, where each case has several. */
function makeKey({ lines }: PackedLines, measures: readonly string[]): HTMLElement {
  const key = element("div", "chart-key");
  measures.forEach((measure, at) => {
    const one = element("span");
    const style = lines.find((line) => line.measure === measure)?.style;
    const kind = style === "dashed" ? "dashed" : style === "points" ? "point" : "line";
    const dots = at > 0 && kind === "line" ? "dotted" : kind;
    const sign = element("span", `chart-sign ${at > 0 ? `${dots} further` : dots}`);
    one.append(sign, measure);
    key.append(one);
  });
  return key;
}

/** A choice of one of several maps. */
export function makeChoice(
  figures: readonly PackedFigure[],
  chosen: PackedFigure,
  onChoose: (figure: PackedFigure) => void,
): HTMLElement {
  const label = element("label", "chart-choice");
  const select = element("select");
  figures.forEach((figure, at) => {
    const text = figure.kind === "heat" ? figure.label : figure.title;
    select.append(new Option(text, String(at), figure === chosen, figure === chosen));
  });
  select.addEventListener("change", () => {
    const figure = figures[Number(select.value)];
    if (figure) onChoose(figure);
    select.value = String(figures.indexOf(chosen));
  });
  label.append("Case ", select);
  return label;
}
