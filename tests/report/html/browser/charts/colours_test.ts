/** Whether colour-blind people can tell the lines apart, and everyone sees them against the page. */
import assert from "node:assert/strict";
import { testPermitted } from "../../../../support/needs.ts";
import { inRepository } from "../../../../support/paths.ts";

type Colour = readonly [number, number, number];

/** How dichromats see linear light (Viénot, Brettel, Mollon 1999), and how others do. */
const EYES: Readonly<Record<string, readonly Colour[]>> = {
  trichromat: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanope: [[0.1121, 0.8853, -0.0005], [0.1127, 0.8897, -0.0001], [0.0045, 0, 1.0019]],
  deuteranope: [[0.2920, 0.7054, -0.0003], [0.2934, 0.7089, 0], [-0.0210, 0.0256, 1.0019]],
};

/** Two colours this far apart (CIE 1976) are told apart side by side and in a legend. */
const FEWEST = 20;

const readStyle = () =>
  Deno.readTextFileSync(inRepository("src/report/html/browser/style.css")).split("@media screen");

/** The colours of the lines in a part of the style sheet. */
function coloursOf(style: string): Colour[] {
  return [...style.matchAll(/--chart-\d: #(\w{2})(\w{2})(\w{2})/g)].slice(0, 8)
    .map(([, ...parts]) =>
      parts.map((part) => linear(parseInt(part, 16) / 255)) as unknown as Colour
    );
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function seenBy(eye: readonly Colour[], colour: Colour): Colour {
  return eye.map((row) =>
    Math.max(0, row.reduce((sum, factor, at) => sum + factor * colour[at]!, 0))
  ) as unknown as Colour;
}

/** CIE L*a*b*, D65. */
function lab([red, green, blue]: Colour): Colour {
  const [x, y, z] = [
    (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
    0.2126 * red + 0.7152 * green + 0.0722 * blue,
    (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
  ].map((one) => one > 0.008856 ? Math.cbrt(one) : 7.787 * one + 16 / 116) as [
    number,
    number,
    number,
  ];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

testPermitted(
  "the lines that are shown at first are told apart by colour-blind people, too",
  () => {
    for (const style of readStyle()) {
      const colours = coloursOf(style).slice(0, 6);
      assert.equal(colours.length, 6);
      for (const [name, eye] of Object.entries(EYES)) {
        const seen = colours.map((colour) => lab(seenBy(eye, colour)));
        seen.forEach((one, at) =>
          seen.slice(at + 1).forEach((other, after) => {
            const far = Math.hypot(...one.map((part, axis) => part - other[axis]!));
            assert.ok(far >= FEWEST, `${name}: ${at + 1} and ${at + after + 2} are ${far} apart`);
          })
        );
      }
    }
  },
);

testPermitted("the first six colours have a contrast of 3 to 1 against their page", () => {
  const luminance = ([red, green, blue]: Colour) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const grounds = ["ff", "13"].map((hex) => linear(parseInt(hex, 16) / 255));
  readStyle().forEach((style, at) => {
    for (const colour of coloursOf(style).slice(0, 6)) {
      const [low, high] = [luminance(colour), grounds[at]!].sort((a, b) => a - b) as [
        number,
        number,
      ];
      assert.ok((high + 0.05) / (low + 0.05) >= 3, `${colour}`);
    }
  });
});
