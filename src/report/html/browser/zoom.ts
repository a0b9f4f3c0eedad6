/// <reference lib="dom" />
/** Zoom for waterfalls: pages on one scale are zoomed together, by buttons, keys, wheel, or by drawing over the bars. */
import { formatTick, marksBetween } from "../../timeline/scale.ts";

const MOST_TICKS = 5;
/** Up to where there is room for a mark, as a share of the axis. */
const LAST_TICK = 0.94;
/** How much closer one step of the zoom is. */
const STEP = 2;
/** The closest zoom: a part of the whole. */
const CLOSEST = 1 / 4096;

/** What is seen of the time, as shares of it: 0 to 1 is all. */
interface View {
  readonly from: number;
  readonly to: number;
}

/** Gives each group of waterfalls its controls. */
export function zoomWaterfalls(): void {
  for (const group of document.querySelectorAll<HTMLElement>(".waterfalls")) addZoom(group);
}

function addZoom(group: HTMLElement): void {
  const length = Number(group.dataset.length);
  const show = drawer(group, length);
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  let view: View = { from: 0, to: 1 };
  const set = (next: View) => {
    view = bound(next);
    show(view);
    const ms = [view.from, view.to].map((share) => formatTick(round(share * length)));
    status.textContent = view.to - view.from > 0.999 ? "" : `${ms.join(" to ")} ms`;
  };
  const actions: Record<string, () => void> = {
    in: () => set(scale(view, 1 / STEP)),
    out: () => set(scale(view, STEP)),
    earlier: () => set(move(view, -0.25)),
    later: () => set(move(view, 0.25)),
    all: () => set({ from: 0, to: 1 }),
  };
  group.querySelector(".waterfall")?.before(controls(actions, status));
  group.addEventListener("keydown", (event) => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
    if (action === undefined) return;
    event.preventDefault();
    actions[action]?.();
  });
  group.addEventListener("dblclick", (event) => {
    if (isOnBars(event)) set({ from: 0, to: 1 });
  });
  group.addEventListener("wheel", (event) => {
    if (!event.ctrlKey || !isOnBars(event)) return;
    event.preventDefault();
    set(scale(view, event.deltaY < 0 ? 1 / STEP : STEP, shareOf(event, event.target as Element)));
  }, { passive: false });
  selectByPointer(group, (from, to) => {
    const width = view.to - view.from;
    set({ from: view.from + from * width, to: view.from + to * width });
  });
}

const KEYS: Readonly<Record<string, string>> = {
  ...{ "+": "in", "=": "in", "-": "out", "0": "all", Escape: "all" },
  ...{ ArrowLeft: "earlier", ArrowRight: "later" },
};

const BUTTONS = [
  ["in", "+", "Zoom in (+)"],
  ["out", "−", "Zoom out (−)"],
  ["earlier", "←", "Earlier (left arrow)"],
  ["later", "→", "Later (right arrow)"],
  ["all", "All", "Show all (0)"],
] as const;

function controls(actions: Readonly<Record<string, () => void>>, status: HTMLElement): HTMLElement {
  const bar = document.createElement("div");
  bar.className = "controls";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Zoom");
  for (const [name, sign, title] of BUTTONS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = title;
    button.setAttribute("aria-label", title);
    button.addEventListener("click", () => actions[name]?.());
    bar.append(button);
  }
  bar.append(status);
  return bar;
}

/** Draws what a view shows: every bar where it now lies, and new marks on the axes. */
function drawer(group: HTMLElement, length: number): (view: View) => void {
  const bars = [...group.querySelectorAll<SVGRectElement>(".row rect")].map((bar) => ({
    bar,
    x: parseFloat(bar.getAttribute("x") ?? "0") / 100,
    width: parseFloat(bar.getAttribute("width") ?? "0") / 100,
  }));
  const axes = [...group.querySelectorAll<SVGSVGElement>(".axis")];
  return ({ from, to }) => {
    const factor = 100 / (to - from);
    const last = from + (to - from) * LAST_TICK;
    for (const { bar, x, width } of bars) {
      bar.setAttribute("x", `${(x - from) * factor}%`);
      bar.setAttribute("width", `${width * factor}%`);
    }
    for (const axis of axes) {
      axis.replaceChildren(
        ...marksBetween(from * length, last * length, MOST_TICKS).map((ms, at) => {
          const mark = document.createElementNS("http://www.w3.org/2000/svg", "text");
          mark.setAttribute("x", `${(ms / length - from) * factor}%`);
          mark.setAttribute("y", "14");
          mark.textContent = at === 0 ? `${formatTick(ms)} ms` : formatTick(ms);
          return mark;
        }),
      );
    }
  };
}

function bound({ from, to }: View): View {
  const width = Math.min(1, Math.max(CLOSEST, to - from));
  const start = Math.min(Math.max(0, from), 1 - width);
  return { from: start, to: start + width };
}

/** @param around the share of what is seen that stays where it is */
function scale({ from, to }: View, factor: number, around = 0.5): View {
  const fixed = from + (to - from) * around;
  const width = Math.min(1, (to - from) * factor);
  return { from: fixed - width * around, to: fixed + width * (1 - around) };
}

function move({ from, to }: View, share: number): View {
  const way = (to - from) * share;
  return { from: from + way, to: to + way };
}

function round(ms: number): number {
  return Number(ms.toPrecision(4));
}

function isOnBars({ target }: Event): boolean {
  return target instanceof Element && target.closest("td.bars") !== null;
}

/** Where an event is on the bars, as a share of their width. */
function shareOf({ clientX }: MouseEvent, target: Element): number {
  const { left, width } = (target.closest("td.bars") ?? target).getBoundingClientRect();
  return Math.min(1, Math.max(0, (clientX - left) / width));
}

/** The fewest pixels that are a selection and not a click. */
const LEAST_WAY = 8;

function selectByPointer(group: HTMLElement, select: (from: number, to: number) => void): void {
  group.addEventListener("pointerdown", (down) => {
    const cell = down.target instanceof Element ? down.target.closest("td.bars") : null;
    if (cell === null || down.button !== 0) return;
    const figure = cell.closest("figure") as HTMLElement;
    const mark = document.createElement("div");
    mark.className = "selection";
    const place = (event: PointerEvent) => {
      const [outer, inner] = [figure.getBoundingClientRect(), cell.getBoundingClientRect()];
      const [a, b] = [shareOf(down, cell), shareOf(event, cell)].toSorted((a, b) => a - b);
      const [from = 0, to = 0] = [a, b];
      mark.style.left = `${inner.left - outer.left + from * inner.width}px`;
      mark.style.width = `${(to - from) * inner.width}px`;
      return { from, to };
    };
    const end = (event: PointerEvent) => {
      const { from, to } = place(event);
      mark.remove();
      stop.abort();
      const isFar = Math.abs(event.clientX - down.clientX) >= LEAST_WAY;
      if (event.type === "pointerup" && isFar) select(from, to);
    };
    const stop = new AbortController();
    const { signal } = stop;
    figure.append(mark);
    place(down);
    addEventListener("pointermove", place, { signal });
    addEventListener("pointerup", end, { signal });
    addEventListener("pointercancel", end, { signal });
  });
}
