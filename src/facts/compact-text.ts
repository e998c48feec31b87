/**
 * V8 keeps a substring as a window on the text it was cut from, and a concatenation as a tree of its parts. A name of
 * thirteen letters so holds a whole source file, as long as the name is known.
 */

/** Strings of equal text, as one flat copy. */
let copies = new Map<string, string>();

/** Beyond, the table would cost more than it saves. */
const MAX_COPIES = 50_000;
/** Longer texts are hardly ever written twice. */
const MAX_SHARED = 256;

/** The same text in memory of its own, shared with whoever asked for it before. */
export function compactText(text: string): string {
  if (text.length > MAX_SHARED) return copyOf(text);
  const known = copies.get(text);
  if (known !== undefined) return known;
  if (copies.size >= MAX_COPIES) copies = new Map();
  const copy = copyOf(text);
  copies.set(copy, copy);
  return copy;
}

/** No method of a string promises a copy; text that went through JSON is one, lone surrogates included. */
function copyOf(text: string): string {
  const copy: unknown = JSON.parse(JSON.stringify(text));
  return typeof copy === "string" ? copy : text;
}

/** Replaces every string in plain data – objects, lists, maps, sets – by a flat copy, in place. */
export function compactTexts(data: object, seen = new Set<object>()): void {
  if (seen.has(data)) return;
  seen.add(data);
  if (Array.isArray(data)) compactList(data, seen);
  else if (data instanceof Map) compactMap(data, seen);
  else if (data instanceof Set) compactSet(data);
  else if (isRecord(data)) compactRecord(data, seen);
}

const isRecord = (data: object): data is Record<string, unknown> => Object.getPrototypeOf(data) === Object.prototype;

function compactRecord(data: Record<string, unknown>, seen: Set<object>): void {
  for (const key in data) {
    const value = data[key];
    if (typeof value === "string") data[key] = compactText(value);
    else if (typeof value === "object" && value !== null) compactTexts(value, seen);
  }
}

function compactList(data: unknown[], seen: Set<object>): void {
  for (let index = 0; index < data.length; index++) {
    const value = data[index];
    if (typeof value === "string") data[index] = compactText(value);
    else if (typeof value === "object" && value !== null) compactTexts(value, seen);
  }
}

function compactMap(data: Map<unknown, unknown>, seen: Set<object>): void {
  const entries = [...data];
  data.clear();
  for (const [key, value] of entries) {
    if (typeof value === "object" && value !== null) compactTexts(value, seen);
    data.set(compactValue(key), compactValue(value));
  }
}

function compactSet(data: Set<unknown>): void {
  const values = [...data];
  data.clear();
  for (const value of values) data.add(compactValue(value));
}

const compactValue = (value: unknown): unknown => (typeof value === "string" ? compactText(value) : value);
