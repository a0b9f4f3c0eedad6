// @ts-types="./prepare_handler.d.ts"
import PrepareHandler from "cassandra-driver/lib/prepare-handler.js";
import { isRead } from "../../scenario/calls/idempotence.ts";
import type { PreparingClient } from "./prepare_handler.d.ts";
import { type Bind, columnBinder, type DriverColumn, type Read, resultReader } from "./rows.ts";
import { isSameType } from "./values.ts";

/** A prepared text with its codecs. */
export interface PreparedText {
  /** Whether it can write. */
  readonly isWrite: boolean;
  /** The names of its values, in the order in which they are bound. */
  readonly names: readonly string[];
  readonly bind: Bind;
  /** The reader of rows with these columns, which can be others in each answer. */
  readerOf(columns: readonly DriverColumn[]): Read;
}

/**
 * Makes the function that gives a text with its codecs, once the driver has prepared it. They are kept by what the driver
 * knows of it: that is new where a server has prepared the text again, and gone where the driver has forgotten it.
 *
 * @param onPrepare is called with each text that the driver prepares
 */
export function textPreparer(
  client: PreparingClient,
  onPrepare: () => void,
): (cql: string) => PreparedText | Promise<PreparedText> {
  const texts = new WeakMap<readonly DriverColumn[], PreparedText>();
  const preparing = new Set<string>();

  function textOf(cql: string, binds: readonly DriverColumn[]): PreparedText {
    let text = texts.get(binds);
    if (text === undefined) texts.set(binds, text = prepareText(cql, binds));
    return text;
  }

  return (cql) => {
    const { queryId, meta } = client.metadata.getPreparedInfo(client.keyspace, cql);
    if (queryId !== undefined && meta !== undefined) return textOf(cql, meta.columns);
    if (!preparing.has(cql)) {
      preparing.add(cql);
      onPrepare();
    }
    const balancing = client.profileManager.getDefaultLoadBalancing();
    return PrepareHandler.getPrepared(client, balancing, cql, client.keyspace)
      .then(({ meta }) => textOf(cql, meta.columns))
      .finally(() => preparing.delete(cql));
  };
}

function prepareText(cql: string, binds: readonly DriverColumn[]): PreparedText {
  let known: readonly DriverColumn[] = [];
  let read: Read = (row) => row;
  return {
    isWrite: !isRead(cql),
    names: binds.map(({ name }) => name),
    bind: columnBinder(binds),
    readerOf(columns) {
      if (!areSame(columns, known)) {
        read = resultReader(columns);
        known = columns;
      }
      return read;
    },
  };
}

function areSame(some: readonly DriverColumn[], others: readonly DriverColumn[]): boolean {
  if (some.length !== others.length) return false;
  for (let at = 0; at < some.length; at++) {
    const one = some[at]!, other = others[at]!;
    if (one.name !== other.name || !isSameType(one.type, other.type)) return false;
  }
  return true;
}
