import type { TargetError } from "../errors.ts";
import { csvRows, type CsvValue } from "../report/csv/cells.ts";
import type { CaseSamples } from "../run/options.ts";
import { type GrowingFile, openGrowing } from "./growing_file.ts";
import { isStandardOutput, isStream, writeStream } from "./output_file.ts";

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
  let file: GrowingFile | undefined;
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
      failure = error as TargetError;
      file?.discard();
    }
  }

  const begin = () => {
    if (!isStreamed) file = openGrowing(path);
    append(csvRows([COLUMNS]));
  };
  let hasBegun = false;
  return {
    add(samples) {
      attempt(() => {
        if (!hasBegun) begin();
        hasBegun = true;
        for (let from = 0; from < samples.due.length; from += CHUNK) {
          append(csvRows(rowsOf(samples, from, from + CHUNK)));
        }
      });
    },
    async end() {
      if (!hasBegun) return undefined;
      if (isStreamed) await writeStream(path, streamed.splice(0).join(""));
      else attempt(() => file?.place());
      if (failure !== undefined) return undefined;
      return isStandardOutput(path) ? "standard output" : path;
    },
    failure: () => failure,
  };
}

function* range(from: number, to: number): Generator<number> {
  for (let at = from; at < to; at++) yield at;
}

function rowsOf(samples: CaseSamples, from: number, to: number): CsvValue[][] {
  const { index, repetition, due, sent, done, operation, outcome, classes, names } = samples;
  return [...range(from, Math.min(to, due.length))].map((at) => {
    const place = outcome[at] ?? 0;
    return [
      index + 1,
      repetition,
      exact(due[at]),
      exact(sent[at]),
      exact(done[at]),
      names[operation[at] ?? 0],
      place === 0 ? "ok" : classes[place - 1],
      samples.coordinator,
      samples.every,
    ];
  });
}

/** Milliseconds to a tenth of a microsecond, which is more than any clock here knows. */
function exact(ms = 0): number {
  return Math.round(ms * 1e4) / 1e4;
}
