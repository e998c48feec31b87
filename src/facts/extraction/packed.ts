/**
 * Plain data on its way from one thread to another. What V8's own structured clone writes for a file's facts is twice as
 * large and takes several times as long to read back: it spells out every property name and every text again.
 */

/** What one message holds. Shapes and their numbers go on from message to message. */
export interface Packed {
  /**
   * Values in pre-order: a tag in the lowest bits, the rest says which or how many. After an object's tag come bits for those
   * of its properties that are not null, and then only these.
   */
  readonly codes: Int32Array<ArrayBuffer>;
  /** Every text once. */
  readonly texts: readonly string[];
  /** Numbers that do not fit into a code. */
  readonly numbers: readonly number[];
  /** Property names of the kinds of objects that no message before this one had. */
  readonly shapes: readonly (readonly string[])[];
}

export const TAG = {
  constant: 0,
  integer: 1,
  number: 2,
  text: 3,
  object: 4,
  list: 5,
  map: 6,
  set: 7,
  /** An object, list, map or set that this message has already. */
  again: 8,
} as const;

export const TAG_BITS = 4;
export const TAG_MASK = (1 << TAG_BITS) - 1;

/** The values of TAG.constant, by their number. */
export const CONSTANTS: readonly (null | undefined | boolean)[] = [null, undefined, false, true];

/** Beyond, a number goes into `numbers`. */
export const MAX_INTEGER = 2 ** (31 - TAG_BITS) - 1;

/** Properties of which one code says whether they are null. */
export const KEYS_PER_CODE = 31;
