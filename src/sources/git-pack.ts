/**
 * Reads single objects out of a pack and its index, version 2. Format: https://git-scm.com/docs/pack-format
 * The index is held in memory; of the pack only the bytes of an object are read.
 */
import { closeSync, readSync } from "node:fs";
import { openRegularFile, readRegularFile } from "./file-system.js";
import { applyDelta, inflate, MAX_OBJECT_BYTES, type GitObject, type ObjectType } from "./git-delta.js";

const MAX_INDEX_BYTES = 256 * 1024 * 1024;
/** Of what was built from deltas: neighbours in a pack are mostly built from the same ones. */
const MAX_CACHE_BYTES = 32 * 1024 * 1024;
/** git makes chains of 50, or 250 with --aggressive. A delta by id could name itself. */
const MAX_CHAIN = 1000;
const MAX_CHAIN_BYTES = 4 * MAX_OBJECT_BYTES;
const INDEX_HEADER = 8;
const FAN_OUT_BYTES = 256 * 4;
const IS_LARGE_OFFSET = 0x80000000;
const TYPES: readonly (ObjectType | null)[] = [null, "commit", "tree", "blob", "tag"];
const OFFSET_DELTA = 6;
const REFERENCE_DELTA = 7;

interface Entry {
  readonly type: number;
  /** When inflated. */
  readonly size: number;
  /** Where the deflated bytes begin. */
  readonly dataAt: number;
  /** Of a delta; null when it cannot be found. */
  readonly baseAt: number | null;
}

export class Pack {
  readonly #index: Buffer;
  readonly #descriptor: number;
  readonly #bytes: number;
  readonly #hashBytes: number;
  readonly #count: number;
  readonly #cache = new Map<number, GitObject>();
  #cached = 0;

  private constructor(index: Buffer, file: { descriptor: number; bytes: number }, hashBytes: number) {
    this.#index = index;
    this.#descriptor = file.descriptor;
    this.#bytes = file.bytes;
    this.#hashBytes = hashBytes;
    this.#count = index.readUInt32BE(INDEX_HEADER + FAN_OUT_BYTES - 4);
  }

  /** `path` is without its ending. Null when the two files are missing or not understood. */
  static open(path: string, hashBytes: number): Pack | null {
    const index = readRegularFile(`${path}.idx`, MAX_INDEX_BYTES);
    if (index === null || !isIndex(index, hashBytes)) return null;
    const file = openRegularFile(`${path}.pack`);
    return file === null ? null : new Pack(index, file, hashBytes);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** The object of this id; null when it is not in this pack, or cannot be read. */
  read(id: Buffer): GitObject | null {
    const offset = this.#find(id);
    return offset === null ? null : this.#readAt(offset);
  }

  #find(id: Buffer): number | null {
    const first = id[0] ?? 0;
    let low = first === 0 ? 0 : this.#fanOut(first - 1);
    let high = Math.min(this.#fanOut(first), this.#count);
    const names = INDEX_HEADER + FAN_OUT_BYTES;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = names + middle * this.#hashBytes;
      const order = this.#index.compare(id, 0, this.#hashBytes, at, at + this.#hashBytes);
      if (order === 0) return this.#offsetOf(middle);
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return null;
  }

  #fanOut(byte: number): number {
    return this.#index.readUInt32BE(INDEX_HEADER + byte * 4);
  }

  /** Offsets stand behind the names and their checksums; those above 2 GiB in a table of their own behind these. */
  #offsetOf(position: number): number | null {
    const offsets = INDEX_HEADER + FAN_OUT_BYTES + this.#count * (this.#hashBytes + 4);
    const offset = this.#index.readUInt32BE(offsets + position * 4);
    if (offset < IS_LARGE_OFFSET) return offset;
    const at = offsets + this.#count * 4 + (offset - IS_LARGE_OFFSET) * 8;
    if (at + 8 > this.#index.length) return null;
    return Number(this.#index.readBigUInt64BE(at));
  }

  /** Follows the chain of deltas down to a whole object or a known one, then builds what was asked for. */
  #readAt(offset: number): GitObject | null {
    const deltas: { readonly offset: number; readonly data: Buffer }[] = [];
    let built: GitObject | null = null;
    let bytes = 0;
    for (let at = offset; built === null;) {
      built = this.#cache.get(at) ?? null;
      if (built !== null) break;
      const entry = this.#entryAt(at);
      const data = entry === null ? null : this.#inflateAt(entry);
      bytes += data?.length ?? 0;
      if (entry === null || data === null || deltas.length > MAX_CHAIN || bytes > MAX_CHAIN_BYTES) return null;
      const type = TYPES[entry.type] ?? null;
      if (type !== null) built = this.#keep(at, { type, data });
      else if (entry.baseAt === null) return null;
      else {
        deltas.push({ offset: at, data });
        at = entry.baseAt;
      }
    }
    for (const delta of deltas.toReversed()) {
      const data = applyDelta(built.data, delta.data);
      if (data === null) return null;
      built = this.#keep(delta.offset, { type: built.type, data });
    }
    return built;
  }

  #keep(offset: number, object: GitObject): GitObject {
    // A commit is read once, and nearly never a base.
    if (object.type === "commit") return object;
    this.#cache.set(offset, object);
    this.#cached += object.data.length;
    for (const [oldest, { data }] of this.#cache) {
      if (this.#cached <= MAX_CACHE_BYTES) break;
      this.#cache.delete(oldest);
      this.#cached -= data.length;
    }
    return object;
  }

  #entryAt(offset: number): Entry | null {
    const head = this.#bytesAt(offset, 32 + this.#hashBytes);
    let byte = head?.[0];
    if (head === null || byte === undefined) return null;
    const type = (byte >> 4) & 7;
    let size = byte & 15;
    let at = 1;
    for (let scale = 16; (byte & 0x80) !== 0; scale *= 128) {
      byte = head[at++];
      if (byte === undefined || at > 10) return null;
      size += (byte & 0x7f) * scale;
    }
    if (type === OFFSET_DELTA) {
      const back = readDistance(head, at);
      if (back === null || back.value <= 0 || back.value > offset) return null;
      return { type, size, dataAt: offset + back.next, baseAt: offset - back.value };
    }
    if (type !== REFERENCE_DELTA) return { type, size, dataAt: offset + at, baseAt: null };
    const base = head.subarray(at, at + this.#hashBytes);
    return { type, size, dataAt: offset + at + this.#hashBytes, baseAt: this.#find(base) };
  }

  #inflateAt({ size, dataAt }: Entry): Buffer | null {
    if (size > MAX_OBJECT_BYTES) return null;
    // What does not compress grows a little: by five bytes per 16 KiB, and a frame.
    const deflated = this.#bytesAt(dataAt, size + (size >>> 10) + 64);
    const data = deflated === null ? null : inflate(deflated, size);
    return data?.length === size ? data : null;
  }

  #bytesAt(offset: number, length: number): Buffer | null {
    const wanted = Math.min(length, this.#bytes - offset);
    if (!(wanted > 0)) return null;
    const buffer = Buffer.allocUnsafe(wanted);
    try {
      return buffer.subarray(0, readSync(this.#descriptor, buffer, 0, wanted, offset));
    } catch {
      return null;
    }
  }
}

/** Magic, version 2, and tables as long as the number of objects says. */
function isIndex(index: Buffer, hashBytes: number): boolean {
  if (index.length < INDEX_HEADER + FAN_OUT_BYTES) return false;
  if (index.readUInt32BE(0) !== 0xff744f63 || index.readUInt32BE(4) !== 2) return false;
  const count = index.readUInt32BE(INDEX_HEADER + FAN_OUT_BYTES - 4);
  return INDEX_HEADER + FAN_OUT_BYTES + count * (hashBytes + 8) + 2 * hashBytes <= index.length;
}

/** How far back the base of a delta is: seven bits a byte, each continuation worth one more. */
function readDistance(head: Buffer, from: number): { value: number; next: number } | null {
  let value = -1;
  for (let at = from; at < from + 8; at++) {
    const byte = head[at];
    if (byte === undefined) return null;
    value = (value + 1) * 128 + (byte & 0x7f);
    if ((byte & 0x80) === 0) return { value, next: at + 1 };
  }
  return null;
}
