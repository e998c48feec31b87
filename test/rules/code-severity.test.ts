/** How grave the built-in rules about imports and calls think a finding is: examples in a rule can only say that there is one. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openExample } from "#src/commands/example-store.js";
import { builtInRuleFolder, loadRules } from "#src/rules/load-rules.js";
import { runRules } from "#src/rules/run-rules.js";
import { readCollected } from "#src/rules/test-rules.js";

const { rules } = loadRules([builtInRuleFolder]);

/** "severity subject" of the failing rows of one rule. */
function failures(id: string, files: Readonly<Record<string, string>>): string[] {
  const store = openExample(files, "2026-11-21");
  try {
    const wanted = rules.filter(({ info }) => info.id === id);
    const [outcome] = runRules(wanted, store, readCollected(store));
    return (outcome?.rows ?? [])
      .filter(({ status }) => status === "fail")
      .map(({ severity, subject }) => `${String(severity)} ${String(subject)}`);
  } finally {
    store.close();
  }
}

const EXPRESS = {
  "package.json": '{ "name": "api", "main": "src/server.ts", "dependencies": { "express": "^5.0.0" } }',
};

/** Severity of a call of that version of the Graph API. */
const ofVersion = (version: string): string[] =>
  failures("sunset-api", {
    ...EXPRESS,
    "src/server.ts": `export const url = "https://graph.facebook.com/${version}/me";`,
  }).map((line) => line.split(" ")[0] ?? "");

describe("unresolved-import", () => {
  it("is one finding for a file, critical where the process needs it to start", () => {
    assert.deepEqual(
      failures("unresolved-import", {
        ...EXPRESS,
        "src/server.ts": 'import "./a"; import { b } from "./routes/b.js"; a(b);',
        "src/a.ts": 'import { c } from "./routes/b"; c();',
      }),
      ["critical src/routes/b"],
    );
  });

  it("is high where only a function asks for it", () => {
    assert.deepEqual(
      failures("unresolved-import", {
        ...EXPRESS,
        "src/server.ts": 'export const load = async () => (await import("./late.js")).late();',
      }),
      ["high src/late"],
    );
  });

  it("is one medium finding for all that unloaded code asks for", () => {
    assert.deepEqual(
      failures("unresolved-import", {
        ...EXPRESS,
        "src/server.ts": "export const up = true;",
        "src/old/one.ts": 'import { gone } from "./gone"; import { lost } from "../lost"; gone(lost);',
        "src/old/two.ts": 'import { other } from "./other"; other();',
      }),
      ["medium unloaded code"],
    );
  });
});

describe("sunset-api", () => {
  it("is medium for a version that another one has answered for less than a year", () => {
    assert.deepEqual(ofVersion("v20.0"), ["medium"]);
    assert.deepEqual(ofVersion("v13.0"), ["high"]);
  });
});
