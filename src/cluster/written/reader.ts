import { messageOf } from "../../errors.ts";
import type { ReadConsistency } from "../../scenario/calls/call_options.ts";
import type { Session } from "../../scenario/calls/session.ts";
import { wherePart } from "../../scenario/cql/part.ts";
import { quote } from "../../scenario/schema/names.ts";
import { classify } from "../errors.ts";
import type { Codec } from "./codec.ts";
import type { FoundRow } from "./judge.ts";

/**
 * Milliseconds that one read may take. Cassandra gives a read five seconds, and asks another replica after half of them, as
 * long as it does not know that one has died.
 */
const TIMEOUT = 6_000;

/**
 * Milliseconds without a success after which nothing more is read at a consistency. The weakest is asked when another one
 * was waited for, so it need not be.
 */
const PATIENCE = 20_000;
const PATIENCE_OF_WEAKEST = 2_000;

/** The consistency at which one replica answers, whichever is up. */
export const WEAKEST: ReadConsistency = "localOne";

/** What a server says again. */
const LASTING = new Set(["invalid", "syntaxError", "unauthorized"]);

/** Milliseconds between two tries. */
const PAUSE = 200;

/** Reads rows at a consistency, for as long as that succeeds now and then. */
export interface RowReader {
  /** `undefined` where the row cannot be read. */
  read(
    codec: Codec,
    key: readonly unknown[],
    level: ReadConsistency,
  ): Promise<FoundRow | undefined>;
  /** Why nothing more is read, in words. */
  problems(): string[];
}

/** Makes a reader. */
export function createRowReader(session: Session, signal: AbortSignal): RowReader {
  const statements = new Map<Codec["model"], Statement>();
  /** When a read at a consistency last succeeded, and why nothing more is read at it. */
  const goodAt = new Map<ReadConsistency, number>();
  const givenUp = new Map<ReadConsistency, string>();

  function statementOf(codec: Codec): Statement {
    let statement = statements.get(codec.model);
    if (statement === undefined) statements.set(codec.model, statement = makeStatement(codec));
    return statement;
  }

  return {
    async read(codec, key, level) {
      const { cql, toFound } = statementOf(codec);
      if (!goodAt.has(level)) goodAt.set(level, performance.now());
      while (!signal.aborted && !givenUp.has(level)) {
        try {
          const options = { consistency: level, timeout: TIMEOUT };
          const { rows: [row] } = await session.execute(cql, key, options);
          goodAt.set(level, performance.now());
          return toFound(row);
        } catch (error) {
          const patience = level === WEAKEST ? PATIENCE_OF_WEAKEST : PATIENCE;
          const isTooLong = performance.now() - goodAt.get(level)! > patience;
          if (isTooLong || LASTING.has(classify(error))) givenUp.set(level, messageOf(error));
          else await pause(signal);
        }
      }
      return undefined;
    },
    problems: () =>
      [...givenUp].map(([level, why]) => `rows could not be read at consistency ${level}: ${why}`),
  };
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, PAUSE);
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    }
    signal.addEventListener("abort", end);
  });
}

interface Statement {
  readonly cql: string;
  toFound(row: Readonly<Record<string, unknown>> | undefined): FoundRow;
}

/** Types whose values have one time: not those of which each element has its own. */
const WITHOUT_TIME = new Set(["list", "set", "map", "udt", "counter"]);

/** SELECT of a row's own columns, and of the times at which they were written. */
function makeStatement({ model, columns }: Codec): Statement {
  const own = columns.flatMap(({ name, isOwn }, at) => isOwn ? [{ name, at }] : []);
  const timed = own.filter(({ name }) => !WITHOUT_TIME.has(model.columns[name]!.type.name));
  const timeOf = (at: number) => `time of ${at}`;
  const selected = [
    ...own.map(({ name }) => quote(name)),
    ...timed.map(({ name, at }) => `WRITETIME(${quote(name)}) AS ${quote(timeOf(at))}`),
  ];
  // A row without other columns has those of its key.
  if (selected.length === 0) selected.push(quote(model.partitionKey[0]!));
  const { text } = wherePart(model, { clustering: model.clusteringKey.length });
  return {
    cql: `SELECT ${selected.join(", ")} FROM ${quote(model.name)}${text}`,
    toFound(row) {
      const times = timed.flatMap(({ at }) => {
        const time = row?.[timeOf(at)];
        return typeof time === "bigint" ? [[at, Number(time)] as const] : [];
      });
      return {
        cells: row && new Map(own.map(({ name, at }) => [at, row[name]])),
        times: new Map(times),
        at: Date.now(),
      };
    },
  };
}
