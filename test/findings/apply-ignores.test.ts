import assert from "node:assert/strict";
import { test } from "node:test";

import type { Finding, IgnoreProblem } from "#src/shared/result.js";
import type { RuleOutcomeStatus } from "#src/shared/rule.js";
import { applyIgnores } from "#src/findings/apply-ignores.js";
import { extractIgnores } from "#src/findings/ignore-comments.js";
import { knowRules, type KnownRules } from "#src/findings/known-rules.js";
import { sampleFinding, sampleRule } from "./sample.js";

const AS_OF = "2026-08-01";
const RULES = [
  sampleRule({ id: "rule-a", aliases: ["old-a"] }),
  sampleRule({ id: "rule-b" }),
  sampleRule({ id: "scattered-model-id" }),
];

function known(status: RuleOutcomeStatus = "fail"): KnownRules {
  return knowRules(
    RULES,
    RULES.map((rule) => ({ rule, status })),
  );
}

function at(...places: readonly (readonly [file: string, line: number | null])[]): Finding {
  const locations = places.map(([file, line]) => ({ file, line }));
  const [first] = locations;
  return sampleFinding({ rule: "rule-a", file: first?.file ?? null, line: first?.line ?? null, locations });
}

function apply(
  findings: readonly Finding[],
  text: string,
  rules: KnownRules = known(),
): { findings: Finding[]; problems: IgnoreProblem[] } {
  return applyIgnores(findings, extractIgnores("a.ts", text), AS_OF, rules);
}

function kinds(problems: readonly IgnoreProblem[]): string[] {
  return problems.map(({ kind, rule, line }) => `${kind} ${rule} ${line}`);
}

test("suppresses on the next line, on its own line and in the file, with its reason", () => {
  const suppressed = { kind: "ignore", reason: "Known.", file: "a.ts", line: 1, until: null };
  for (const [scope, line] of [
    ["next-line", 2],
    ["line", 1],
    ["file", 77],
    ["file", null],
  ] as const) {
    const { findings, problems } = apply([at(["a.ts", line])], `// prodcheck-ignore-${scope} rule-a -- Known.\ncode`);
    assert.deepEqual(findings[0]?.suppressed, suppressed, scope);
    assert.deepEqual(problems, []);
  }
});

test("leaves other lines, other files, other rules and findings without a line alone", () => {
  const findings = [
    at(["a.ts", 3]),
    at(["b.ts", 2]),
    { ...at(["a.ts", 2]), rule: "rule-b" },
    at(["a.ts", null]),
    sampleFinding({ rule: "rule-a", file: null, line: null, object: "users", locations: [] }),
  ];
  const result = apply(findings, "// prodcheck-ignore-next-line rule-a -- Known.\ncode");
  assert.deepEqual(result.findings, findings);
  assert.deepEqual(kinds(result.problems), ["unused rule-a 1"]);
});

test("takes only the ignored place from a grouped finding", () => {
  const finding = at(["a.ts", 2], ["a.ts", 9], ["b.ts", 2]);
  const { findings, problems } = apply([finding], "// prodcheck-ignore-next-line rule-a -- Known.\ncode");
  assert.deepEqual(findings, [
    {
      ...finding,
      file: "a.ts",
      line: 9,
      locations: [
        { file: "a.ts", line: 9 },
        { file: "b.ts", line: 2 },
      ],
    },
  ]);
  assert.deepEqual(problems, []);
});

test("suppresses a grouped finding, all its places kept, when none is left", () => {
  const finding = at(["a.ts", 2], ["a.ts", 4]);
  const line = "// prodcheck-ignore-next-line rule-a -- Known.\ncode\n";
  const { findings } = apply([finding], line + line);
  assert.equal(findings[0]?.suppressed?.kind, "ignore");
  assert.deepEqual(findings[0]?.locations, finding.locations);
});

test("knows a rule by its former id", () => {
  const { findings, problems } = apply([at(["a.ts", 2])], "// prodcheck-ignore-next-line old-a -- Known.\ncode");
  assert.equal(findings[0]?.suppressed?.kind, "ignore");
  assert.deepEqual(problems, []);
});

test("an ignore without a reason has no effect, and is reported once", () => {
  const { findings, problems } = apply([at(["a.ts", 2])], "// prodcheck-ignore-next-line rule-a\ncode");
  assert.equal(findings[0]?.suppressed, null);
  assert.deepEqual(kinds(problems), ["without-reason rule-a 1"]);
});

test("an ignore holds on its last day, and is expired the day after", () => {
  const lastDay = apply([at(["a.ts", 2])], `// prodcheck-ignore-next-line rule-a until:${AS_OF} -- Known.\ncode`);
  assert.equal(lastDay.findings[0]?.suppressed?.until, AS_OF);
  assert.deepEqual(lastDay.problems, []);
  const dayAfter = apply([at(["a.ts", 2])], "// prodcheck-ignore-next-line rule-a until:2026-07-31 -- Known.\ncode");
  assert.equal(dayAfter.findings[0]?.suppressed, null);
  assert.deepEqual(kinds(dayAfter.problems), ["expired rule-a 1"]);
  assert.match(dayAfter.problems[0]?.message ?? "", /2026-07-31/);
});

test("an unknown rule is reported with the one that was meant; the others in the list still count", () => {
  const text = "// prodcheck-ignore-next-line scatered-model-id, rule-a, zzz -- Known.\ncode";
  const { findings, problems } = apply([at(["a.ts", 2])], text);
  assert.equal(findings[0]?.suppressed?.kind, "ignore");
  assert.deepEqual(kinds(problems), ["unknown-rule scatered-model-id 1", "unknown-rule zzz 1"]);
  assert.match(problems[0]?.message ?? "", /Did you mean `scattered-model-id`\?/);
  assert.match(problems[1]?.message ?? "", /prodcheck rules list/);
});

test("a malformed ignore has no effect and is reported, even where its rule is found", () => {
  const { findings, problems } = apply([at(["a.ts", 1])], "// prodcheck-ignore-line rule-a since it is fine");
  assert.equal(findings[0]?.suppressed, null);
  assert.deepEqual(kinds(problems), ["malformed null 1"]);
});

test("an unused ignore is reported, each of its rules on its own, and says where the finding is when it is near", () => {
  const text = "// prodcheck-ignore-next-line rule-a, rule-b -- Known.\nconst x = await db\n  .from(y);";
  const { problems } = apply([at(["a.ts", 3], ["a.ts", 8])], text);
  assert.deepEqual(kinds(problems), ["unused rule-a 1", "unused rule-b 1"]);
  assert.match(problems[0]?.message ?? "", /not reported on line 2, but on line 3/);
  assert.match(problems[1]?.message ?? "", /not reported on line 2\. Remove/);
});

test("an ignore is not unused when its rule did not run, broke or could not answer", () => {
  const text = "// prodcheck-ignore-next-line rule-a -- Known.\ncode";
  for (const status of ["unknown", "error"] as const) assert.deepEqual(apply([], text, known(status)).problems, []);
  assert.deepEqual(apply([], text, knowRules(RULES, [])).problems, []);
  for (const status of ["pass", "not-applicable"] as const) {
    assert.deepEqual(kinds(apply([], text, known(status)).problems), ["unused rule-a 1"]);
  }
});

test("two ignores for one place are both in use", () => {
  const text = "// prodcheck-ignore-file rule-a -- All.\n// prodcheck-ignore-next-line rule-a -- This.\ncode";
  const { findings, problems } = apply([at(["a.ts", 3])], text);
  assert.equal(findings[0]?.suppressed?.reason, "This.");
  assert.deepEqual(problems, []);
});

test("the findings given are not changed, and problems are sorted by place", () => {
  const finding = Object.freeze(at(["b.ts", 2]));
  const comments = [
    ...extractIgnores("b.ts", "// prodcheck-ignore-next-line rule-a\ncode"),
    ...extractIgnores("a.ts", "\n// prodcheck-ignore-line rule-b -- x\n// prodcheck-ignore-line rule-a"),
  ];
  const { problems } = applyIgnores([finding], comments, AS_OF, known());
  assert.deepEqual(
    problems.map(({ file, line }) => `${file}:${line}`),
    ["a.ts:2", "a.ts:3", "b.ts:1"],
  );
});
