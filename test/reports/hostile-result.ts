/** What a repository would write into names, comments and its own rules to reach the reader's terminal or browser. */
import type { AuditResult } from "#src/shared/result.js";
import { sampleCheck, sampleFinding, sampleRule } from "./sample-builders.js";
import { richResult } from "./sample-result.js";

const ESCAPE = "\u001B";
/** Clear the screen, retitle the window, hide a link, ring, go back a line, reorder, hide, break the encoding. */
export const CONTROL = `${ESCAPE}[2J${ESCAPE}]0;owned\u0007${ESCAPE}]8;;https://evil.example${ESCAPE}\\x${ESCAPE}]8;;${ESCAPE}\\\u009B31m\u0007\b\r\u0000\u202Eoff\u2066\u200B\uFEFF\u2028\uD800${ESCAPE}`;
/** Close what is open, then speak each format's own language. */
export const MARKUP =
  "`` ` ``` </details><script>alert(1)</script><img src=x onerror=alert(1)> [click](https://evil.example) ![x](https://evil.example/p.png) | cell | @octocat #1 &lt; **bold** __init__ ~~gone~~ https://evil.example/track www.evil.example mail@evil.example\n# heading\n- item\n::error::owned\n##[error]owned\n%0A::warning::owned";

const text = `${CONTROL} ${MARKUP}`;
const path = `src/${CONTROL}/a\nb|c\`d,e:f%[g](h)<i> ü.ts`;

const rule = sampleRule("hostile-rule", "code", "critical", {
  title: text,
  why: text,
  fix: { summary: text, example: `${text}\n\`\`\`\`\n<b>` },
  verify: text,
  references: ["javascript:alert(1)", "https://ok.example/a b<c>", `https://evil.example/${CONTROL}`],
  isBuiltIn: false,
});
const finding = sampleFinding(rule, {
  message: text,
  file: path,
  line: 3,
  object: text,
  subject: text,
  fingerprint: text,
  locations: [
    { file: path, line: 3 },
    { file: `${path}2`, line: -4 },
  ],
});

/** Every string that can come from the repository is hostile. */
export const hostileResult: AuditResult = {
  ...richResult,
  target: {
    path,
    name: text,
    commit: text,
    branch: text,
    manifest: path,
    pathInRepository: path,
    files: 1,
    filesByLanguage: { [text]: 1 },
    catalog: {
      source: "live",
      name: text,
      serverVersion: text,
      role: text,
      readAt: text,
      ageDays: 1,
      tables: 1,
      hasStatistics: false,
      gaps: [{ table: text, reason: text, isPartial: true }],
    },
    supabase: {
      host: text,
      askedAt: text,
      requests: 1,
      anon: null,
      service: { relations: 1, missing: 0 },
      publicBuckets: 0,
      gaps: [{ subject: text, role: "service", reason: text }],
    },
  },
  checks: [
    sampleCheck(rule),
    sampleCheck(rule, { status: "pass", evidence: [{ file: path, line: 1, object: text, text }] }),
    sampleCheck(rule, { status: "unknown", reason: text }),
    sampleCheck(rule, { status: "error", reason: text }),
  ],
  findings: [
    finding,
    { ...finding, file: null, line: null, locations: [] },
    { ...finding, severity: "low" },
    { ...finding, suppressed: { kind: "ignore", reason: text, file: path, line: 2, until: text } },
  ],
  plan: [{ fingerprint: text, effortMinutes: 5, totalMinutes: 5, score: 50 }],
  ignores: [{ kind: "malformed", file: path, line: 1, rule: text, message: text }],
  baseline: { file: path, known: 1, fixed: 1 },
  problems: [{ file: path, line: 1, message: text, remedy: text }],
  skipped: [{ path, reason: "binary", detail: text }],
  sources: [{ need: text, available: false, detail: text }],
};
