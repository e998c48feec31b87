import { compactText } from "../compact-text.js";
import { CONSTANTS, KEYS_PER_CODE, TAG, TAG_BITS, TAG_MASK, type Packed } from "./packed.js";

interface Shape {
  readonly keys: readonly string[];
  /** An object with these keys, to copy: one that grows by a key at a time takes twice the memory. */
  readonly template: Record<string, unknown>;
}

const NOTHING: Packed = { codes: new Int32Array(), texts: [], numbers: [], shapes: [] };

/** Reads what a `Packer` wrote, message by message. */
export class Unpacker {
  readonly #shapes: Shape[] = [];
  #packed = NOTHING;
  #texts: string[] = [];
  #objects: object[] = [];
  #at = 0;

  unpack(packed: Packed): unknown {
    for (const keys of packed.shapes) this.#shapes.push({ keys, template: templateOf(keys) });
    this.#packed = packed;
    this.#texts = packed.texts.map((text) => compactText(text));
    this.#at = 0;
    const value = this.#read();
    this.#packed = NOTHING;
    this.#texts = [];
    this.#objects = [];
    return value;
  }

  #read(): unknown {
    const code = this.#packed.codes[this.#at++] ?? 0;
    const value = code >> TAG_BITS;
    switch (code & TAG_MASK) {
      case TAG.text:
        return this.#texts[value];
      case TAG.integer:
        return value;
      case TAG.constant:
        return CONSTANTS[value];
      case TAG.number:
        return this.#packed.numbers[value];
      case TAG.again:
        return this.#objects[value];
      default:
        return this.#readObject(code & TAG_MASK, value);
    }
  }

  #readObject(tag: number, value: number): object {
    if (tag === TAG.object) return this.#readRecord(value);
    if (tag === TAG.list) return this.#readList(value);
    return tag === TAG.map ? this.#readMap(value) : this.#readSet(value);
  }

  #readRecord(number: number): object {
    const shape = this.#shapes[number];
    if (shape === undefined) throw new RangeError(`There is no kind ${number} of objects.`);
    const record = { ...shape.template };
    this.#objects.push(record);
    const { keys } = shape;
    let at = this.#at;
    this.#at += Math.ceil(keys.length / KEYS_PER_CODE);
    for (let first = 0; first < keys.length; first += KEYS_PER_CODE) {
      let bits = this.#packed.codes[at++] ?? 0;
      for (; bits !== 0; bits &= bits - 1) {
        const key = keys[first + 31 - Math.clz32(bits & -bits)];
        if (key !== undefined) record[key] = this.#read();
      }
    }
    return record;
  }

  #readList(length: number): unknown[] {
    // oxlint-disable-next-line unicorn/no-new-array -- one that grows has room for 17 items as soon as it has one
    const list = new Array<unknown>(length);
    this.#objects.push(list);
    for (let index = 0; index < length; index++) list[index] = this.#read();
    return list;
  }

  #readMap(size: number): Map<unknown, unknown> {
    const map = new Map<unknown, unknown>();
    this.#objects.push(map);
    for (let index = 0; index < size; index++) {
      const key = this.#read();
      map.set(key, this.#read());
    }
    return map;
  }

  #readSet(size: number): Set<unknown> {
    const set = new Set<unknown>();
    this.#objects.push(set);
    for (let index = 0; index < size; index++) set.add(this.#read());
    return set;
  }
}

/** Keys that are numbers come first in every object, in the packed one as here. */
function templateOf(keys: readonly string[]): Record<string, unknown> {
  const template: unknown = JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:null`).join(",")}}`);
  return isRecord(template) ? template : {};
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
