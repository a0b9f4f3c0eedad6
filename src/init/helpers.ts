/** A function that a scenario gets when its code calls it. */
interface Helper {
  readonly name: string;
  readonly text: string;
}

/** Functions that make a value from a number, and generators of cassbench, by their names in a scenario. */
const HELPERS: readonly Helper[] = [
  { name: "someText", text: "const someText = generate.text(24);" },
  { name: "someBytes", text: "const someBytes = generate.blob(64);" },
  { name: "someTimeuuid", text: "const someTimeuuid = generate.timeuuid();" },
  {
    name: "uuidOf",
    text: `/** The UUID of a number. */
const uuidOf = (n: number) =>
  \`00000000-0000-4000-8000-\${n.toString(16).padStart(12, "0")}\`;`,
  },
  {
    name: "timeuuidOf",
    text: `/** The version 1 UUID of a number: a higher number is a later time. */
const timeuuidOf = (n: number) =>
  \`\${n.toString(16).padStart(8, "0")}-7e57-11f0-8000-000000000000\`;`,
  },
  {
    name: "instantOf",
    text: `/** One minute after the other, from 2025 on. */
const instantOf = (n: number) => new Date(Date.UTC(2025, 0, 1) + n * 60_000);`,
  },
  {
    name: "dateOf",
    text: `/** One day after the other, from 2000 on; after ten thousand it begins again. */
const dateOf = (n: number) =>
  new Date(Date.UTC(2000, 0, 1 + n % 10_000)).toISOString().slice(0, 10);`,
  },
  {
    name: "addressOf",
    text: `/** An address of the network 10.0.0.0/8. */
const addressOf = (n: number) => \`10.\${n >> 16 & 255}.\${n >> 8 & 255}.\${n & 255}\`;`,
  },
  {
    name: "fromTheEnd",
    text: `/** The same numbers from 0 to below count, counted from the other end. */
const fromTheEnd = (count: number, choose: ChooseKey): ChooseKey => (context) =>
  count - 1 - choose(context);`,
  },
  {
    name: "randomOf",
    text:
      `/** Random numbers that follow from a number, so that they are the same whenever they are drawn. */
function randomOf(seed: number) {
  let state = seed;
  return () => {
    state = state + 0x6d2b79f5 | 0;
    let mixed = Math.imul(state ^ state >>> 15, state | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
  };
}`,
  },
  {
    name: "textOf",
    text: `/** The text of a number, of this length: the same number gives the same text. */
const textOf = (n: number, length: number) => String(n).padEnd(length, "-text").slice(0, length);`,
  },
];

/** The names of all helpers. */
export const HELPER_NAMES: readonly string[] = HELPERS.map(({ name }) => name);

/** The helpers that a code calls, in the order in which they are written. */
export function helpersFor(code: string): string[] {
  return HELPERS.filter(({ name }) => new RegExp(`\\b${name}\\(`).test(code))
    .map(({ text }) => text);
}

/** What can be imported from cassbench, and how its use shows. */
const IMPORTS: readonly (readonly [name: string, use: RegExp])[] = [
  ["type ChooseKey", /\bChooseKey\b/],
  ["generate", /\bgenerate\./],
  ["type InputContext", /\bInputContext\b/],
  ["keys", /\bkeys\./],
  ["model", /\bmodel\(/],
  ["scenario", /\bscenario\(/],
  ["type", /\btype\(/],
];

/** The import that a code needs. */
export function importFor(code: string): string {
  const names = IMPORTS.filter(([, use]) => use.test(code)).map(([name]) => name);
  return `import { ${names.join(", ")} } from "@cassbench/cassbench";`;
}
