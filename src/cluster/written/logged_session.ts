import type { AnyOptions } from "../../scenario/calls/call_options.ts";
import { isRead } from "../../scenario/calls/idempotence.ts";
import type { Batch, Call, Session } from "../../scenario/calls/session.ts";
import { isCounterTable } from "../../scenario/cql/definitions.ts";
import type { Model } from "../../scenario/schema/model.ts";
import type { Consistency, FullSettings } from "../../scenario/settings.ts";
import type { LoadSession } from "../load_session.ts";
import { createWriteLog, Kind, type Noted, type SentWith, type WriteLog } from "./log.ts";

type Row = Readonly<Record<string, unknown>>;
type Options = AnyOptions | undefined;

/** The memory of the logs of all threads, in bytes. */
const MOST_BYTES = 256 * 1024 * 1024;

/** The log of a thread; `undefined` where nothing is read back. */
export function writeLogFor({ verifyWrites, workers }: FullSettings): WriteLog | undefined {
  return verifyWrites ? createWriteLog(MOST_BYTES / workers) : undefined;
}

/** The same load session, whose writes that count are noted in the log, where there is one. */
export function logged(
  load: LoadSession,
  log: WriteLog | undefined,
  { consistency }: FullSettings,
): LoadSession {
  if (log === undefined) return load;
  return {
    ...load,
    counting: (counts) => logWrites(load.counting(counts), log, consistency),
    traced: (onTrace, counts) => logWrites(load.traced(onTrace, counts), log, consistency),
  };
}

/** The same session, whose writes are noted in a log: what they say before they are sent, and their outcome. */
export function logWrites(session: Session, log: WriteLog, consistency: Consistency): Session {
  const notes = notesIn(log, consistency);
  const write = <A extends unknown[]>(request: Call, note: (...args: A) => Noted): Call => {
    return (...args) => follow(note(...args as A), request(...args));
  };
  const calls = session as unknown as Record<keyof Session, Call>;
  return {
    ...calls,
    create: write(calls.create, notes.create),
    update: write(calls.update, notes.update),
    delete: write(calls.delete, notes.delete),
    createIfNotExists(...args: [Model, Row, Options]) {
      const noted = notes.createIfNotExists(...args);
      const answer = calls.createIfNotExists(...args);
      answer.then(
        (isApplied) => isApplied ? noted.acknowledge() : noted.fail(undefined),
        noted.fail,
      );
      return answer;
    },
    batch(fill: (batch: Batch) => void, options: Options) {
      const noted: Noted[] = [];
      const answer = calls.batch(
        (batch: Batch) => fill(notedBatch(batch, notes, options, noted)),
        options,
      );
      answer.then(
        () => noted.forEach((one) => one.acknowledge()),
        (error) => noted.forEach((one) => one.fail(error)),
      );
      return answer;
    },
    execute(cql: string, ...rest: unknown[]) {
      if (isRead(cql)) return calls.execute(cql, ...rest);
      log.noteText(cql);
      return follow(log.pass("cql"), calls.execute(cql, ...rest));
    },
  } as unknown as Session;
}

function follow(noted: Noted, answer: Promise<unknown>): Promise<unknown> {
  answer.then(noted.acknowledge, noted.fail);
  return answer;
}

/** How each call is noted. */
interface Notes {
  create(model: Model, row: Row, options: Options): Noted;
  createIfNotExists(model: Model, row: Row, options: Options): Noted;
  update(model: Model, key: Row, changes: Row, options: Options): Noted;
  delete(model: Model, key: Row, options: Options): Noted;
}

function notesIn(log: WriteLog, byDefault: Consistency): Notes {
  function sentWith(kind: SentWith["kind"], model: Model, options: Options): SentWith {
    if (options === undefined) {
      return { kind, consistency: byDefault, ttl: model.options.defaultTtl ?? 0 };
    }
    const consistency = (options.consistency ?? byDefault) as Consistency;
    const ttl = (options.ttl ?? model.options.defaultTtl ?? 0) as number;
    if (options.timestamp !== undefined) return { kind: Kind.timestamp, consistency, ttl };
    return { kind, consistency, ttl };
  }

  function note(
    kind: SentWith["kind"],
    model: Model,
    [row, cells]: readonly [Row, Row],
    options: Options,
  ): Noted {
    const how = sentWith(kind, model, options);
    return log.note(
      model,
      row,
      cells,
      how.consistency === "any" ? { ...how, kind: Kind.any } : how,
    );
  }

  return {
    create: (model, row, options) => note(Kind.create, model, [row, row], options),
    createIfNotExists: (model, row, options) => note(Kind.conditional, model, [row, row], options),
    update(model, key, changes, options) {
      if (isCounterTable(model)) return log.pass("counters");
      if (!isOneRow(model, key)) return log.pass("static");
      return note(Kind.update, model, [key, changes], options);
    },
    delete(model, key, options) {
      const columns = options?.columns as readonly string[] | undefined;
      if (isCounterTable(model)) return log.pass("counters");
      if (!isOneRow(model, key)) {
        if (columns !== undefined) return log.pass("static");
        log.noteRange(model, key);
        return log.pass("ranges");
      }
      if (columns === undefined) return note(Kind.delete, model, [key, NOTHING], options);
      const nulls = Object.fromEntries(columns.map((name) => [name, null]));
      return note(Kind.update, model, [key, nulls], options);
    },
  };
}

const NOTHING: Row = {};

function isOneRow({ clusteringKey }: Model, key: Row): boolean {
  return clusteringKey.every((name) => key[name] !== undefined);
}

/** Notes the writes of a batch as it is filled. */
function notedBatch(batch: Batch, notes: Notes, options: Options, noted: Noted[]): Batch {
  const all = options === undefined
    ? undefined
    : { consistency: options.consistency, timestamp: options.timestamp };
  const both = (own: Options) => all === undefined ? own : { ...all, ...own };
  return {
    create(model: Model, row: Row, own: Options) {
      noted.push(notes.create(model, row, both(own)));
      batch.create(model as never, row as never, own as never);
    },
    update(model: Model, key: Row, changes: Row, own: Options) {
      noted.push(notes.update(model, key, changes, both(own)));
      batch.update(model as never, key as never, changes as never, own as never);
    },
    delete(model: Model, key: Row, own: Options) {
      noted.push(notes.delete(model, key, both(own)));
      batch.delete(model as never, key as never, own as never);
    },
  } as unknown as Batch;
}
