import assert from "node:assert/strict";
import { test } from "node:test";

import { extractIgnores, type IgnoreComment } from "#src/findings/ignore-comments.js";

function extractOne(text: string, path = "src/a.ts"): IgnoreComment {
  const [comment, ...others] = extractIgnores(path, text);
  assert.ok(comment !== undefined, `no comment found in: ${text}`);
  assert.deepEqual(others, []);
  return comment;
}

test("reads rules, reason and place", () => {
  assert.deepEqual(
    extractIgnores("src/a.ts", "one();\n// prodcheck-ignore-next-line rule-a, rule-b -- It is fine.\ntwo();\n"),
    [
      {
        file: "src/a.ts",
        line: 2,
        targetLine: 3,
        scope: "next-line",
        rules: ["rule-a", "rule-b"],
        reason: "It is fine.",
        until: null,
        malformed: null,
      },
    ],
  );
});

const STYLES: readonly [name: string, path: string, text: string][] = [
  ["line comment", "a.ts", "// prodcheck-ignore-next-line rule-a -- why\ncode"],
  ["no space", "a.ts", "//prodcheck-ignore-next-line rule-a -- why\ncode"],
  ["hash", "docker-compose.yml", "  # prodcheck-ignore-next-line rule-a -- why\ncode"],
  ["block", "a.css", "/* prodcheck-ignore-next-line rule-a -- why */\ncode"],
  ["doc block", "a.ts", "/** prodcheck-ignore-next-line rule-a -- why */\ncode"],
  ["html", "a.vue", "<!-- prodcheck-ignore-next-line rule-a -- why -->\ncode"],
  ["sql", "a.sql", "-- prodcheck-ignore-next-line rule-a -- why\ncode"],
  ["jsx", "a.tsx", "{/* prodcheck-ignore-next-line rule-a -- why */}\ncode"],
  ["jsx with space", "a.tsx", "{ /* prodcheck-ignore-next-line rule-a -- why */ }\ncode"],
  ["markdown", "README.md", "<!-- prodcheck-ignore-next-line rule-a -- why -->\ncode"],
  ["windows", "a.ts", "// prodcheck-ignore-next-line rule-a -- why\r\ncode\r\n"],
];
for (const [name, path, text] of STYLES) {
  test(`understands the comment style: ${name}`, () => {
    const { rules, reason, targetLine, malformed } = extractOne(text, path);
    assert.deepEqual(
      { rules, reason, targetLine, malformed },
      { rules: ["rule-a"], reason: "why", targetLine: 2, malformed: null },
    );
  });
}

test("understands a block over several lines", () => {
  const starred = extractOne("/*\n * prodcheck-ignore-next-line rule-a -- why\n * and more\n */\ncode");
  assert.deepEqual([starred.line, starred.targetLine, starred.reason], [2, 5, "why"]);
  const open = extractOne("<!-- prodcheck-ignore-next-line rule-a -- why\n more -->\ncode", "a.html");
  assert.deepEqual([open.targetLine, open.reason], [3, "why"]);
});

test("speaks of its own line after code, of the next one, or of the file", () => {
  assert.equal(extractOne("one\nsend(); // prodcheck-ignore-line rule-a -- why\n").targetLine, 2);
  assert.equal(extractOne("one\n\n// prodcheck-ignore-file rule-a -- why\n").targetLine, null);
  assert.equal(extractOne("// prodcheck-ignore-next-line rule-a -- why").targetLine, 2);
});

test("looks past blank lines and comments of its kind, so that ignores stack", () => {
  const text =
    "// prodcheck-ignore-next-line rule-a -- why\n// prodcheck-ignore-next-line rule-b -- why\n\n// eslint-disable-next-line x\ncode";
  assert.deepEqual(
    extractIgnores("a.ts", text).map(({ targetLine }) => targetLine),
    [5, 5],
  );
  const jsx = "{/* prodcheck-ignore-next-line rule-a -- why */}\n{/* other */}\n<Tag />";
  assert.equal(extractOne(jsx, "a.tsx").targetLine, 3);
  const sql = "-- prodcheck-ignore-next-line rule-a -- why\n-- more\nSELECT 1;";
  assert.equal(extractOne(sql, "a.sql").targetLine, 3);
});

test("does not take code for a comment of its kind", () => {
  assert.equal(extractOne("// prodcheck-ignore-next-line rule-a -- why\n#secret = 1;").targetLine, 2);
  assert.equal(extractOne("// prodcheck-ignore-next-line rule-a -- why\n--count;").targetLine, 2);
  assert.equal(extractOne("/* prodcheck-ignore-next-line rule-a -- why */\n/* x */ send();").targetLine, 2);
});

test("reads the day it ends, before the reason or in it", () => {
  const day = "2027-01-31";
  for (const text of [`rule-a until:${day} -- why`, `until:${day} rule-a -- why`, `rule-a, until:${day} -- why`]) {
    const { rules, until, reason, malformed } = extractOne(`// prodcheck-ignore-next-line ${text}\ncode`);
    assert.deepEqual(
      { rules, until, reason, malformed },
      { rules: ["rule-a"], until: day, reason: "why", malformed: null },
    );
  }
  const inReason = extractOne(`// prodcheck-ignore-line rule-a -- waits for v2 until:${day}`);
  assert.deepEqual([inReason.until, inReason.reason], [day, "waits for v2"]);
  const prose = extractOne("// prodcheck-ignore-line rule-a -- until:whenever, says Ann");
  assert.deepEqual([prose.until, prose.malformed], [null, null]);
});

test("without a reason there is none, whatever was meant as one", () => {
  for (const text of ["rule-a", "rule-a --", "rule-a -- ", "rule-a -- until:2027-01-01"]) {
    assert.equal(extractOne(`// prodcheck-ignore-line ${text}`).reason, null);
  }
  assert.equal(extractOne("/* prodcheck-ignore-line rule-a */").reason, null);
});

const MALFORMED: readonly [text: string, message: RegExp][] = [
  ["prodcheck-ignore rule-a -- why", /`prodcheck-ignore` does nothing.*prodcheck-ignore-next-line/],
  ["prodcheck-ignore-nextline rule-a -- why", /`prodcheck-ignore-nextline` does nothing/],
  ["prodcheck-ignore-previous-line rule-a -- why", /does nothing/],
  ["prodcheck-ignore-next-line -- why", /names no rule/],
  ["prodcheck-ignore-next-line", /names no rule/],
  ["prodcheck-ignore-file until:2027-01-01 -- why", /names no rule/],
  ["prodcheck-ignore-line rule-a it is fine", /`rule-a it is fine` is not a rule id.* -- /],
  ["prodcheck-ignore-line rule-a until:soon -- why", /`until:soon` is not a date/],
  ["prodcheck-ignore-line rule-a until:2027-02-30 -- why", /2027-02-30` is not a date/],
  ["prodcheck-ignore-line rule-a until: -- why", /is not a date/],
];
for (const [text, message] of MALFORMED) {
  test(`says what is wrong with: ${text}`, () => {
    assert.match(extractOne(`// ${text}`).malformed ?? "", message);
  });
}

const NOT_COMMENTS: readonly [name: string, path: string, text: string][] = [
  ["a string", "a.ts", 'const a = "// prodcheck-ignore-line rule-a -- why";'],
  ["a single-quoted string", "a.ts", "const a = '# prodcheck-ignore-line rule-a -- why';"],
  ["a template", "a.ts", "f(`\\n// prodcheck-ignore-line rule-a -- why`);"],
  ["a string with an escaped quote", "a.ts", String.raw`const a = "\" // prodcheck-ignore-line rule-a -- why";`],
  ["a quoted html comment", "a.ts", 'f("<!-- prodcheck-ignore-line rule-a -- why -->");'],
  ["a quoted jsx comment", "a.ts", 'f("{/* prodcheck-ignore-line rule-a -- why */}");'],
  ["prose", "a.ts", "// see prodcheck-ignore-line in the manual"],
  ["another word", "a.ts", "// prodcheck-ignored rule-a -- why"],
  ["a longer word", "a.ts", "// prodcheck-ignore-lines2 rule-a -- why"],
  ["code in documentation", "README.md", "    // prodcheck-ignore-line rule-a -- why"],
  ["a bullet in documentation", "README.md", "* prodcheck-ignore-line: for one line"],
  ["a heading in documentation", "README.md", "# prodcheck-ignore-line"],
  ["a name in code", "a.ts", "const x = a['prodcheck-ignore-line'];"],
];
for (const [name, path, text] of NOT_COMMENTS) {
  test(`is not fooled by ${name}`, () => {
    assert.deepEqual(extractIgnores(path, text), []);
  });
}

const AFTER_QUOTES: readonly [name: string, path: string, text: string][] = [
  ["closed strings", "a.ts", `send("it's", 'a"b'); // prodcheck-ignore-line rule-a -- why`],
  ["an apostrophe in yaml", "a.yml", "text: don't # prodcheck-ignore-line rule-a -- why"],
  ["an apostrophe in jsx", "a.tsx", "<p>Don't {/* prodcheck-ignore-line rule-a -- why */}</p>"],
  ["a lone quotation mark in html", "a.vue", '<p>5" <!-- prodcheck-ignore-line rule-a -- why --></p>'],
  ["a python f-string", "a.py", "send(f'{a}') # prodcheck-ignore-line rule-a -- why"],
  ["an escaped quote", "a.ts", String.raw`send("a\"b"); // prodcheck-ignore-line rule-a -- why`],
];
for (const [name, path, text] of AFTER_QUOTES) {
  test(`finds a comment after ${name}`, () => {
    assert.deepEqual(extractOne(text, path).rules, ["rule-a"]);
  });
}

test("numbers lines right in a long file with many comments", () => {
  const lines = Array.from({ length: 5000 }, (_, index) =>
    index % 7 === 3 ? "send(); // prodcheck-ignore-line rule-a -- why" : "code();",
  );
  const found = extractIgnores("a.ts", lines.join("\n"));
  assert.equal(found.length, Math.ceil((5000 - 3) / 7));
  assert.ok(found.every(({ line, targetLine }) => line === targetLine && line % 7 === 4));
});

test("stays quick on text made to be slow", () => {
  const texts = [
    "/* prodcheck-ignore-next-line a -- b */".repeat(30_000),
    "// prodcheck-ignore-next-line a -- b\n".repeat(30_000),
    `// prodcheck-ignore${"-a".repeat(500_000)}1`,
    `${"'".repeat(1_000_000)} // prodcheck-ignore-line a -- b`,
    "/*\n* prodcheck-ignore-next-line a\n".repeat(30_000),
    `# prodcheck-ignore-line ${"a-".repeat(500_000)}!`,
  ];
  const start = performance.now();
  for (const text of texts) extractIgnores("a.ts", text);
  const spent = performance.now() - start;
  assert.ok(spent < 2000, `took ${Math.round(spent)} ms`);
});
