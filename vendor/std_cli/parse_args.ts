// Stands in for jsr:@std/cli/parse-args where JSR cannot be reached: same results, names with dots are not typed.

type OneOrMore<T> = T | readonly T[];
type Defined = Record<string, unknown>;
type Aliases = Record<string, OneOrMore<string>>;

/** Options of {@linkcode parseArgs}. */
export interface ParseOptions<
  Bool extends string,
  Str extends string,
  Col extends string,
  Neg extends string,
  Def extends Defined,
  Ali extends Aliases,
  Dash extends boolean,
> {
  /** Whether what follows `--` goes to the result's `--` instead of its `_`. */
  "--"?: Dash;
  /** Further names of options. A value given to one goes to all. */
  alias?: Ali;
  /** Options without a value, `false` unless given. `true` stands for every `--name` without `=`. */
  boolean?: boolean | OneOrMore<Bool>;
  /** Options that gather the values of every use in an array. */
  collect?: OneOrMore<Col>;
  /** Values of options that are not given. */
  default?: Def;
  /** Options that `--no-name` sets to `false`. */
  negatable?: OneOrMore<Neg>;
  /** Whether everything after the first argument that is no option goes to `_` as it stands. */
  stopEarly?: boolean;
  /** Options whose value is never turned into a number. */
  string?: OneOrMore<Str>;
  /** Asked about each option not named above, and each argument that is no option. `false` drops it. */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

type Named<Bool extends string, Str extends string, Col extends string, Neg extends string> =
  & { [K in Exclude<Bool, Col>]: boolean }
  & { [K in Extract<Bool, Col>]: boolean[] }
  & { [K in Exclude<Str, Col>]?: string | No<K, Neg> }
  & { [K in Extract<Str, Col>]: string[] | No<K, Neg> }
  & { [K in Exclude<Col, Bool | Str>]?: unknown[] | No<K, Neg> };

type No<K, Neg> = K extends Neg ? false : never;

type WithDefaults<T, Def> =
  & Omit<T, keyof Def>
  & {
    [K in keyof Def]: Def[K] | (K extends keyof T ? NonNullable<T[K]> : unknown);
  };

type WithAliases<T, Ali> = {
  [K in keyof T as K extends `${string}.${string}` ? never : K | AliasesOf<K, Ali>]: T[K];
};

type AliasesOf<K, Ali> = K extends keyof Ali ? Ali[K] extends OneOrMore<infer Name> ? Name & string
  : never
  : never;

/** The result of {@linkcode parseArgs}: a value per option, and what is no option in `_`. */
export type Args<T = unknown, Dash extends boolean = false> =
  & T
  & Defined
  & { _: Array<string | number> }
  & (Dash extends true ? { "--": string[] } : unknown);

const LONG = /^--(no-)?(.+?)(?:=(.*))?$/s;
const SHORT = /^-[^-]/s;

/**
 * Reads a command line: `--name value`, `--name=value`, `--flag`, `-f`, `-n5`, `-abc`. A dot in a name nests: `--a.b 1` is `{ a: { b: 1 } }`.
 *
 * What looks like a number becomes one, unless the option is named in `string`. The last use of an option counts,
 * unless it is named in `collect`. After `--` nothing is an option.
 *
 * @param args The command line, for example `Deno.args`.
 * @param options What the options are.
 * @returns The options' values by name, and the other arguments.
 */
export function parseArgs<
  const Bool extends string = never,
  const Str extends string = never,
  const Col extends string = never,
  const Neg extends string = never,
  Def extends Defined = Record<never, never>,
  const Ali extends Aliases = Record<never, never>,
  const Dash extends boolean = false,
>(
  args: string[],
  options: ParseOptions<Bool, Str, Col, Neg, Def, Ali, Dash> = {},
): Args<WithAliases<WithDefaults<Named<Bool, Str, Col, Neg>, Def>, Ali>, Dash> {
  const names = readNames(options);
  const end = args.indexOf("--");
  const queue = end < 0 ? [...args] : args.slice(0, end);
  const rest = end < 0 ? [] : args.slice(end + 1);
  const parsed: Defined & { _: Array<string | number> } = { _: [] };

  function set(name: string, value: string | boolean, arg: string, collects = true): void {
    if (!names.known(name, arg) && options.unknown?.(arg, name, value) === false) return;
    const typed = typeof value === "string" && !names.string.has(name) ? numberIf(value) : value;
    for (const target of names.withAliases(name)) {
      assign(parsed, target, typed, collects && names.collect.has(name));
    }
  }

  /** The value of an option that carries none itself: the next argument if it fits, else what its type says. */
  function takeNext(name: string, nextIsOption: RegExp, isFlag: boolean): string | boolean {
    const next = queue[0];
    const fits = !isFlag && next && !nextIsOption.test(next);
    if (fits || next === "true" || next === "false") {
      queue.shift();
      return fits ? next : next === "true";
    }
    return names.bare(name);
  }

  function readLong(arg: string, [, no = "", name = "", value]: RegExpExecArray): void {
    if (value !== undefined) {
      set(name, names.boolean.has(name) ? value !== "false" : value, arg);
    } else if (no && names.negatable.has(name)) {
      set(name, false, arg, false);
    } else {
      // Not an option that can be negated, so "no-" is part of its name.
      const whole = no + name;
      set(whole, takeNext(whole, /^-/, names.everyLongIsFlag || names.boolean.has(whole)), arg);
    }
  }

  function readShort(arg: string): void {
    for (let at = 1; at < arg.length; at++) {
      const name = arg.charAt(at);
      const tail = arg.slice(at + 1);
      if (tail === "") return set(name, takeNext(name, /^--?[^-]/, names.boolean.has(name)), arg);
      const value = attachedValue(name, tail);
      if (value !== undefined) return set(name, value, arg);
      set(name, names.bare(name), arg);
    }
  }

  for (let arg = queue.shift(); arg !== undefined; arg = queue.shift()) {
    const long = LONG.exec(arg);
    if (long) readLong(arg, long);
    else if (SHORT.test(arg)) readShort(arg);
    else {
      if (options.unknown?.(arg) !== false) {
        parsed._.push(names.string.has("_") ? arg : numberIf(arg));
      }
      if (options.stopEarly) parsed._.push(...queue.splice(0));
    }
  }
  fillIn(parsed, names, options.default ?? {});
  if (options["--"]) parsed["--"] = rest;
  else parsed._.push(...rest);
  return parsed as ReturnType<typeof parseArgs<Bool, Str, Col, Neg, Def, Ali, Dash>>;
}

interface Names {
  boolean: Set<string>;
  string: Set<string>;
  collect: Set<string>;
  negatable: Set<string>;
  everyLongIsFlag: boolean;
  known(name: string, arg: string): boolean;
  withAliases(name: string): string[];
  bare(name: string): string | boolean;
}

function readNames(
  options: ParseOptions<string, string, string, string, Defined, Aliases, boolean>,
): Names {
  const aliases = new Map<string, string[]>();
  for (const [name, others] of Object.entries(options.alias ?? {})) {
    const group = [name, ...[others].flat()];
    for (const one of group) aliases.set(one, group.filter((other) => other !== one));
  }
  const withAliases = (name: string) => [name, ...aliases.get(name) ?? []];
  const all = (given: OneOrMore<string> = []) => new Set([given].flat().flatMap(withAliases));
  const boolean = all(typeof options.boolean === "boolean" ? [] : options.boolean);
  const [string, collect] = [all(options.string), all(options.collect)];
  const everyLongIsFlag = options.boolean === true;
  return {
    boolean,
    string,
    collect,
    negatable: all(options.negatable),
    everyLongIsFlag,
    withAliases,
    bare: (name) => string.has(name) ? "" : true,
    known: (name, arg) =>
      boolean.has(name) || string.has(name) || collect.has(name) || aliases.has(name) ||
      everyLongIsFlag && /^--[^=]+$/.test(arg),
  };
}

/** What the letters after one letter of `-abc` give it as a value, if anything. */
function attachedValue(letter: string, tail: string): string | undefined {
  if (tail === "=") return "";
  if (/[A-Za-z]/.test(letter)) {
    const given = /=(.+)/.exec(tail)?.[1];
    if (given !== undefined) return given;
    if (/-?\d+(\.\d*)?(e-?\d+)?$/.test(tail)) return tail;
  }
  return tail === "-" || /^\W./s.test(tail) ? tail : undefined;
}

function numberIf(text: string): string | number {
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

function assign(object: Defined, name: string, value: unknown, collects: boolean): void {
  const path = name.split(".");
  const last = path.pop() ?? "";
  for (const key of path) {
    const inner = object[key];
    // Not into a function: "constructor.prototype" would reach what all objects share.
    object = (isRecord(inner) ? inner : object[key] = {}) as Defined;
  }
  const before = object[last];
  if (collects && Array.isArray(before)) before.push(value);
  else if (collects) object[last] = before ? [before, value] : [value];
  else object[last] = value;
}

function has(object: unknown, name: string): boolean {
  let inner = object;
  for (const key of name.split(".")) {
    if (!isRecord(inner) || !Object.hasOwn(inner, key)) return false;
    inner = inner[key];
  }
  return true;
}

function isRecord(value: unknown): value is Defined {
  return typeof value === "object" && value !== null;
}

function fillIn(parsed: Defined, names: Names, defaults: Defined): void {
  for (const [name, value] of Object.entries(defaults)) {
    if (has(parsed, name)) continue;
    for (const target of names.withAliases(name)) assign(parsed, target, value, false);
  }
  for (const name of names.boolean) {
    if (!has(parsed, name)) assign(parsed, name, names.collect.has(name) ? [] : false, false);
  }
  for (const name of names.string) {
    if (names.collect.has(name) && !has(parsed, name)) assign(parsed, name, [], false);
  }
}
