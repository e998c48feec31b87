/** Every way to write a rule wrongly, and the exact words its author reads. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadFiles, ruleWithCheck, ruleWithExamples, sampleRule } from "./rule-samples.js";

type Cases = Readonly<Record<string, readonly [yaml: string, ...messages: string[]]>>;

function check(title: string, cases: Cases): void {
  describe(title, () => {
    for (const [name, [yaml, ...messages]] of Object.entries(cases))
      it(name, (context) => {
        const loaded = loadFiles(context, { "root-user.yaml": yaml });
        assert.deepEqual(
          loaded.messages,
          messages.map((message) => message.replace(/^(\d+): /, "root-user.yaml:$1: ")),
        );
        assert.deepEqual(loaded.ids, messages.length === 0 ? ["root-user"] : []);
      });
  });
}

const INPUTS = "Known values: code, env, packages, deploy, migrations, history, catalog, supabase, coverage, tests.";
const QUOTE_YAML = "Correct the YAML; text that holds `: `, `#` or quotes is safest as a block (`key: |`).";

check("the YAML of a rule", {
  "in order": [sampleRule()],
  "a misspelt key": [
    sampleRule(["severity: high", "severty: high"]),
    '4: "severty" is not a key of a rule. → Did you mean "severity"?',
  ],
  "a misspelt key further down": [
    sampleRule(["  summary: Name", "  sumary: Name"]),
    '16: "sumary" is not a key of "fix". → Did you mean "summary"?',
  ],
  "a key nobody knows": [
    sampleRule(["needs: [deploy]", "needs: [deploy]\ncolour: red"]),
    '8: "colour" is not a key of a rule. → Known keys: id, title, category, severity, effort, confidence, needs, languages, check, message, why, fix, verify, references, since, aliases, at_rest, examples.',
  ],
  "a missing key": [
    sampleRule(["why: Whoever breaks in owns the machine.\n", ""]),
    '1: "why" is missing. → Add it. What happens in production because of it, in words a tired person understands.',
  ],
  "a misspelt value": [
    sampleRule(["severity: high", "severity: hihg"]),
    '4: "severity" cannot be "hihg". → Did you mean "high"? Known values: critical, high, medium, low.',
  ],
  "an unknown input": [sampleRule(["[deploy]", "[weather]"]), `7: "needs[0]" cannot be "weather". → ${INPUTS}`],
  "text instead of a list": [
    sampleRule(["[deploy]", "deploy"]),
    '7: "needs" must be a list, not "deploy". → The inputs it asks; without one of them the answer is unknown.',
  ],
  "a number instead of text": [
    sampleRule(["title: A container runs as root", "title: 3.10"]),
    '2: "title" must be text, not 3.1. → Put it in quotes, so that YAML keeps it as text.',
  ],
  "empty text": [
    sampleRule(["why: Whoever breaks in owns the machine.", "why: ' '"]),
    '14: "why" must not be empty. → What happens in production because of it, in words a tired person understands.',
  ],
  "an escape sequence": [
    sampleRule(["why: Whoever breaks in owns the machine.", String.raw`why: "\e[2J"`]),
    '14: "why" must not hold control characters. → What happens in production because of it, in words a tired person understands.',
  ],
  "an effort in words": [
    sampleRule(["15m", "quarter of an hour"]),
    '5: "effort" must look like 15m, 2h or 1d. → How long one fix takes: 15m, 2h or 1d (a working day of eight hours).',
  ],
  "a reference that is no web address": [
    sampleRule(["https://example.com/users", "RFC 9457"]),
    '17: "references[0]" must be a web address. → Where this is documented: web addresses.',
  ],
  "another id than the file's name": [
    sampleRule(["id: root-user", "id: root-users"]),
    '1: The id is "root-users", but the file is called root-user.yaml. → Write `id: root-user`, or rename the file to root-users.yaml.',
  ],
  "an id with capitals": [
    sampleRule(["id: root-user", "id: RootUser"]),
    '1: "id" must be lower case words joined by hyphens, like cron-without-timezone. → Name of the bad state, the same as the file name.',
  ],
  "two mistakes": [
    sampleRule(["severity: high", "severity: bad"], ["effort: 15m", "effort: soon"]),
    '4: "severity" cannot be "bad". → Known values: critical, high, medium, low.',
    '5: "effort" must look like 15m, 2h or 1d. → How long one fix takes: 15m, 2h or 1d (a working day of eight hours).',
  ],
  "an empty file": [
    "",
    "1: The file must be a map of keys, not empty. → `prodcheck rules new` writes a rule to start from.",
  ],
  "a list": [
    "- a",
    "1: The file must be a map of keys, not a list. → `prodcheck rules new` writes a rule to start from.",
  ],
  "YAML that does not parse": [
    sampleRule(["why: Whoever", "why: Root: whoever"]),
    `14: This is not valid YAML: Nested mappings are not allowed in compact mappings → ${QUOTE_YAML}`,
  ],
  "the same key twice": [
    sampleRule(["fix:\n", "why: Again.\nfix:\n"]),
    "15: This is not valid YAML: Map keys must be unique → Remove one of the two keys.",
  ],
  "a tag": [
    sampleRule(["why: Whoever", "why: !!js/function Whoever"]),
    "14: This is not valid YAML: Unresolved tag: tag:yaml.org,2002:js/function → Remove the tag: this file is plain data.",
  ],
});

check("the examples of a rule", {
  "no good example": [
    ruleWithExamples('  bad:\n    - { name: a, files: { a: x }, findings: ["a:1"] }\n  good: []\n'),
    '21: "examples.good" must hold at least one example. → Look-alikes in which it must stay silent.',
  ],
  "a bad example without findings": [
    ruleWithExamples("  bad:\n    - { name: a, files: { a: x } }\n  good:\n    - { name: b, files: { a: x } }\n"),
    '20: "examples.bad[0].findings" is missing. → Add it. Every place that must be reported, and no other: "src/app.ts:2", "src/app.ts" or "object:orders.total".',
  ],
  "a finding in no file, and one behind the end": [
    sampleRule(['["deploy/a.conf:1"]', '["deploy/b.conf:1", "deploy/a.conf:9", "object:x", "deploy/a.conf"]']),
    '22: The finding "deploy/b.conf:1" names no file of the example. → Write path:line, path, or object:name. Files of the example: deploy/a.conf.',
    '22: The finding "deploy/a.conf:9" is behind the end of the file. → Count from 1, as an editor does.',
  ],
  "two of the same name": [
    sampleRule(["name: another user", "name: root"]),
    '24: Two examples are called "root". → Say what is special about each.',
  ],
  "a file outside": [
    sampleRule(["files: { deploy/a.conf", "files: { ../a.conf"]),
    `21: "examples.bad[0].files['../a.conf']" must name files by a path below the repository, with forward slashes, like src/app.ts. → The example repository: path → text of the file. Nothing is added to it.`,
  ],
  "a file that is not text": [
    sampleRule(['"user=root"', "{ user: root }"]),
    `21: "examples.bad[0].files['deploy/a.conf']" must be text, not a map of keys. → The example repository: path → text of the file. Nothing is added to it.`,
  ],
  "a date that does not exist": [
    sampleRule(["- name: root", "- name: root\n      as_of: 2026-02-30"]),
    '21: "examples.bad[0].as_of" must be a date like 2026-08-01. → The date the audit judges by, for rules that depend on it: YYYY-MM-DD.',
  ],
});

const SQLITE = "Correct the SELECT (SQLite's dialect).";
const NO_RECURSION = "Use a documented view that has walked the chain already: see `prodcheck facts`.";

check("the SELECT of a rule", {
  "closed by a semicolon": [ruleWithCheck("SELECT file, 'fail' AS status FROM call;")],
  "a semicolon inside text and comments": [ruleWithCheck("SELECT file, ';' AS x, 'fail' AS status -- a; b\nFROM call")],
  WITH: [ruleWithCheck("WITH a AS (SELECT file FROM call) SELECT file, 'fail' AS status FROM a")],
  "an unknown column": [
    ruleWithCheck("SELECT file,\n  lnie AS line, 'fail' AS status\nFROM call"),
    '10: There is no column "lnie" in call. → Did you mean "line"?',
  ],
  "an unknown column of an alias": [
    ruleWithCheck("SELECT c.file, 'fail' AS status\nFROM call AS c\nWHERE c.methode = 'x'"),
    '11: There is no column "c.methode" in call. → Did you mean "method"?',
  ],
  "a column nothing resembles": [
    ruleWithCheck("SELECT file, temperature, 'fail' AS status FROM call"),
    '9: There is no column "temperature" in call. → `prodcheck facts` lists every table and column.',
  ],
  "text in double quotes": [
    ruleWithCheck(`SELECT file, 'fail' AS status\nFROM call WHERE module = "node-cron"`),
    `10: There is no column "node-cron" in call. → For text, use single quotes: 'node-cron'.`,
  ],
  "an unknown table": [
    ruleWithCheck("SELECT file, 'fail' AS status\nFROM app_calls"),
    '10: There is no table or view "app_calls". → Did you mean "app_call"?',
  ],
  "a column of two tables": [
    ruleWithCheck("SELECT file, 'fail' AS status FROM call JOIN import"),
    '9: More than one table has a column "file". → Write the table in front: table.file.',
  ],
  "an unknown function": [
    ruleWithCheck("SELECT file, 'fail' AS status,\n  left(file, 2) AS x FROM call"),
    `10: The SELECT does not compile: no such function: left. → ${SQLITE}`,
  ],
  "a syntax error, found although its word stands earlier too": [
    ruleWithCheck("SELECT file, call.line, 'fail' AS status\nFROM call\nWHRE call = 1"),
    `11: The SELECT has a syntax error near "call". → ${SQLITE} A column named like a keyword needs "double quotes".`,
  ],
  "an open parenthesis": [
    ruleWithCheck("SELECT file, 'fail' AS status\nFROM call WHERE (file = 1"),
    "10: The SELECT ends too early. → Close every parenthesis, CASE and quote.",
  ],
  "an open quote": [
    ruleWithCheck("SELECT file, 'fail' AS status\nFROM call WHERE file = 'x"),
    "10: The SELECT holds something that is not SQL: 'x → Close every quote; a quote inside text is written twice: 'it''s'.",
  ],
  "two statements": [
    ruleWithCheck("SELECT file, 'fail' AS status FROM call;\nDROP TABLE call"),
    "9: The check holds more than one statement. → Keep one SELECT; combine several with UNION ALL or WITH.",
  ],
  "an INSERT": [
    ruleWithCheck("-- a comment\nINSERT INTO skipped VALUES ('a', 'b', 'c')"),
    '10: The check begins with "INSERT"; it must be one SELECT. → Begin with SELECT, or with WITH … SELECT.',
  ],
  "an INSERT behind WITH": [
    ruleWithCheck("WITH a AS (SELECT 1)\nINSERT INTO skipped SELECT 'a', 'b', 'c' FROM a"),
    `10: The SELECT has a syntax error near "INSERT". → ${SQLITE} A column named like a keyword needs "double quotes".`,
  ],
  "a DELETE behind WITH": [
    ruleWithCheck("WITH a AS (SELECT 1)\nDELETE FROM call RETURNING file, 'fail' AS status"),
    `10: The SELECT has a syntax error near "DELETE". → ${SQLITE} A column named like a keyword needs "double quotes".`,
  ],
  "a PRAGMA": [
    ruleWithCheck("PRAGMA query_only = 0"),
    '9: The check begins with "PRAGMA"; it must be one SELECT. → Begin with SELECT, or with WITH … SELECT.',
  ],
  "an ATTACH": [
    ruleWithCheck("ATTACH '/etc/passwd' AS x"),
    '9: The check begins with "ATTACH"; it must be one SELECT. → Begin with SELECT, or with WITH … SELECT.',
  ],
  "a SELECT that closes the parenthesis around it": [
    ruleWithCheck("SELECT file, 'fail' AS status FROM call) UNION SELECT * FROM (SELECT 1, 2"),
    `9: The SELECT has a syntax error near ")". → ${SQLITE} A column named like a keyword needs "double quotes".`,
  ],
  "WITH RECURSIVE": [
    ruleWithCheck("WITH RECURSIVE a AS (SELECT 1 AS n)\nSELECT n AS object, 'fail' AS status FROM a"),
    `9: The check is recursive. → ${NO_RECURSION}`,
  ],
  "recursion without the word": [
    ruleWithCheck(
      "WITH a AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM a)\nSELECT n AS object, 'fail' AS status FROM a",
    ),
    `9: The check is recursive. → ${NO_RECURSION}`,
  ],
  "a parameter": [
    ruleWithCheck("SELECT file, 'fail' AS status FROM call\nWHERE file = :file"),
    "10: The check holds the parameter :file, and nothing fills it in. → Write the value; text goes in 'single quotes'.",
  ],
  "today's date": [
    ruleWithCheck("SELECT file, date('now') AS d, 'fail' AS status FROM call"),
    "9: The check asks for today's date. → Use (SELECT date FROM as_of): the date the audit judges by.",
  ],
  "today's date as a keyword": [
    ruleWithCheck("SELECT file, 'fail' AS status\nFROM call WHERE CURRENT_DATE > '2026-01-01'"),
    "10: The check asks for today's date. → Use (SELECT date FROM as_of): the date the audit judges by.",
  ],
  chance: [
    ruleWithCheck("SELECT file, 'fail' AS status FROM call ORDER BY random()"),
    "9: random() makes the answer differ between runs. → The same commit must always give the same answer.",
  ],
});

check("the columns of a rule", {
  "no status": [
    ruleWithCheck("SELECT file FROM call"),
    "9: The SELECT returns no column `status`. → Add `'fail' AS status`, or a CASE that gives 'pass', 'fail' or 'unknown'.",
  ],
  "no place": [
    ruleWithCheck("SELECT 'fail' AS status FROM call"),
    "9: The SELECT returns neither `file` nor `object`, so a finding would be nowhere. → Return the file (and line), or the name of the object.",
  ],
  "a line without a file": [
    ruleWithCheck("SELECT line, callee AS object, 'fail' AS status FROM call"),
    "9: The SELECT returns `line` without `file`. → Return the file too.",
  ],
  "two of the same name": [
    ruleWithCheck("SELECT file, line, column AS line, 'fail' AS status FROM call"),
    '9: The SELECT returns two columns called "line". → Give one of them another name with AS.',
  ],
  "a message about a column that is not there": [
    sampleRule(["{value}", "{vlaue}"]),
    "13: The message names {vlaue}, but the SELECT returns no such column. → Did you mean {value}? Columns: file, line, subject, value, status. For plain braces write {{vlaue}}.",
  ],
  "code in a message": [sampleRule(["{value}", "{ a: {{b}} }"])],
});
