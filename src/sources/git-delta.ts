/** The inflated side of git's object formats. Every length comes from somebody else's file and is checked before it is used. */
import { inflateSync } from "node:zlib";

/** Commits are some hundred bytes, and a tree of 100,000 entries four megabytes. */
export const MAX_OBJECT_BYTES = 16 * 1024 * 1024;

export type ObjectType = "commit" | "tree" | "blob" | "tag";

export interface GitObject {
  readonly type: ObjectType;
  readonly data: Buffer;
}

/** Inflates at most `maxBytes`; null when there is more, or when it is no zlib stream. What stands after the stream is ignored. */
export function inflate(bytes: Buffer, maxBytes: number): Buffer | null {
  try {
    return inflateSync(bytes, { maxOutputLength: Math.max(1, maxBytes) });
  } catch {
    return null;
  }
}

/** An object in a file of its own: `tree 123\0…`, deflated as a whole. */
export function parseLooseObject(bytes: Buffer): GitObject | null {
  const whole = inflate(bytes, MAX_OBJECT_BYTES);
  const end = whole?.subarray(0, 32).indexOf(0) ?? -1;
  if (whole === null || end === -1) return null;
  const [, name, size] = /^(commit|tree|blob|tag) (\d+)$/.exec(whole.toString("latin1", 0, end)) ?? [];
  const type = typeOf(name);
  const data = whole.subarray(end + 1);
  return type === null || Number(size) !== data.length ? null : { type, data };
}

const TYPES: readonly ObjectType[] = ["commit", "tree", "blob", "tag"];
const typeOf = (name: string | undefined): ObjectType | null => TYPES.find((type) => type === name) ?? null;

/** Applies a delta of a pack to its base; null when it does not fit. Format: https://git-scm.com/docs/pack-format */
export function applyDelta(base: Buffer, delta: Buffer): Buffer | null {
  const baseSize = readSize(delta, 0);
  const size = baseSize === null ? null : readSize(delta, baseSize.next);
  if (baseSize?.value !== base.length || size === null || size.value > MAX_OBJECT_BYTES) return null;
  const result = Buffer.allocUnsafe(size.value);
  let written = 0;
  let at = size.next;
  while (at < delta.length) {
    const code = delta[at] ?? 0;
    const copy = (code & 0x80) === 0 ? null : readCopy(delta, at);
    const source = copy === null ? delta : base;
    const start = copy === null ? at + 1 : copy.start;
    const length = copy === null ? code : copy.length;
    if (length === 0 || start + length > source.length || written + length > result.length) return null;
    source.copy(result, written, start, start + length);
    written += length;
    at = copy === null ? start + length : copy.next;
  }
  return written === result.length ? result : null;
}

/** Where to copy from: up to four bytes of an offset and three of a length, those that are not zero. */
function readCopy(delta: Buffer, at: number): { start: number; length: number; next: number } {
  const code = delta[at] ?? 0;
  const parts = [0, 0];
  let next = at + 1;
  for (let bit = 0; bit < 7; bit++) {
    if ((code & (1 << bit)) === 0) continue;
    const [part, shift] = bit < 4 ? [0, bit] : [1, bit - 4];
    parts[part] = (parts[part] ?? 0) + (delta[next] ?? 0) * 256 ** shift;
    next++;
  }
  const [start = 0, length = 0] = parts;
  return { start, length: length === 0 ? 0x10000 : length, next };
}

/** Seven bits a byte, the lowest first; null when it is longer than a size may be. */
function readSize(delta: Buffer, from: number): { value: number; next: number } | null {
  let value = 0;
  for (let at = from; at < from + 5; at++) {
    const byte = delta[at];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 128 ** (at - from);
    if ((byte & 0x80) === 0) return { value, next: at + 1 };
  }
  return null;
}
