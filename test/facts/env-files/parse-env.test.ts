import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEnv } from "#src/facts/env-files/parse-env.js";

/** Assignments as "line name=value", `#` for commented ones. */
const read = (text: string): string[] =>
  parseEnv(text).assignments.map((a) => `${a.line} ${a.isCommented ? "#" : ""}${a.name}=${a.value}`);

const mistakes = (text: string): string[] => parseEnv(text).mistakes.map((m) => `${m.line} ${m.message}`);

test("plain, exported, spaced and YAML-like assignments", () => {
  assert.deepEqual(read("A=1\nexport B=two\n C = three \nD: four\nE="), [
    "1 A=1",
    "2 B=two",
    "3 C=three",
    "4 D=four",
    "5 E=",
  ]);
});

test("CRLF and a byte order mark", () => {
  assert.deepEqual(read("\uFEFFA=1\r\nB=2\r\n"), ["1 A=1", "2 B=2"]);
});

test("quotes of all three kinds, with comments behind and inside", () => {
  assert.deepEqual(read(`A="x # y" # note\nB='#'\nC=\`z\`\nD=a#b # note\nE= # note\nF="a\\"b"`), [
    "1 A=x # y",
    "2 B=#",
    "3 C=z",
    "4 D=a#b",
    "5 E=",
    '6 F=a\\"b',
  ]);
});

test("a value over several lines counts its lines", () => {
  const pem = 'KEY="-----BEGIN PRIVATE KEY-----\nAAAA==\nB=\n-----END PRIVATE KEY-----"\nNEXT=1';
  assert.deepEqual(
    parseEnv(pem).assignments.map((a) => [a.line, a.name]),
    [
      [1, "KEY"],
      [5, "NEXT"],
    ],
  );
  assert.deepEqual(mistakes(pem), []);
});

test("an unclosed quote does not swallow what follows", () => {
  const text = 'A="open\nB="closed"\nC=3';
  assert.deepEqual(read(text), ["1 A=open", "2 B=closed", "3 C=3"]);
  assert.deepEqual(mistakes(text), ["1 The quoted value of `A` is never closed"]);
});

test("commented assignments count, prose does not", () => {
  const text = [
    "# REDIS_URL=redis://localhost",
    "#EMPTY=",
    "# # TWICE=1",
    "# export EXPORTED=1",
    "# database_url=x",
    "# this = prose",
    "# If NODE_ENV == production then",
    "# Example: FOO=bar",
    "# A == b",
    "# DO_NOT_TRACK=1      (de facto standard)",
  ].join("\n");
  assert.deepEqual(read(text), [
    "1 #REDIS_URL=redis://localhost",
    "2 #EMPTY=",
    "3 #TWICE=1",
    "4 #EXPORTED=1",
    "5 #database_url=x",
    "10 #DO_NOT_TRACK=1",
  ]);
  assert.deepEqual(mistakes(text), []);
});

test("broken lines say what is wrong and never repeat what could be a key", () => {
  const text = "BARE\nMY KEY=1\n=x\njust words\n<<<<<<< HEAD\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC+/==";
  assert.deepEqual(read(text), ["1 BARE=null"]);
  const found = mistakes(text);
  assert.equal(found.length, 6);
  assert.match(found[0] ?? "", /^1 `BARE` has no "="/);
  assert.match(found[1] ?? "", /^2 What stands before the "=" is not a variable name/);
  assert.match(found[3] ?? "", /^4 This line is neither/);
  assert.match(found[4] ?? "", /^5 A merge conflict/);
  assert.ok(found.every((message) => !message.includes("MIIE")));
});

test("lines of a template engine are no mistakes", () => {
  assert.deepEqual(mistakes("{% if x %}\nA={{ a }}\n{% endif %}\n<%= b %>"), []);
});

test("many unclosed quotes stay linear", () => {
  const text = "A='open \"\n".repeat(60_001);
  const started = performance.now();
  parseEnv(text);
  assert.ok(performance.now() - started < 5000);
});
