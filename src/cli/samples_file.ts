import type { TargetError } from "../errors.ts";
import { csvCell, csvRows } from "../report/csv/cells.ts";
import type { CaseSamples } from "../run/options.ts";
import {
  isStandardOutput,
  isStream,
  openBeside,
  outputError,
  placeOf,
  writeStream,
} from "./output_file.ts";

/** The file of the operations by themselves. */
export interface SamplesFile {
  /** Adds those of a case. */
  add(samples: CaseSamples): void;
  /** Puts the file in its place, and gives its name; `undefined` where there is none. */
  end(): Promise<string | undefined>;
  /** Why it is not written, or not whole. */
  failure(): TargetError | undefined;
}

const COLUMNS = [
  ...["case", "repetition", "due", "sent", "done", "operation", "class", "coordinator", "every"],
];

/** So many rows are written at once. */
const CHUNK = 5_000;

/** The file at a path, which may be standard output or a pipe; that is written when all is known. */
export function createSamplesFile(path: string): SamplesFile {
  const isStreamed = isStream(path);
  const streamed: string[] = [];
  let file: ReturnType<typeof openBeside> | undefined;
  let place = path;
  let failure: TargetError | undefined;

  function append(text: string): void {
    if (isStreamed) streamed.push(text);
    else file?.append(text);
  }

  /** What fails is told at the end, as the run goes on without it. */
  function attempt(act: () => void): void {
    if (failure !== undefined) return;
    try {
      act();
    } catch (error) {
      failure = outputError(path, error);
      file?.discard();
    }
  }

  const begin = () => {
    if (!isStreamed) {
      const found = placeOf(path);
      place = found.file;
      file = openBeside(place, found.mode);
    }
    append(csvRows([COLUMNS]));
  };
  let hasBegun = false;
  return {
    add(samples) {
      attempt(() => {
        if (!hasBegun) begin();
        hasBegun = true;
        for (let from = 0; from < samples.due.length; from += CHUNK) {
          append(rowsOf(samples, from, from + CHUNK));
        }
      });
    },
    async end() {
      if (!hasBegun) return undefined;
      if (isStreamed) await writeStream(path, streamed.splice(0).join(""));
      else attempt(() => file?.place((temporary) => Deno.renameSync(temporary, place)));
      if (failure !== undefined) return undefined;
      return isStandardOutput(path) ? "standard output" : path;
    },
    failure: () => failure,
  };
}

/** Rows as one text. They are many, so what they have in common is made once. */
function rowsOf(samples: CaseSamples, from: number, to: number): string {
  const { index, repetition, due, sent, done, operation, outcome, classes, names } = samples;
  const first = `${index + 1},${repetition ?? ""},`;
  const operations = names.map(csvCell);
  const outcomes = ["ok", ...classes.map(csvCell)];
  const last = `,${csvCell(samples.coordinator)},${samples.every}\r\n`;
  let rows = "";
  for (let at = from; at < Math.min(to, due.length); at++) {
    rows += `${first}${exact(due[at])},${exact(sent[at])},${exact(done[at])},` +
      `${operations[operation[at] ?? 0] ?? ""},${outcomes[outcome[at] ?? 0]}${last}`;
  }
  return rows;
}

/** Milliseconds to a tenth of a microsecond, which is more than any clock here knows. */
function exact(ms = 0): number {
  return Math.round(ms * 1e4) / 1e4;
}
