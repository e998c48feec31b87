/** Writes `.git/index` files, so that the tests need no git. */

const REGULAR = 0o100644;
export const GITLINK = 0o160000;
export const FOLDER = 0o040000;

export interface IndexEntry {
  readonly path: string;
  readonly mode?: number;
  /** Sets the extended flag, which version 3 introduced. */
  readonly isExtended?: boolean;
}

/** An index of this version; entries in the given order. */
export function gitIndex(version: 2 | 3 | 4, entries: readonly IndexEntry[], hashBytes: number = 20): Buffer {
  const header = Buffer.alloc(12);
  header.write("DIRC", 0, "latin1");
  header.writeUInt32BE(version, 4);
  header.writeUInt32BE(entries.length, 8);
  let previous = Buffer.alloc(0);
  const parts: Buffer[] = [header];
  for (const entry of entries) {
    const name = Buffer.from(entry.path);
    parts.push(entryBytes(version, entry, name, previous, hashBytes));
    previous = name;
  }
  return Buffer.concat([...parts, Buffer.alloc(hashBytes)]);
}

function entryBytes(version: number, entry: IndexEntry, name: Buffer, previous: Buffer, hashBytes: number): Buffer {
  const fixed = Buffer.alloc(40 + hashBytes + (entry.isExtended === true ? 4 : 2));
  fixed.writeUInt32BE(entry.mode ?? REGULAR, 24);
  const flags = Math.min(name.length, 0xfff) | (entry.isExtended === true ? 0x4000 : 0);
  fixed.writeUInt16BE(flags, 40 + hashBytes);
  if (version === 4) return Buffer.concat([fixed, compressed(name, previous)]);
  const length = fixed.length + name.length;
  return Buffer.concat([fixed, name, Buffer.alloc(8 - (length % 8))]);
}

function compressed(name: Buffer, previous: Buffer): Buffer {
  let shared = 0;
  while (shared < name.length && shared < previous.length && name[shared] === previous[shared]) shared++;
  return Buffer.concat([variableWidth(previous.length - shared), name.subarray(shared), Buffer.alloc(1)]);
}

/** The offset encoding of pack files: seven bits a byte, each continuation worth one more. */
function variableWidth(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift(0x80 | (--rest & 0x7f));
  return Buffer.from(bytes);
}
