import { type Look, PLAIN } from "../report/markdown/look.ts";
import { isGranted } from "../runtime/permissions.ts";

/** The most columns that a report takes: longer lines are hard to follow. */
const MOST_COLUMNS = 120;

/** What a terminal can show. */
export interface TerminalSigns {
  /** Whether what is printed can be drawn over. */
  readonly canDraw: boolean;
  /** Whether it shows signs beside ASCII's. */
  readonly hasBlocks: boolean;
  readonly hasColors: boolean;
}

/** How the report looks on standard output: with colours and bars on a terminal, plain elsewhere. */
export function lookOfOutput(): Look {
  const { canDraw, hasBlocks, hasColors } = signsOf(Deno.stdout);
  if (!Deno.stdout.isTerminal()) return { ...PLAIN, hasColors };
  return {
    columns: Math.min(columnsOfTerminal(), MOST_COLUMNS),
    hasColors,
    hasBars: canDraw && hasBlocks,
  };
}

/**
 * What a stream's terminal can show. Nobody sees colours elsewhere, unless FORCE_COLOR asks for them; NO_COLOR wins over
 * all.
 */
export function signsOf(stream: { isTerminal(): boolean }): TerminalSigns {
  const canDraw = stream.isTerminal() && read("TERM") !== "dumb";
  const forced = read("FORCE_COLOR");
  const isWanted = forced === undefined ? canDraw : forced !== "0";
  const locale = read("LC_ALL") ?? read("LC_CTYPE") ?? read("LANG") ?? "";
  return {
    canDraw,
    hasBlocks: /utf-?8/i.test(locale) && read("TERM") !== "linux",
    hasColors: isWanted && read("NO_COLOR") === undefined,
  };
}

/** The columns of the terminal; 80 where it does not say. */
export function columnsOfTerminal(): number {
  const asked = Number(read("COLUMNS"));
  if (Number.isInteger(asked) && asked > 0) return asked;
  try {
    // A terminal without a size says 0.
    return Deno.consoleSize().columns || PLAIN.columns;
  } catch {
    return PLAIN.columns;
  }
}

/** What a variable says that nobody needs to set, so that it is not asked for where Deno does not let it be read. */
function read(variable: string): string | undefined {
  return isGranted({ name: "env", variable }) ? Deno.env.get(variable) || undefined : undefined;
}
