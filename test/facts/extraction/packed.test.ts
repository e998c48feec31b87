import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { extractCode } from "#src/facts/code/extract-code.js";
import { MAX_INTEGER } from "#src/facts/extraction/packed.js";
import { Packer } from "#src/facts/extraction/packer.js";
import { Unpacker } from "#src/facts/extraction/unpacker.js";

/** What arrives in another thread: messages go through V8's structured clone. */
function sender(): (value: unknown) => unknown {
  const packer = new Packer();
  const unpacker = new Unpacker();
  return (value) => unpacker.unpack(structuredClone(packer.pack(value)));
}

void test("plain data arrives as it was sent", () => {
  const send = sender();
  const leaf = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(null, undefined, MAX_INTEGER, MAX_INTEGER + 1, -MAX_INTEGER, -MAX_INTEGER - 1),
  );
  const { data } = fc.letrec((tie) => ({
    data: fc.oneof({ maxDepth: 4 }, leaf, tie("list"), tie("record"), tie("map"), tie("set")),
    list: fc.array(tie("data")),
    record: fc.dictionary(fc.string(), tie("data"), { noNullPrototype: true, maxKeys: 40 }),
    map: fc.array(fc.tuple(tie("data"), tie("data"))).map((entries) => new Map(entries)),
    set: fc.array(tie("data")).map((items) => new Set(items)),
  }));
  fc.assert(
    fc.property(data, (value) => {
      const arrived = send(value);
      assert.deepEqual(arrived, value);
      // deepEqual does not look at the order of properties, but what is made of an object does.
      assert.equal(JSON.stringify(arrived), JSON.stringify(value));
    }),
    { numRuns: 300 },
  );
});

void test("what is shared stays shared, and data may refer to itself", () => {
  const shared = { name: "shared", list: [1] };
  const data: { first: object; second: object; self: object | null } = { first: shared, second: shared, self: null };
  data.self = data;
  const arrived = sender()(data);
  assert.deepEqual(arrived, data);
  assert.ok(typeof arrived === "object" && arrived !== null && "first" in arrived && "second" in arrived);
  assert.equal(arrived.first, arrived.second);
});

void test("a file's facts survive the journey, file after file", () => {
  const send = sender();
  const texts = [
    "import express from 'express';\nexport const app = express();\napp.get('/a', async (q, r) => r.json(await load(q)));",
    "class A { #b = new Map(); run() { for (const x of this.#b) x.go(process.env.KEY ?? 'none'); } }\nexport default A;",
    "",
  ];
  for (const text of texts) {
    const extracted = extractCode({ path: "src/a.ts", language: "typescript", role: "app" }, text);
    assert.deepEqual(send(extracted), extracted);
  }
});

void test("what is no plain data is refused instead of arriving as something else", () => {
  const send = sender();
  for (const value of [new Date(0), () => 1, Symbol("s"), 1n, Object.create({ inherited: 1 })])
    assert.throws(() => send({ value }), TypeError);
});
