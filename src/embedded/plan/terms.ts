import { type Bytes, fromElements, sized, toElements } from "../../protocol/bytes.ts";
import { type CqlType, formatCqlType } from "../../scenario/schema/cql_type.ts";
import type { Marker, Term } from "../cql/ast.ts";
import { comparatorOf } from "../data/compare.ts";
import { encodeLiteral } from "../data/literals.ts";
import { frozen, isMultiCell, unfrozen } from "../data/types.ts";
import { joinVector } from "../data/vectors.ts";
import { invalid } from "../errors.ts";
import type { Binds, Params, Receiver, Value } from "./binds.ts";
import { findFunction, functionsNamed } from "./functions.ts";

/**
 * Plans a term: a function of the values of the bind markers. Checks and encodes constants here, once.
 *
 * @throws {CqlError} When the term does not fit its receiver.
 */
export function planTerm(term: Term, receiver: Receiver, binds: Binds): Value {
  switch (term.kind) {
    case "marker":
      return planMarker(term, receiver, binds);
    case "literal": {
      const value = term.type === "null" ? null : encodeLiteral(receiver.type, term, receiver.name);
      return () => value;
    }
    case "call":
      return planCall(term.name, term.args, receiver, binds);
    default: {
      const value = planComposite(term, receiver, binds);
      if (!isConstant(term)) return value;
      const constant = value([]);
      return () => constant;
    }
  }
}

function planMarker({ index }: Marker, receiver: Receiver, binds: Binds): Value {
  binds[index] = receiver;
  const type = unfrozen(receiver.type);
  if (isMultiCell(receiver.type) || (type.name !== "set" && type.name !== "map")) {
    return (params) => params[index];
  }
  // Cassandra stores a frozen set or map in the order of its keys, and clients need not send it so.
  return (params) => {
    const bytes = params[index];
    return typeof bytes === "string" ? normalize(type, toElements(bytes)) : bytes;
  };
}

function isConstant(term: Term): boolean {
  if (term.kind === "marker" || term.kind === "call") return false;
  if (term.kind === "literal") return true;
  if (term.kind === "udt") return term.fields.every(([, value]) => isConstant(value));
  return (term.kind === "map" ? term.entries.flat() : term.items).every(isConstant);
}

function planCall(name: string, args: Term[], receiver: Receiver, binds: Binds): Value {
  if (functionsNamed(name).length === 0) throw invalid(`Unknown function ${name} called`);
  const types = args.map((arg) =>
    arg.kind === "call" ? findFunction(arg.name, arg.args.map(() => undefined)).returns : undefined
  );
  const found = findFunction(name, types);
  if (
    found.returns.name !== receiver.type.name &&
    !(found.name === "now" && receiver.type.name === "uuid")
  ) {
    throw invalid(
      `Type error: cannot assign result of function system.${name} (type ${
        formatCqlType(found.returns)
      }) ` +
        `to ${receiver.name} (type ${formatCqlType(receiver.type)})`,
    );
  }
  const values = args.map((arg, i) =>
    planTerm(arg, { name: `arg${i}(${name})`, type: found.args[i]! }, binds)
  );
  return (params) => {
    const given = values.map((value) => value(params));
    return given.every((value) => typeof value === "string") ? found.call(...given) : null;
  };
}

type Composite = Exclude<Term, { kind: "marker" | "literal" | "call" }>;

function planComposite(term: Composite, receiver: Receiver, binds: Binds): Value {
  const { name } = receiver;
  const type = unfrozen(receiver.type);
  if (term.kind === "set" && term.items.length === 0 && type.name === "map") {
    return () => fromElements([]);
  }
  if (term.kind === "list" && type.name === "vector") {
    return planVector(term.items, receiver, binds);
  }
  if (term.kind !== type.name) {
    throw invalid(
      `Invalid ${term.kind} literal for ${name} of type ${formatCqlType(receiver.type)}`,
    );
  }
  if (term.kind === "tuple") return planTuple(term.items, receiver, binds);
  if (term.kind === "udt") return planFields(term.fields, receiver, binds);
  if (term.kind === "map") {
    const [keyType, valueType] = type.of as [CqlType, CqlType];
    const values = term.entries.map(([key, value]) =>
      [
        planTerm(key, { name: `key(${name})`, type: keyType }, binds),
        planTerm(value, { name: `value(${name})`, type: valueType }, binds),
      ] as const
    );
    return (params) =>
      normalize(type, values.flatMap((pair) => pair.map((value) => element(value, params))));
  }
  const items = term.items.map((item) =>
    planTerm(item, { name: `value(${name})`, type: type.of[0]! }, binds)
  );
  return (params) => normalize(type, items.map((item) => element(item, params)));
}

function element(value: Value, params: Params): Bytes {
  const bytes = value(params);
  if (typeof bytes !== "string") throw invalid("null is not supported inside collections");
  return bytes;
}

function planTuple(items: Term[], { type, name }: Receiver, binds: Binds): Value {
  const fieldTypes = unfrozen(type).of;
  if (items.length > fieldTypes.length) {
    throw invalid(
      `Invalid tuple literal for ${name}: too many elements. Type ${formatCqlType(type)} expects ` +
        `${fieldTypes.length} but got ${items.length}`,
    );
  }
  const fields = items.map((item, i) =>
    planTerm(item, { name: `${name}[${i}]`, type: fieldTypes[i]! }, binds)
  );
  return (params) => fields.map((field) => sized(field(params) ?? null)).join("");
}

function planFields(
  given: readonly [name: string, value: Term][],
  { type, name }: Receiver,
  binds: Binds,
): Value {
  const { of, fields = [], userType } = unfrozen(type);
  const unknown = given.find(([field]) => !fields.includes(field));
  if (unknown !== undefined) {
    throw invalid(`Unknown field '${unknown[0]}' in value of user defined type ${userType}`);
  }
  const values = new Map(given.map(([field, value]) => [
    field,
    planTerm(value, { name: `${name}.${field}`, type: of[fields.indexOf(field)]! }, binds),
  ]));
  return (params) => fields.map((field) => sized(values.get(field)?.(params) ?? null)).join("");
}

function planVector(items: Term[], { type: received, name }: Receiver, binds: Binds): Value {
  const type = unfrozen(received);
  if (items.length !== type.dimension) {
    throw invalid(
      `Invalid vector literal for ${name} of type ${formatCqlType(type)}; ` +
        `expected ${type.dimension} elements, but given ${items.length}`,
    );
  }
  const elements = items.map((item) =>
    planTerm(item, { name: `value(${name})`, type: type.of[0]! }, binds)
  );
  return (params) =>
    joinVector(
      type,
      elements.map((element) => {
        const bytes = element(params);
        if (typeof bytes === "string") return bytes;
        throw invalid("null is not supported inside vectors");
      }),
    );
}

/** Sorts the elements of a set or the entries of a map. Of entries with the same key, only the last one stays. */
function normalize(type: CqlType, elements: Bytes[]): Bytes {
  if (type.name === "list") return fromElements(elements);
  const width = type.of.length;
  const byKey = new Map<Bytes, Bytes[]>();
  for (let i = 0; i < elements.length; i += width) {
    byKey.set(elements[i]!, elements.slice(i, i + width));
  }
  const compare = comparatorOf(type.of[0]!);
  const sorted = [...byKey.values()].sort((a, b) => compare(a[0]!, b[0]!));
  return fromElements(sorted.flat(), sorted.length);
}

/** Plans the values of IN: several terms, or one marker for all of them. */
export function planList(
  values: Term[] | Marker,
  receiver: Receiver,
  binds: Binds,
): (params: Params) => (Bytes | null | undefined)[] {
  if (Array.isArray(values)) {
    const items = values.map((item) => planTerm(item, receiver, binds));
    return (params) => items.map((item) => item(params));
  }
  const all = planMarker(
    values,
    { name: `in(${receiver.name})`, type: frozen({ name: "list", of: [receiver.type] }) },
    binds,
  );
  return (params) => {
    const bytes = all(params);
    if (typeof bytes !== "string") throw invalid(`Invalid null value for column ${receiver.name}`);
    return toElements(bytes);
  };
}
