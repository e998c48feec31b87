import { CONSTANTS, KEYS_PER_CODE, MAX_INTEGER, TAG, TAG_BITS, type Packed } from "./packed.js";

/** Objects with the same property names in the same order. The names lead from the root to it, one step each. */
interface ShapeNode {
  readonly next: Map<string, ShapeNode>;
  /** -1 while no object ended here. */
  number: number;
}

const newNode = (): ShapeNode => ({ next: new Map(), number: -1 });

const FIRST_CAPACITY = 4096;

/** Writes plain data – objects, lists, maps, sets, texts, numbers, booleans, null – for the `Unpacker` of another thread. */
export class Packer {
  readonly #root = newNode();
  #shapeCount = 0;
  #codes = new Int32Array(FIRST_CAPACITY);
  #length = 0;
  #texts = new Map<string, number>();
  #seen = new Map<object, number>();
  #numbers: number[] = [];
  #shapes: string[][] = [];

  /** One message; messages have to be unpacked in the order in which they were packed. What is shared within it stays shared. */
  pack(value: unknown): Packed {
    this.#length = 0;
    this.#texts = new Map();
    this.#seen = new Map();
    this.#numbers = [];
    this.#shapes = [];
    this.#write(value);
    const texts = [...this.#texts.keys()];
    return { codes: this.#codes.slice(0, this.#length), texts, numbers: this.#numbers, shapes: this.#shapes };
  }

  #write(value: unknown): void {
    if (typeof value === "string") this.#put(TAG.text, this.#textNumber(value));
    else if (typeof value === "number") this.#writeNumber(value);
    else if (value === null || value === undefined || typeof value === "boolean")
      this.#put(TAG.constant, CONSTANTS.indexOf(value));
    else if (typeof value === "object") this.#writeObject(value);
    else throw new TypeError(`A fact holds a ${typeof value}, which cannot go from one thread to another.`);
  }

  #writeNumber(value: number): void {
    if (Number.isInteger(value) && Math.abs(value) <= MAX_INTEGER && !Object.is(value, -0)) {
      this.#put(TAG.integer, value);
      return;
    }
    this.#put(TAG.number, this.#numbers.length);
    this.#numbers.push(value);
  }

  #writeObject(value: object): void {
    const known = this.#seen.get(value);
    if (known !== undefined) {
      this.#put(TAG.again, known);
      return;
    }
    this.#seen.set(value, this.#seen.size);
    if (Array.isArray(value)) {
      this.#put(TAG.list, value.length);
      for (const item of value) this.#write(item);
    } else if (value instanceof Map) {
      this.#put(TAG.map, value.size);
      for (const [key, item] of value) {
        this.#write(key);
        this.#write(item);
      }
    } else if (value instanceof Set) {
      this.#put(TAG.set, value.size);
      for (const item of value) this.#write(item);
    } else {
      this.#writeRecord(value);
    }
  }

  #writeRecord(record: object): void {
    const prototype: unknown = Object.getPrototypeOf(record);
    if (prototype !== Object.prototype)
      throw new TypeError("A fact is an instance of a class; only plain data is one.");
    this.#put(TAG.object, this.#shapeOf(record));
    // Half of the columns of a call are null: bits say which are not. for…in, because it makes no lists.
    let index = 0;
    let bits = 0;
    for (const key in record) {
      if (Reflect.get(record, key) !== null) bits |= 1 << (index % KEYS_PER_CODE);
      if (++index % KEYS_PER_CODE !== 0) continue;
      this.#append(bits);
      bits = 0;
    }
    if (index % KEYS_PER_CODE !== 0) this.#append(bits);
    for (const key in record) {
      const value: unknown = Reflect.get(record, key);
      if (value !== null) this.#write(value);
    }
  }

  #shapeOf(record: object): number {
    let node = this.#root;
    for (const key in record) {
      let next = node.next.get(key);
      if (next === undefined) node.next.set(key, (next = newNode()));
      node = next;
    }
    if (node.number === -1) {
      node.number = this.#shapeCount++;
      this.#shapes.push(Object.keys(record));
    }
    return node.number;
  }

  #textNumber(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.size;
    this.#texts.set(text, number);
    return number;
  }

  #put(tag: number, value: number): void {
    this.#append((value << TAG_BITS) | tag);
  }

  #append(code: number): void {
    if (this.#length === this.#codes.length) {
      const grown = new Int32Array(this.#codes.length * 2);
      grown.set(this.#codes);
      this.#codes = grown;
    }
    this.#codes[this.#length++] = code;
  }
}
