/** What an audited repository can write must not act on the reader's terminal, browser, wiki or log. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { escapeBlocks, escapeMarkdown, codeSpan, linkTo, tableRow } from "#src/reports/markdown-text.js";
import { REPORT_FORMATS, renderReport } from "#src/reports/render.js";
import { sanitizeLine, sanitizePath, sanitizeText } from "#src/reports/sanitize.js";
import { CONTROL, hostileResult, MARKUP } from "./hostile-result.js";

/** Control characters but the line feed, bidi controls, invisible characters, lone surrogates. */
const HAZARD = /[^\P{Cc}\n]|\p{Bidi_Control}|\p{Surrogate}|[\u200B\u2028\u2029\u2060\uFEFF]/u;

const toHtml = (markdown: string): string =>
  micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
/** Outside `<code>` there must be nothing but structure. */
const tagsOf = (html: string): string[] => html.match(/<\/?[a-z][^>]*>/gi) ?? [];

for (const format of REPORT_FORMATS) {
  test(`no control character reaches the ${format} report`, () => {
    const report = renderReport(format, hostileResult, { color: false, width: 80 });
    assert.equal(HAZARD.exec(report), null);
    const decoded = format === "json" || format === "sarif" ? JSON.stringify(JSON.parse(report)) : report;
    assert.doesNotMatch(decoded, /\\u00(?:[01]|7f|[89])/i);
  });
}

test("the Markdown report renders to structure and our own links only", () => {
  const html = toHtml(renderReport("markdown", hostileResult, { color: false, width: 80 }));
  const allowed =
    /^<\/?(?:h[1-3]|p|ul|ol|li|code|pre|strong|table|thead|tbody|tr|th|td|blockquote)(?: (?:align|class)="[\w-]+")?>$/;
  const strange = tagsOf(html).filter((tag) => !allowed.test(tag));
  assert.ok(strange.every((tag) => tag === "</a>" || /^<a href="https:\/\/(?:ok|evil)\.example\/[^"]*">$/.test(tag)));
  assert.doesNotMatch(html.replace(/<(pre|code)[\s\S]*?<\/\1>/g, ""), /@octocat|#1\b|www\.|evil\.example\/track/);
});

test("a table of hostile cells keeps its columns", () => {
  const cells = [escapeMarkdown(MARKUP, true), codeSpan(MARKUP, true), escapeMarkdown("`a|b` | c", true)];
  const html = toHtml([tableRow(["a", "b", "c"]), tableRow(["-", "-", "-"]), tableRow(cells)].join("\n"));
  assert.equal(html.match(/<td>/g)?.length, 3);
  assert.match(html, /<td><code>a\|b<\/code> \| c<\/td>/);
});

test("any text shows as itself and as nothing else", () => {
  const alphabet = fc.constantFrom(
    ...Array.from("`*_[]()<>|~\\#!&;:@/.-+=1 aB\n\"'"),
    "https://",
    "www.",
    "&lt;",
    "![",
    "](",
    "<!--",
  );
  const texts = fc.array(alphabet, { maxLength: 30 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(texts, (text) => {
      const html = toHtml(`x ${escapeMarkdown(text)}`);
      const strange = tagsOf(html).filter((tag) => !/^<\/?(?:p|code)>$/.test(tag));
      assert.deepEqual(strange, []);
      const shown = textOf(html).replaceAll("`", "").replace(/\s+/g, "");
      assert.equal(shown, `x${text}`.replaceAll("`", "").replace(/\s+/g, ""));
    }),
    { numRuns: 1_000 },
  );
});

test("any text stands alone in a paragraph, a bullet and a block", () => {
  const texts = fc.string({ unit: fc.constantFrom(...Array.from("`*_[]<>|~\\#-+=>1.) a\n")), maxLength: 24 });
  fc.assert(
    fc.property(texts, (text) => {
      const blocks = escapeBlocks(text).join("\n\n");
      const tags = tagsOf(toHtml(blocks)).filter((tag) => !/^<\/?(?:p|code|ul|ol|li)(?: start="\d+")?>$/.test(tag));
      assert.deepEqual(tags, []);
    }),
    { numRuns: 1_000 },
  );
});

test("a code span shows any text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...Array.from("`|<>&\\ab ")), minLength: 1, maxLength: 16 }),
      (text) => {
        const line = text.replace(/\s+/g, " ").trim();
        if (line === "") return;
        assert.equal(textOf(toHtml(`x ${codeSpan(line)} y`)), `x ${line} y`);
      },
    ),
  );
});

test("only web addresses become links", () => {
  assert.equal(linkTo("javascript:alert(1)"), null);
  assert.equal(linkTo("https://"), null);
  assert.equal(linkTo("see https://a.example"), null);
  assert.equal(linkTo("https://a.example/x y<z>"), "<https://a.example/x%20y%3Cz%3E>");
});

test("what is not a hazard stays as it is", () => {
  assert.equal(sanitizeLine("naïve 漢字 👩‍👩‍👧 ‘quoted’ – ok"), "naïve 漢字 👩‍👩‍👧 ‘quoted’ – ok");
  assert.equal(sanitizeText("one\r\ntwo\tthree\n"), "one\ntwo  three\n");
  assert.equal(sanitizePath("src/日本/файл.ts"), "src/日本/файл.ts");
});

test("two odd names stay two names", () => {
  assert.equal(sanitizePath("a\u001B[31mb\n\u202E.ts"), "a\\x1b[31mb\\n\\u{202e}.ts");
  assert.notEqual(sanitizePath("a\u0007"), sanitizePath("a\u0008"));
});

test("any text is clean after sanitizing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      for (const clean of [sanitizeText(`${CONTROL}${text}`), sanitizeLine(text), sanitizePath(text)]) {
        assert.equal(HAZARD.exec(clean), null);
      }
      assert.doesNotMatch(sanitizeLine(text) + sanitizePath(text), /\n/);
    }),
  );
});
