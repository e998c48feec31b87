import type { ArgumentKind } from "../../code/file-code.js";
import type { LinkedCall } from "../code-graph.js";

/** The options a call is given: their JSON, and whether there may be more than it shows. */
export interface Options {
  readonly values: object;
  /** A spread, a variable or a computed key may add to them. */
  readonly isOpen: boolean;
  /** Keyword arguments. */
  readonly isPython?: boolean;
}

export const NO_OPTIONS: Options = { values: {}, isOpen: false };
const UNKNOWN_OPTIONS: Options = { values: {}, isOpen: true };

/** The object at one position of a call's arguments; of Python its keyword arguments. */
export function optionsAt(call: LinkedCall, position: number): Options {
  const { row, record } = call;
  if (isPython(call)) return keywordsOf(call);
  const argument = record.arguments[position];
  if (!argument) return record.arguments.some(({ kind }) => kind === "spread") ? UNKNOWN_OPTIONS : NO_OPTIONS;
  const isLast = position === record.arguments.length - 1;
  if (argument.json !== null && argument.kind === "object") {
    return {
      values: parsed(argument.json),
      isOpen: isLast ? row.options_kind === "open" : SPREADS.test(argument.text),
    };
  }
  // row.options looks a constant up, but takes the last object there is: it must not be an earlier argument.
  const isLookedUp =
    isLast && argument.kind === "identifier" && record.arguments.every(({ kind }) => kind !== "object");
  if (isLookedUp && row.options !== null) return { values: parsed(row.options), isOpen: row.options_kind === "open" };
  return NO_OBJECTS.has(argument.kind) || CREDENTIAL.test(argument.text) ? NO_OPTIONS : UNKNOWN_OPTIONS;
}

export const isPython = ({ file }: LinkedCall): boolean => file.info.language === "python";

/** `get(url, timeout=5, **more)`; None says more than leaving it out. */
function keywordsOf({ row, record }: LinkedCall): Options {
  const values = row.options === null ? {} : parsed(row.options);
  const given = Object.entries(values).map(([name, value]: [string, unknown]) => [name, value ?? { $: "None" }]);
  // urlopen(url, data, timeout)
  const limit = row.method === "urlopen" ? record.arguments[2] : undefined;
  if (limit) given.push(["timeout", { $: limit.text }]);
  return { values: Object.fromEntries(given), isOpen: /^(open|dynamic)$/.test(row.options_kind), isPython: true };
}

/** `{ ...shared, model }` before other arguments. */
const SPREADS = /[{,]\s*\.\.\.[\w(]/;

const NO_OBJECTS: ReadonlySet<ArgumentKind> = new Set(["string", "template", "number", "env", "function", "null"]);

/** `twilio(accountSid, authToken)`: what stands where options could, and is none. */
const CREDENTIAL = /(key|token|secret|sid|id|url|uri|dsn|password)$/i;

function parsed(json: string): object {
  const value: unknown = JSON.parse(json);
  return typeof value === "object" && value !== null ? value : {};
}

/** One of several options, each a name or a dotted path; undefined when none is set. */
export function findOption(
  options: Options,
  names: string | null,
): { readonly name: string; readonly value: unknown } | undefined {
  for (const name of names?.split(",") ?? []) {
    const value = name.split(".").reduce<unknown>(memberOf, options.values);
    if (value !== undefined && value !== null && !isUndefined(value)) return { name, value };
  }
  return undefined;
}

/** `{ config: settings }`: the object that an option would stand in is a variable nobody sees into. */
export function mayHide(options: Options, names: string | null): boolean {
  return (names?.split(",") ?? []).some((name) => {
    const parents = name.split(".").slice(0, -1);
    return parents.length > 0 && sourceOf(parents.reduce<unknown>(memberOf, options.values)) !== null;
  });
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

const isUndefined = (value: unknown): boolean => sourceOf(value) === "undefined";

/** Source text of a value that is not a literal. */
export function sourceOf(value: unknown): string | null {
  const source = memberOf(value, "$");
  return typeof source === "string" ? source : null;
}

/** An option as a person would write it, short. */
export function showOption({ isPython: isKeyword }: Options, name: string, value: unknown): string {
  const text = sourceOf(value) ?? JSON.stringify(value);
  return `${name}${isKeyword === true ? "=" : ": "}${text.length > 40 ? `${text.slice(0, 39)}…` : text}`;
}

/** Options that an HTTP client or SDK was made with. */
export function clientOptions(maker: LinkedCall | undefined): Options {
  if (!maker) return NO_OPTIONS;
  // new Client({…}), new Client(key, {…}), createClient({…}): the options are the last thing given.
  if (isPython(maker)) return keywordsOf(maker);
  const last = maker.record.arguments.length - 1;
  return last < 0 ? NO_OPTIONS : optionsAt(maker, last);
}
