/// <reference lib="dom" />
/** Puts a new report in the place of the one before, and leaves the reader where he was. */

/** What of an element finds its successor in another report: the way to it from the closest one that has a name. */
interface Place {
  readonly name: string;
  readonly way: readonly number[];
}

/**
 * Shows a report.
 *
 * @param text the HTML of its page
 * @param code the template of the script that runs in it
 */
export function showReport(place: HTMLElement, text: string, code: HTMLElement): void {
  const next = new DOMParser().parseFromString(text, "text/html");
  const focused = document.activeElement;
  const hadFocus = focused !== null && place.contains(focused) ? placeOf(focused) : undefined;
  const opened = [...place.querySelectorAll("details[open]")].map(placeOf);
  const off = labelsSwitched(place, false);
  const read = elementInView(place, focused);
  place.replaceChildren(
    ...[...next.body.children].filter((element) => !isCode(element))
      .map((element) => document.adoptNode(element)),
  );
  runIn(place, code);
  for (const one of opened) find(place, one)?.setAttribute("open", "");
  const on = labelsSwitched(place, true);
  for (const [label, button] of on) if (off.has(label)) button.click();
  if (read !== undefined) hold(() => find(place, read.place), read.top);
  if (hadFocus !== undefined) find(place, hadFocus)?.focus({ preventScroll: true });
}

function isCode(element: Element): boolean {
  return element.tagName === "SCRIPT" && !element.hasAttribute("type");
}

/** A script that is put into the page runs at once; one that was parsed does not. */
function runIn(place: HTMLElement, code: HTMLElement): void {
  const script = document.createElement("script");
  const { content } = code as HTMLTemplateElement;
  script.textContent = content.querySelector("script")?.textContent ?? "";
  place.append(script);
}

/** The cases that are switched on or off, each with the first of its buttons. */
function labelsSwitched(place: HTMLElement, isOn: boolean): Map<string, HTMLElement> {
  const buttons = [...place.querySelectorAll<HTMLElement>(`button[aria-pressed="${isOn}"]`)];
  return new Map(buttons.reverse().map((button) => [button.textContent ?? "", button]));
}

const NAMED = "[id], [data-figure], [aria-labelledby]";

function nameOf(element: Element): string {
  for (const attribute of ["id", "data-figure", "aria-labelledby"]) {
    const value = element.getAttribute(attribute);
    if (value !== null) return `[${attribute}="${CSS.escape(value)}"]`;
  }
  return "";
}

function placeOf(element: Element): Place {
  const way: number[] = [];
  let at = element;
  while (!at.matches(NAMED) && at.parentElement !== null) {
    way.unshift([...at.parentElement.children].indexOf(at));
    at = at.parentElement;
  }
  return { name: nameOf(at), way };
}

function find(place: HTMLElement, { name, way }: Place): HTMLElement | undefined {
  let at = name === "" ? null : place.querySelector(name) ?? place.closest(name);
  for (const step of way) at = at?.children[step] ?? null;
  return at instanceof HTMLElement ? at : undefined;
}

/** The element that the reader looks at, and where it is; `undefined` while he is above the report. */
function elementInView(
  place: HTMLElement,
  focused: Element | null,
): { place: Place; top: number } | undefined {
  if (place.getBoundingClientRect().top >= 0) return undefined;
  const isInView = (element: Element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const candidates = [
    ...focused !== null && place.contains(focused) ? [focused] : [],
    ...place.querySelectorAll("main :is([id], [data-figure])"),
  ];
  const first = candidates.find(isInView);
  return first && { place: placeOf(first), top: first.getBoundingClientRect().top };
}

/** For so many milliseconds what is new takes its size: a section when it comes into view, a table when it is opened. */
const SETTLING = 600;

/** Keeps an element where it was until all has its size, unless the reader moves on. */
function hold(elementNow: () => HTMLElement | undefined, top: number): void {
  const { style } = document.documentElement;
  const until = performance.now() + SETTLING;
  const moved = new AbortController();
  for (const event of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    addEventListener(event, () => moved.abort(), { signal: moved.signal, passive: true });
  }
  // The browser would hold another element.
  style.overflowAnchor = "none";
  const put = () => {
    const now = elementNow()?.getBoundingClientRect().top ?? top;
    if (now !== top) scrollBy({ top: now - top, behavior: "instant" });
    if (performance.now() < until && !moved.signal.aborted) requestAnimationFrame(put);
    else {
      style.overflowAnchor = "";
      moved.abort();
    }
  };
  put();
}
