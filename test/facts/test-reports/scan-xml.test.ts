import assert from "node:assert/strict";
import { test } from "node:test";
import { scanXml, XmlRefused } from "#src/facts/test-reports/scan-xml.js";

const tags = (text: string): string[] => [...scanXml(text)].map(({ kind, name }) => `${kind} ${name}`);

test("tags come in their order; comments, instructions and character data are passed over", () => {
  const text = `<?xml version="1.0"?><!DOCTYPE a SYSTEM "x.dtd"><a><!-- <b/> --><![CDATA[ <c> ]]><d e='>'/></a>`;
  assert.deepEqual(tags(text), ["open a", "empty d", "close a"]);
});

test("attributes are decoded once", () => {
  const [tag] = [...scanXml(`<a b="1 &lt; 2 &amp;lt; &#65;&#x42; &unknown; &#1114112;" c = 'd"e'/>`)];
  assert.equal(tag?.attribute("b"), "1 < 2 &lt; AB &unknown; &#1114112;");
  assert.equal(tag?.attribute("c"), 'd"e');
  assert.equal(tag?.attribute("z"), null);
});

test("a document that declares entities is refused", () => {
  assert.throws(() => tags(`<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>`), XmlRefused);
});

test("what does not end, or is no tag, is refused", () => {
  for (const text of ['<a b="', "<a", "<!-- x", "<![CDATA[", "< a>", "<1>"])
    assert.throws(() => tags(text), XmlRefused);
});

test("takes time in proportion to the text", () => {
  const start = performance.now();
  tags(`<a>${`<b c="${"x".repeat(50)}"/>`.repeat(100_000)}</a>`);
  for (const hostile of [
    `<a ${"b".repeat(500_000)}>`,
    `<a ${"b = ".repeat(200_000)}>`,
    `<a ${'b="'.repeat(200_001)}`,
  ]) {
    try {
      for (const tag of scanXml(hostile)) tag.attribute("b");
    } catch (error) {
      assert.ok(error instanceof XmlRefused);
    }
  }
  assert.ok(performance.now() - start < 10_000);
});
