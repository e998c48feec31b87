import assert from "node:assert/strict";
import { test } from "node:test";
import { capDormant } from "#src/findings/cap-dormant.js";
import type { RuleRow } from "#src/shared/rule.js";
import { sampleOutcome } from "./sample.js";

const file = (
  path: string,
  isReached: boolean,
  role = "app",
  moduleKind: string | null = "esm",
  started: "start" | "use" | null = isReached ? "start" : null,
  packageDir: string | null = null,
) => ({
  path,
  started,
  language: path.endsWith(".json") ? "json" : path.endsWith(".py") ? "python" : "typescript",
  role,
  is_reached: isReached,
  module_kind: moduleKind,
  package_dir: packageDir,
});
const FILES = [
  file("src/live.ts", true),
  file("src/dead.ts", false),
  file("scripts/dead.ts", false, "script"),
  file("vercel.json", false, "app", null),
  file("src/perhaps.ts", true, "app", "esm", null),
  file("src/later.ts", true, "app", "esm", "use"),
  file("src/perhaps.py", true, "app", null, null),
  file("api/main.py", true, "app", null, "start", "api"),
  file("api/lone.py", true, "app", null, null, "api"),
];

/** "severity message" of the only row, of a rule that is critical by itself. */
function capped(row: Partial<RuleRow>): string {
  const [outcome] = capDormant([sampleOutcome({ severity: "critical" }, [row])], FILES);
  const found = outcome?.rows[0];
  return `${String(found?.severity)} ${String(found?.message)}`;
}

test("what stands only where nothing loads it is medium, and says so", () => {
  const said = "medium It is wrong. Nothing seems to load this code.";
  assert.equal(capped({ file: "src/dead.ts" }), said);
  assert.equal(capped({ file: "src/dead.ts", severity: "high" }), said);
  assert.equal(capped({ file: null, object: "X", locations: [{ file: "src/dead.ts", line: 2 }] }), said);
});

test("so is what nothing that runs is seen to lead to; in Python only beside something that is known to start", () => {
  const said = "medium It is wrong. What loads this code was not seen.";
  assert.equal(capped({ file: "src/perhaps.ts" }), said);
  assert.equal(capped({ file: "api/lone.py" }), said);
  assert.equal(capped({ file: "src/dead.ts", locations: [{ file: "src/perhaps.ts", line: 2 }] }), said);
});

test("everything else is left as it is", () => {
  const left = [
    "src/live.ts",
    "scripts/dead.ts",
    "vercel.json",
    "not-listed.ts",
    "src/later.ts",
    "src/perhaps.py",
    "api/main.py",
  ];
  for (const path of left) {
    assert.equal(capped({ file: path }), "null It is wrong.");
  }
  assert.equal(capped({ file: "src/dead.ts", severity: "low" }), "low It is wrong.");
  assert.equal(capped({ file: "src/dead.ts", locations: [{ file: "src/live.ts", line: 2 }] }), "null It is wrong.");
  assert.equal(capped({ file: "src/dead.ts", status: "pass" }), "null It is wrong.");
  assert.equal(capped({ file: null, object: "X" }), "null It is wrong.");
});

test("what does harm where it stands is as grave in dead code", () => {
  const rule = { severity: "critical", isAtRest: true } as const;
  const [outcome] = capDormant([sampleOutcome(rule, [{ file: "src/dead.ts" }])], FILES);
  assert.deepEqual(
    outcome?.rows.map(({ severity, message }) => `${String(severity)} ${message}`),
    ["null It is wrong."],
  );
});
