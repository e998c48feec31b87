/** How grave the built-in resilience rules think a finding is: examples in a rule can only say that there is one. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openExample } from "#src/commands/example-store.js";
import { builtInRuleFolder, loadRules } from "#src/rules/load-rules.js";
import { runRules } from "#src/rules/run-rules.js";
import { readCollected } from "#src/rules/test-rules.js";

const { rules } = loadRules([builtInRuleFolder]);

/** "severity file:line" of the failing rows of one rule. */
function failures(id: string, files: Readonly<Record<string, string>>): string[] {
  const store = openExample(files, "2026-11-21");
  try {
    const wanted = rules.filter(({ info }) => info.id === id);
    const [outcome] = runRules(wanted, store, readCollected(store));
    return (outcome?.rows ?? [])
      .filter(({ status }) => status === "fail")
      .map(({ severity, file, line }) => `${String(severity)} ${String(file)}:${String(line)}`);
  } finally {
    store.close();
  }
}

const SUPABASE = {
  "package.json": `{ "name": "api", "dependencies": { "@supabase/supabase-js": "^2.50.0" } }`,
  "src/db.ts": `import { createClient } from "@supabase/supabase-js";
export const supabase = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_SECRET_KEY!);
`,
};

/** Severity of the one finding in a function with this body. */
const ofQuery = (body: string): string[] =>
  failures("swallowed-database-error", {
    ...SUPABASE,
    "src/work.ts": `import { supabase } from "./db";
export async function work(id: string) {
  ${body}
}
`,
  });

describe("swallowed-database-error", () => {
  it("is high for a write that may be lost, and for a read that decides a write or a refusal", () => {
    for (const body of [
      `await supabase.from("orders").update({ status: "paid" }).eq("id", id);`,
      `await supabase.rpc("charge_credits", { id });`,
      `const { data } = await supabase.from("users").select("id").eq("id", id); if (data?.length) throw new Error("taken"); await insertUser(id);`,
      `const { count } = await supabase.from("runs").select("id", { count: "exact", head: true }); if ((count ?? 0) > 9) throw new Error("quota");`,
      `const { data: blocked } = await supabase.rpc("is_blocked", { id }); if (blocked) return { success: false };`,
    ])
      assert.deepEqual(ofQuery(body), ["high src/work.ts:3"], body);
  });

  it("is medium where a failure stops what follows, is shown, or costs little", () => {
    for (const body of [
      `const { data } = await supabase.from("users").select("role").eq("id", id).single(); if (data?.role !== "admin") throw new Error("no"); await insertUser(id);`,
      `const { data: allowed } = await supabase.rpc("may_edit", { id }); if (!allowed) return { status: 403 }; await insertUser(id);`,
      `const { data } = await supabase.from("posts").select("id"); return data ?? [];`,
      `const { data } = await supabase.from("posts").insert({ id }).select().single(); if (!data) throw new Error("not saved");`,
      `await supabase.from("audit_logs").insert({ id });`,
      `await supabase.from("api_keys").update({ last_used_at: new Date(), usage_count: 2 }).eq("id", id);`,
      `await supabase.storage.from("avatars").remove([id]);`,
      `try { await supabase.from("posts").insert({ id }); } catch (error) { console.error(error); }`,
      `const { error } = await supabase.from("posts").insert({ id }); if (error) { await supabase.from("drafts").delete().eq("id", id); throw error; }`,
    ]) {
      const found = ofQuery(body);
      assert.equal(found.length, 1, body);
      assert.match(found[0] ?? "", /^medium/, body);
    }
  });

  it("is medium in a browser", () => {
    const body = `await supabase.from("orders").update({ status: "paid" }).eq("id", id);`;
    const client = `"use client";\nimport { supabase } from "../db";\nexport async function work(id: string) { ${body} }\n`;
    assert.deepEqual(failures("swallowed-database-error", { ...SUPABASE, "src/ui/work.tsx": client }), [
      "medium src/ui/work.tsx:3",
    ]);
  });
});
