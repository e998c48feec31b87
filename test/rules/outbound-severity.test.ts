/** How grave findings about other services and counts are: high and critical need evidence that something is lost or piles up. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failingRows } from "./built-in-rule.js";

/** Severities of the failing rows of one rule. */
const severities = (id: string, files: Readonly<Record<string, string>>): string[] =>
  failingRows(id, files, "2026-11-21").map(({ severity }) => String(severity));

/** A wrapper of the house around three lookups, and three that go round it; the wrapper's body, and how often others use it. */
const ofHelper = (body: string, name = "withBackoff", uses = 3): string[] =>
  severities("retry-wrapper-bypass", {
    "package.json": '{ "name": "poster", "dependencies": { "twitter-api-v2": "^1.0.0" } }',
    "src/x.ts": `import { TwitterApi } from "twitter-api-v2";
const client = new TwitterApi(process.env.X_TOKEN!);
export async function ${name}<T extends Answer>(work: () => Promise<T>, tries = 3): Promise<T> {
${body}
}
${Array.from({ length: uses }, (_, index) => `export const wrapped${String(index)} = (a: string) => ${name}(() => ${index === 0 && uses === 1 ? "Promise.all([client.v2.uploadMedia(a), client.v2.uploadMedia(a), client.v2.uploadMedia(a)])" : "client.v2.uploadMedia(a)"});`).join("\n")}
${[1, 2, 3].map((index) => `export const bare${String(index)} = (a: string) => client.v2.uploadMedia(a);`).join("\n")}
`,
  });

const CATCHES = `  for (let attempt = 1; ; attempt++) {
    try { return await work(); } catch (error) {
      if (attempt === tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
    }
  }`;

describe("retry-wrapper-bypass", () => {
  it("does not take a poller for a retry wrapper", () => {
    const polls = `  for (let attempt = 0; attempt < tries; attempt++) {
    const answer = await work();
    const state = answer.state;
    if (state === "done") return answer;
    if (state === "failed") throw new Error("failed");
    await sleep(5000);
  }
  throw new Error("never finished");`;
    assert.deepEqual(ofHelper(polls, "waitForUpload"), []);
    assert.deepEqual(
      ofHelper(polls.replace("const state = answer.state;", "const { state } = answer;"), "untilDone"),
      [],
    );
  });

  it("knows a wrapper by the errors that it catches, and by the status that it looks at", () => {
    assert.deepEqual(ofHelper(CATCHES), ["critical"]);
    const looks = `  for (let attempt = 0; attempt < tries; attempt++) {
    const answer = await work();
    if (answer.ok) return answer;
    await sleep(1000);
  }
  throw new Error("down");`;
    assert.deepEqual(ofHelper(looks, "again"), ["critical"]);
  });

  it("is no more than high where one place alone uses the wrapper", () => {
    assert.deepEqual(ofHelper(CATCHES, "withRetry", 1), ["high"]);
  });
});

/** Severities for a function with this body. */
const ofCount = (body: string): string[] =>
  severities("count-query-misuse", {
    "package.json": '{ "name": "api", "dependencies": { "@supabase/supabase-js": "^2.50.0" } }',
    "src/runs.ts": `import { createClient } from "@supabase/supabase-js";
const supabase = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_SECRET_KEY!);
export async function runs(owner: string, page: number) {
${body}
}
`,
  });

describe("count-query-misuse", () => {
  it("is critical where the count is asked for alone, or decides", () => {
    assert.deepEqual(
      ofCount(
        `const { count, error } = await supabase.from("runs").select("id").eq("owner", owner); if (error) throw error; return count ?? 0;`,
      ),
      ["critical"],
    );
    assert.deepEqual(
      ofCount(
        `const { data, count, error } = await supabase.from("runs").select("id").eq("owner", owner); if (error) throw error; if ((count ?? 0) >= 5) throw new Error("limit"); return data;`,
      ),
      ["critical"],
    );
  });

  it("is medium where it only says beside the rows how many there are", () => {
    assert.deepEqual(
      ofCount(
        `const { data, count, error } = await supabase.from("runs").select("id").range(page * 20, page * 20 + 19); if (error) throw error; return { data, pages: Math.ceil((count || 0) / 20), total: count };`,
      ),
      ["medium"],
    );
  });
});
