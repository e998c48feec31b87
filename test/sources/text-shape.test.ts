import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeText, isBinary, isMinified } from "#src/sources/text-shape.js";

test("a NUL byte in the first 8 kB makes a file binary, unless it is UTF-16", () => {
  assert.ok(isBinary(Buffer.from("a\0b")));
  assert.ok(!isBinary(Buffer.from("ab")));
  assert.ok(!isBinary(Buffer.from("")));
  assert.ok(!isBinary(Buffer.concat([Buffer.alloc(8192, "a"), Buffer.alloc(1)])));
  assert.ok(!isBinary(Buffer.from("\uFEFFa", "utf16le")));
});

test("text without its mark", () => {
  assert.equal(decodeText(Buffer.from("\uFEFFa")), "a");
  assert.equal(decodeText(Buffer.from("\uFEFFaé", "utf16le")), "aé");
  assert.equal(decodeText(Buffer.from("a\uFEFF")), "a\uFEFF");
});

test("a bundle is minified; long paragraphs among code, tables and small files are not", () => {
  const bundle = `${"function a(){return 1}".repeat(500)}\n`;
  const code = "const a = 1;\n".repeat(1000);
  assert.ok(isMinified(bundle));
  assert.ok(isMinified(`/*! licence\n * line\n */\n${bundle}//# sourceMappingURL=a.js.map\n`));
  assert.ok(isMinified(`${bundle}${bundle}${"const a = 1;\n".repeat(300)}`));
  assert.ok(!isMinified(code));
  assert.ok(!isMinified(`${code}const image = "${"A".repeat(5000)}";\n`));
  assert.ok(!isMinified(`{"a":"${"b".repeat(3000)}"}`));
  assert.ok(!isMinified(""));
});
