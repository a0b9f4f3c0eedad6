/// <reference lib="dom" />
/** How the values of a plot are read: under the pointer, and point by point with the arrow keys. */
import type uPlot from "uplot";
import { element } from "./element.ts";
import { move, nearest, type Stop, type Track } from "./tracks.ts";

/** The farthest that a point is from the pointer, in pixels along x. */
const REACH = 40;

/** More values than these are not told beside the one that is read. */
const MOST_OTHERS = 11;

/** What can be read: it outlives the plot, which is drawn anew. */
export interface Reading {
  /** Reads another plot from now on. */
  follow(plot: uPlot, tracks: readonly Track[], hasSharedX: boolean): void;
  /** Reads what is under the pointer; nothing where it left. */
  point(left: number, top: number): void;
}

/** Adds the keys, a note beside the point that is read, and what a screen reader says of it. */
export function makeReading(place: HTMLElement, title: string): Reading {
  const note = element("div", "chart-note");
  const dot = element("div", "chart-dot");
  const said = element("div", "chart-said");
  said.setAttribute("aria-live", "polite");
  note.hidden = dot.hidden = true;
  place.tabIndex = 0;
  place.setAttribute("role", "application");
  place.setAttribute("aria-roledescription", "chart");
  place.setAttribute("aria-label", `${title}. Arrow keys read its points.`);
  place.append(dot, note, said);

  let plot: uPlot | undefined;
  let tracks: readonly Track[] = [];
  let isShared = false;
  let stop: Stop | undefined;

  function show(next: Stop | undefined): void {
    stop = next;
    note.hidden = dot.hidden = stop === undefined || plot === undefined;
    if (stop === undefined || plot === undefined) return;
    const track = tracks[stop.track]!;
    const [left, top] = placeOf(plot, track, stop.at);
    dot.style.transform = `translate(${left}px, ${top}px)`;
    note.replaceChildren(...linesOf(tracks, stop, isShared).map(toElement));
    const isRight = left > place.clientWidth / 2;
    note.style.left = isRight ? "" : `${left + 14}px`;
    note.style.right = isRight ? `${place.clientWidth - left + 14}px` : "";
    note.style.top = `${Math.max(0, Math.min(top - 20, place.clientHeight - note.offsetHeight))}px`;
  }

  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show(undefined);
    if (!KEYS.has(event.key) || tracks.length === 0) return;
    event.preventDefault();
    const first = { track: 0, at: Math.max(0, tracks[0]!.ys.findIndex((y) => y !== null)) };
    show(stop === undefined ? first : move(tracks, stop, event.key));
    if (stop !== undefined) said.textContent = tracks[stop.track]?.describe(stop.at) ?? "";
  });
  place.addEventListener("blur", () => show(undefined));

  return {
    follow: (next, nextTracks, hasSharedX) => {
      [plot, tracks, isShared] = [next, nextTracks, hasSharedX];
      show(undefined);
    },
    point: (left, top) => {
      if (plot === undefined || left < 0) show(undefined);
      else show(findNearest(plot, tracks, left, top));
    },
  };
}

const KEYS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]);

/** Where a point is, in pixels of the page from the place's corner. */
function placeOf(plot: uPlot, { xs, ys }: Track, at: number): [number, number] {
  const { left, top } = plot.bbox;
  return [
    left / devicePixelRatio + plot.valToPos(xs[at] ?? 0, "x"),
    top / devicePixelRatio + plot.valToPos(ys[at] ?? 0, "y"),
  ];
}

function findNearest(
  plot: uPlot,
  tracks: readonly Track[],
  left: number,
  top: number,
): Stop | undefined {
  let [best, least]: [Stop | undefined, number] = [undefined, Infinity];
  tracks.forEach((one, track) => {
    // The nearest point along x, and of those at the same x the nearest line.
    const at = nearest(one, (at) => Math.abs(plot.valToPos(one.xs[at] ?? 0, "x") - left));
    if (at === undefined) return;
    const x = plot.valToPos(one.xs[at] ?? 0, "x");
    const far = Math.hypot(x - left, plot.valToPos(one.ys[at] ?? 0, "y") - top);
    if (Math.abs(x - left) <= REACH && far < least) [best, least] = [{ track, at }, far];
  });
  return best;
}

interface NoteLine {
  readonly text: string;
  readonly isStrong: boolean;
}

/** The point that is read, and where all lines have the same x, what the others have there. */
function linesOf(tracks: readonly Track[], { track, at }: Stop, isShared: boolean): NoteLine[] {
  const read = tracks[track]!;
  const others = !isShared ? [] : tracks.flatMap((other) => {
    const same = other.xs.indexOf(read.xs[at] ?? NaN);
    return other === read || same < 0 || other.ys[same] == null
      ? []
      : [{ text: `${other.label}: ${other.value(same)}`, isStrong: false }];
  });
  return [{ text: read.describe(at), isStrong: true }, ...others.slice(0, MOST_OTHERS)];
}

function toElement({ text, isStrong }: NoteLine): HTMLElement {
  const line = element(isStrong ? "strong" : "span");
  line.textContent = text;
  return line;
}
