/** The colours of a page: one accent, and signs of what is good, what failed and what computes. */
const COLOURS = `
:root {
  color-scheme: light dark;
  --ground: #fff; --raised: #f6f7f9; --line: #e3e6ea; --text: #1b1f26; --muted: #5b6472;
  --accent: #2f5bd7; --on-accent: #fff; --good: #1a7f4b; --bad: #c4314b; --warm: #b4690e;
  --heat: #2f5bd7; --most-heat: 46%;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101318; --raised: #181c23; --line: #2a303a; --text: #e7eaf0; --muted: #9aa4b2;
    --accent: #86a5ff; --on-accent: #101318; --good: #5fcf96; --bad: #ff8095; --warm: #eaa94f;
    --heat: #4f7bff; --most-heat: 62%;
  }
}
@media print {
  :root {
    color-scheme: light;
    --ground: #fff; --raised: #f6f7f9; --line: #cfd4da; --text: #000; --muted: #444;
    --accent: #2f5bd7; --on-accent: #fff; --good: #1a7f4b; --bad: #c4314b; --warm: #b4690e;
    --heat: #2f5bd7; --most-heat: 46%;
  }
}
`;

const LETTERS = `
*, ::before, ::after { box-sizing: border-box }
html { scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
}
h1, h2, h3 { line-height: 1.25; text-wrap: balance; letter-spacing: -0.011em; overflow-wrap: anywhere }
h1 { font-size: 1rem; font-weight: 600; margin: 0 0 .25rem; color: var(--accent); letter-spacing: 0 }
h2 { font-size: 1.375rem; font-weight: 650; margin: 0 0 1rem }
h3 { font-size: 1rem; font-weight: 600; margin: 1.5rem 0 .5rem }
p, ul { margin: 0 0 1rem }
p, li, figcaption { max-width: 70ch; overflow-wrap: anywhere }
ul { padding-left: 1.25rem }
li { margin: .25rem 0 }
li::marker { color: var(--muted) }
a { color: var(--accent); text-underline-offset: .2em }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px }
pre {
  overflow-x: auto; padding: 1rem; background: var(--raised); border-radius: 8px; font-size: .875rem;
  line-height: 1.5;
}
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace }
.caption { color: var(--muted); font-size: .875rem; margin: .5rem 0 0 }
.caption + .caption { margin-top: .125rem }
.caption + :not(.caption) { margin-top: 1rem }
.failed { color: var(--bad) }
`;

const LAYOUT = `
.skip { position: absolute; left: -999px }
.skip:focus { left: 1rem; top: 1rem; z-index: 3; padding: .5rem 1rem; background: var(--ground) }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem }
article + article { margin-top: 5rem; padding-top: 3rem; border-top: 1px solid var(--line) }
header { padding-bottom: 1rem }
section { padding-top: 2.5rem; margin-top: 2.5rem; border-top: 1px solid var(--line) }
section { content-visibility: auto; contain-intrinsic-size: auto 24rem }
.answer {
  font-size: clamp(1.625rem, 1.1rem + 2.2vw, 2.625rem); line-height: 1.18; font-weight: 680;
  letter-spacing: -0.022em; max-width: 26ch; margin: 0 0 1.25rem; text-wrap: balance;
}
.answer.of-many-words { font-size: clamp(1.375rem, 1.1rem + 1.2vw, 1.875rem); line-height: 1.28; max-width: 38ch }
.answer > strong { font-weight: inherit }
header > p:not([class]):has(+ .scroll) { color: var(--muted); font-size: .9375rem }
.believed, .doubted {
  display: inline-flex; gap: .625rem; align-items: baseline; padding: .5rem .875rem; border-radius: 10px;
  margin: 0 0 1.5rem; font-size: .9375rem; line-height: 1.45;
}
.believed { background: color-mix(in srgb, var(--good) 11%, transparent) }
.doubted { background: color-mix(in srgb, var(--bad) 11%, transparent) }
.believed::before { content: "✓"; content: "✓" / ""; color: var(--good); font-weight: 700 }
.doubted::before { content: "!"; content: "!" / ""; color: var(--bad); font-weight: 700 }
.contents {
  position: sticky; top: 0; z-index: 2; background: var(--ground); border-bottom: 1px solid var(--line);
  overflow-x: auto; scrollbar-width: none; font-size: .875rem;
}
.contents ol { list-style: none; margin: 0; padding: 0; display: flex }
.contents > ol { padding: 0 .5rem }
.contents li { margin: 0; display: flex; max-width: none }
.contents a {
  padding: .75rem .5rem; color: var(--muted); text-decoration: none; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; max-width: 16rem;
}
.contents a:hover, .contents a[aria-current] { color: var(--accent) }
.contents > ol > li > a { color: var(--text); font-weight: 600 }
@media (min-width: 70rem) {
  html { scroll-padding-top: 1.5rem }
  body { display: grid; grid-template-columns: 15rem minmax(0, 1fr) }
  .contents {
    height: 100vh; border-bottom: 0; border-right: 1px solid var(--line); overflow: hidden auto;
    padding: 2.5rem 0; scrollbar-width: thin;
  }
  .contents ol, .contents li { display: block }
  .contents > ol { padding: 0 1rem }
  .contents > ol > li + li { margin-top: 1.25rem }
  .contents a { display: block; padding: .25rem .75rem; border-radius: 6px; max-width: none; white-space: normal }
  .contents a[aria-current] { background: color-mix(in srgb, var(--accent) 10%, transparent) }
  main { padding: 4rem 3rem 6rem; margin: 0; max-width: 68rem; width: 100% }
}
`;

/** Nine shades; those of much colour keep enough contrast to the text in them. */
const HEAT = Array.from(
  { length: 10 },
  (_, shade) =>
    `.heat-${shade} { background: color-mix(in srgb, var(--heat) calc(var(--most-heat) * ${
      (0.1 + 0.9 * shade / 9).toFixed(3)
    }), transparent) }`,
).join("\n");

const TABLES = `
.scroll { overflow-x: auto; margin: 0 -1rem; padding: 0 1rem }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; line-height: 1.4 }
.scroll > table { min-width: min(100%, 24rem) }
th, td { padding: .5rem .75rem; text-align: right; vertical-align: baseline; white-space: nowrap }
th { font-weight: 500 }
thead th { color: var(--muted); border-bottom: 1px solid var(--line); font-size: .8125rem }
tbody tr + tr > * { border-top: 1px solid color-mix(in srgb, var(--line) 60%, transparent) }
tbody tr:hover > * { background-color: color-mix(in srgb, var(--accent) 6%, transparent) }
th.left, td.left { text-align: left }
.long { white-space: normal; min-width: 18rem; overflow-wrap: anywhere }
.waterfall th.left { white-space: normal; overflow-wrap: anywhere }
tr > :first-child { padding-left: 0 }
tr > :last-child { padding-right: 0 }
.heat { border-collapse: separate; border-spacing: 3px; margin-left: -3px; font-size: 1rem }
.heat:has(.axis) { margin-left: -1rem }
.heat th, .heat td { padding: .625rem 1rem; border: 0 !important }
.heat thead th { padding-top: .25rem; padding-bottom: .25rem }
.heat td { border-radius: 6px; min-width: 5.5rem }
.heat small { display: block; font-size: .75rem }
.heat .axis {
  position: sticky; left: calc(3px - 1rem); box-shadow: -3px 0 var(--ground); z-index: 1; padding-left: calc(1rem - 3px); background: var(--ground);
  text-align: left;
}
.values .scroll { max-height: 26rem; overflow: auto }
.values thead th { position: sticky; top: 0; background: var(--ground); box-shadow: 0 1px var(--line) }
${HEAT}
`;

const CONTROLS = `
button {
  font: inherit; font-size: .875rem; color: var(--text); background: var(--ground); cursor: pointer;
  border: 1px solid var(--line); border-radius: 8px; padding: .375rem .75rem; min-height: 2.25rem;
}
button:hover { border-color: var(--accent); color: var(--accent) }
button[hidden] { display: none }
summary { cursor: pointer; color: var(--muted); font-size: .875rem; padding: .375rem 0; width: fit-content }
summary:hover { color: var(--accent) }
footer { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 4rem; padding-top: 2rem; border-top: 1px solid var(--line) }
footer:not(:has(button:not([hidden]))) { display: none }
.controls { display: flex; align-items: center; gap: .25rem; margin: 0 0 1rem; font-size: .875rem; color: var(--muted) }
.controls button { min-width: 2.25rem; padding: .25rem .5rem }
.controls [role=status] { margin-left: .5rem; font-variant-numeric: tabular-nums }
figure { margin: 0 }
.chart { margin: 0 0 3rem }
.chart figcaption { margin-bottom: 1rem }
.chart figcaption strong { display: block; font-weight: 600 }
.chart figcaption span { color: var(--muted); font-size: .9375rem }
.chart h3 + figure { margin-top: 0 }
`;

const WATERFALLS = `
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .875rem; color: var(--muted) }
.legend li { display: flex; align-items: center; gap: .5rem; margin: 0 }
.swatch { width: 18px; height: 20px }
.chain { color: var(--accent) }
.waterfalls + .waterfalls { margin-top: 3rem }
.waterfall { margin: 0 0 2rem; position: relative }
.waterfall td.bars { touch-action: pan-y; cursor: crosshair }
.selection {
  position: absolute; top: 0; bottom: 0; pointer-events: none; border-radius: 3px;
  background: color-mix(in srgb, var(--accent) 20%, transparent);
}
.waterfall figcaption { font-weight: 600; margin-bottom: .5rem }
.waterfall table { width: 100%; table-layout: fixed }
.waterfall th, .waterfall td { padding-top: .1875rem; padding-bottom: .1875rem; vertical-align: middle }
.waterfall th:first-child { width: min(30%, 13rem) }
.waterfall th:last-child { width: 5.5rem }
.waterfall .bars { padding-left: 0; padding-right: 0 }
.waterfall tbody tr + tr > * { border-top: 0 }
.waterfall svg { display: block; width: 100% }
.row { height: 20px }
.axis { height: 20px; overflow: visible }
.axis text { fill: var(--muted); font-size: .75rem; font-weight: 400 }
.critical { font-weight: 600 }
.depth-1 { text-indent: 1rem } .depth-2 { text-indent: 2rem } .depth-3 { text-indent: 3rem }
.request { fill: var(--accent); stroke: var(--accent) }
.server { fill: color-mix(in srgb, var(--accent) 45%, var(--text)) }
.compute { fill: var(--warm); stroke: var(--warm) }
.latency { fill: color-mix(in srgb, var(--accent) 18%, var(--ground)); stroke: var(--accent); stroke-width: .5 }
.wait { fill: color-mix(in srgb, var(--muted) 35%, transparent) }
.step { fill: var(--muted) }
@media (max-width: 40rem) {
  .waterfall thead th:first-child { visibility: hidden }
  .waterfall th:first-child { width: 34% }
  .waterfall th:last-child { width: 4.5rem }
}
`;

/** Comes last, as it takes back what the others say. */
const PRINT = `
@media print {
  .contents, .skip, .controls, footer, .values:not([open]) { display: none }
  body { display: block; font-size: 10pt }
  main { padding: 0; max-width: none }
  section { content-visibility: visible; break-inside: auto; padding-top: 1.25rem; margin-top: 1.25rem }
  h1, h2, h3, figcaption { break-after: avoid }
  tr, figure, .believed, .doubted { break-inside: avoid }
  .scroll { overflow: visible }
}
`;

/** The style of a page: for a phone and a wide window, light, dark and printed, with the letters of the system. */
export const STYLE: string = COLOURS + LETTERS + LAYOUT + TABLES + CONTROLS + WATERFALLS + PRINT;
