type Row = Readonly<Record<string, unknown>>;

/**
 * The values of a text in the order of its binds, from values by their names. Names are compared without regard to case
 * where none is the same, as CQL knows them in lower case unless they are in quotes.
 *
 * @throws {TypeError} for a name without a value, and for a value whose name the text does not have
 */
export function namedValues(names: readonly string[], values: Row): unknown[] {
  const list: unknown[] = [];
  const missing = new Set(Object.keys(values));
  for (const name of names) {
    const given = Object.hasOwn(values, name) ? name : likeOf(name, values);
    if (given === undefined) {
      throw new TypeError(`Cannot bind :${name} as no value is named so${listed(values)}`);
    }
    missing.delete(given);
    list.push(values[given]);
  }
  for (const name of missing) {
    const known = [...new Set(names)].map((name) => `:${name}`).join(", ");
    throw new TypeError(
      `Cannot bind value "${name}" as the text has no such name${known && `: it has ${known}`}`,
    );
  }
  return list;
}

function likeOf(name: string, values: Row): string | undefined {
  return Object.keys(values).find((given) => given.toLowerCase() === name);
}

function listed(values: Row): string {
  const names = Object.keys(values).join(", ");
  return names && `: the values are ${names}`;
}

/**
 * Refuses the values of a text that is not prepared, as a guess at their types could store another value.
 *
 * @throws {TypeError} where there are any
 */
export function refuseUnpreparedValues(values: Row | readonly unknown[]): void {
  if (Object.keys(values).length === 0) return;
  throw new TypeError(
    "Cannot send values with prepare: false as only a prepared text tells their types: " +
      "write them into the text",
  );
}
