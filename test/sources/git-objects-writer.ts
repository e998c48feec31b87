/** Writes git repositories object by object, so that the tests need no git. */
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import type { Files } from "./temp-folder.js";

export type Kind = "commit" | "tree" | "blob";

export interface MadeObject {
  readonly kind: Kind;
  readonly data: Buffer;
  readonly id: string;
}

/** Path → content. */
export type Contents = Readonly<Record<string, string>>;

/** Objects of one repository; commits come one second after midnight UTC of their day. */
export class GitWriter {
  readonly objects = new Map<string, MadeObject>();
  readonly #algorithm: "sha1" | "sha256";

  constructor(algorithm: "sha1" | "sha256" = "sha1") {
    this.#algorithm = algorithm;
  }

  add(kind: Kind, content: string | Buffer): string {
    const data = Buffer.from(content);
    const id = createHash(this.#algorithm).update(`${kind} ${data.length}\0`).update(data).digest("hex");
    this.objects.set(id, { kind, data, id });
    return id;
  }

  tree(files: Contents): string {
    const names = new Map<string, Record<string, string>>();
    for (const [path, content] of Object.entries(files)) {
      const [name = "", ...rest] = path.split("/");
      names.set(name, { ...names.get(name), [rest.join("/")]: content });
    }
    const entries = [...names]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, below]) => {
        const content = below[""];
        const id = content === undefined ? this.tree(below) : this.add("blob", content);
        return Buffer.concat([
          Buffer.from(`${content === undefined ? "40000" : "100644"} ${name}\0`),
          Buffer.from(id, "hex"),
        ]);
      });
    return this.add("tree", Buffer.concat(entries));
  }

  /** A commit of `day` (YYYY-MM-DD); the first parent first. */
  commit(day: string, files: Contents, ...parents: readonly string[]): string {
    const seconds = Date.parse(`${day}T00:00:01Z`) / 1000;
    const person = `A U Thor <author@example.com> ${seconds} +0000`;
    const lines = [
      `tree ${this.tree(files)}`,
      ...parents.map((id) => `parent ${id}`),
      `author ${person}`,
      `committer ${person}`,
    ];
    return this.add("commit", `${lines.join("\n")}\n\na message that says\nparent of nothing\n`);
  }

  /** A chain of commits, each on the one before; returns their ids. */
  history(...steps: readonly (readonly [day: string, files: Contents])[]): string[] {
    const ids: string[] = [];
    for (const [day, files] of steps) ids.push(this.commit(day, files, ...ids.slice(-1)));
    return ids;
  }

  /** Each object in a file of its own. */
  loose(): Files {
    return Object.fromEntries([...this.objects.values()].map((object) => [looseName(object.id), looseFile(object)]));
  }

  /** All objects in one pack. Trees are deltas on the tree before them, by distance or by id. */
  pack(delta: "offset" | "reference" | "none" = "none", largeOffsets = false): Files {
    const bases = new Map<string, string>();
    let previous: string | null = null;
    for (const { kind, id } of this.objects.values()) {
      if (kind !== "tree") continue;
      if (previous !== null && delta !== "none") bases.set(id, previous);
      previous = id;
    }
    const parts: Buffer[] = [Buffer.from("PACK\0\0\0\x02"), number(this.objects.size)];
    const offsets = new Map<string, number>();
    let at = 12;
    for (const object of this.objects.values()) {
      const base = this.objects.get(bases.get(object.id) ?? "");
      const entry = packEntry(object, base, delta === "offset" ? at - (offsets.get(base?.id ?? "") ?? 0) : null);
      offsets.set(object.id, at);
      parts.push(entry);
      at += entry.length;
    }
    const name = `.git/objects/pack/pack-${"ab".repeat(20)}`;
    return {
      [`${name}.pack`]: Buffer.concat(parts),
      [`${name}.idx`]: packIndex(offsets, this.#algorithm, largeOffsets),
    };
  }
}

export const looseName = (id: string): string => `.git/objects/${id.slice(0, 2)}/${id.slice(2)}`;

export const looseFile = ({ kind, data }: Pick<MadeObject, "kind" | "data">): Buffer =>
  deflateSync(Buffer.concat([Buffer.from(`${kind} ${data.length}\0`), data]));

const TYPES: Readonly<Record<Kind, number>> = { commit: 1, tree: 2, blob: 3 };

function packEntry({ kind, data }: MadeObject, base: MadeObject | undefined, distance: number | null): Buffer {
  if (base === undefined) return Buffer.concat([entryHead(TYPES[kind], data.length), deflateSync(data)]);
  const delta = deltaOf(base.data, data);
  const reference = distance === null ? Buffer.from(base.id, "hex") : distanceBytes(distance);
  return Buffer.concat([entryHead(distance === null ? 7 : 6, delta.length), reference, deflateSync(delta)]);
}

/** Copies the common beginning, and inserts the rest. */
export function deltaOf(base: Buffer, data: Buffer): Buffer {
  let same = 0;
  while (same < base.length && same < data.length && same < 0xffff && base[same] === data[same]) same++;
  const parts = [sizeBytes(base.length), sizeBytes(data.length)];
  if (same > 0) parts.push(Buffer.from([0x80 | 0x10 | 0x20, same & 0xff, same >> 8]));
  for (let at = same; at < data.length; at += 127) {
    const piece = data.subarray(at, at + 127);
    parts.push(Buffer.from([piece.length]), piece);
  }
  return Buffer.concat(parts);
}

function entryHead(type: number, size: number): Buffer {
  const bytes = [(type << 4) | (size & 15)];
  for (let rest = size >> 4; rest > 0; rest >>= 7) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
    bytes.push(rest & 0x7f);
  }
  return Buffer.from(bytes);
}

function sizeBytes(size: number): Buffer {
  const bytes = [size & 0x7f];
  for (let rest = size >> 7; rest > 0; rest >>= 7) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
    bytes.push(rest & 0x7f);
  }
  return Buffer.from(bytes);
}

function distanceBytes(distance: number): Buffer {
  const bytes = [distance & 0x7f];
  for (let rest = distance >> 7; rest > 0; rest >>= 7) bytes.unshift(0x80 | (--rest & 0x7f));
  return Buffer.from(bytes);
}

function packIndex(offsets: ReadonlyMap<string, number>, algorithm: "sha1" | "sha256", large: boolean): Buffer {
  const ids = [...offsets.keys()].toSorted();
  const fanOut = Array.from(
    { length: 256 },
    (_, byte) => ids.filter((id) => Number.parseInt(id.slice(0, 2), 16) <= byte).length,
  );
  const places = ids.map((id) => offsets.get(id) ?? 0);
  const wide = places.map((place) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(place));
    return bytes;
  });
  return Buffer.concat([
    Buffer.from([0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]),
    ...fanOut.map(number),
    ...ids.map((id) => Buffer.from(id, "hex")),
    ...ids.map(() => number(0)),
    ...places.map((place, position) => number(large ? 0x80000000 + position : place)),
    ...(large ? wide : []),
    Buffer.alloc(algorithm === "sha1" ? 40 : 64),
  ]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
