import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { queryOf } from "./query-sample.js";

const read = `supabase.from("t").select("id")`;
const write = `supabase.from("t").insert({ id: 1 })`;

function check(expected: boolean | null, codes: readonly string[]): void {
  for (const code of codes) assert.equal(queryOf(code).is_error_checked, expected, code);
}

describe("is_error_checked", () => {
  it("is false when the error is not taken, not read, or the answer is dropped", () => {
    check(false, [
      `const { data } = await ${read}; use(data);`,
      `const { data, error } = await ${read}; use(data);`,
      `const res = await ${read}; use(res.data);`,
      `const data = (await ${read}).data; use(data);`,
      `await ${write};`,
      `void ${write};`,
      `${write};`,
      `const { count } = await supabase.from("t").select("id", { count: "exact", head: true }); use(count);`,
      `let rows = []; ({ data: rows } = await ${read}); use(rows);`,
      `try { await ${write}; } catch (error) { report(error); }`,
      `const res = await ${read}; if (!res) stop(); use(res?.data ?? []);`,
    ]);
  });

  it("is true when it is read, thrown or handed on with the answer", () => {
    check(true, [
      `const { data, error } = await ${read}; if (error) throw error; use(data);`,
      `const { data, error: e } = await ${read}; use(data, e);`,
      `const { data, error: { message } } = await ${read}; use(data, message);`,
      `const { data, ...rest } = await ${read}; use(data, rest);`,
      `const { error } = await ${write}; if (error) throw error;`,
      `const res = await ${read}; if (res.error) throw res.error; use(res.data);`,
      `const res = await ${read}; const { data, error } = res; use(data, error);`,
      `const res = await ${read}; report(res);`,
      `await ${write}.throwOnError();`,
      `const { data } = await ${read}.throwOnError(); use(data);`,
      `const { status } = await ${write}; if (status !== 201) stop();`,
      `async function list() { return ${read}; }`,
      `async function list() { return await ${read}; }`,
      `const list = () => ${read};`,
      `unwrap(await ${read});`,
      `let data, error; ({ data, error } = await ${read}); if (error) throw error; use(data);`,
      `const { error } = x ? await ${write} : none; use(error);`,
      `let query = ${read}; query = query.eq("a", 1); const { data, error } = await query; use(data, error);`,
      // What throws is looked up before the calls that lead there.
      `import type { SupabaseClient } from "@supabase/supabase-js";
      async function pay(db: SupabaseClient, at: string | null) {
        let update = db.from("t").update({ paid: 1 }).eq("id", 1);
        update = at ? update.eq("at", at) : update.is("at", null);
        const { data, error } = await update.select("id");
        if (error) throw error;
        if (!data?.length) throw new Error("gone");
      }`,
    ]);
  });
});

describe("is_error_checked of promises", () => {
  it("follows promises: then, all, allSettled", () => {
    check(false, [
      `${read}.then(({ data }) => use(data));`,
      `${read}.then((res) => use(res.data));`,
      `await ${write}.then(() => ({ error: null }));`,
      `const [{ data }] = await Promise.all([${read}]); use(data);`,
      `const [{ data }, other] = await Promise.all([${read}, fetch(url)]); use(data, other);`,
      `const [res] = await Promise.all([${read}]); use(res.data);`,
      `const [, other] = await Promise.all([${write}, fetch(url)]); use(other);`,
      `await Promise.all([${write}, fetch(url)]);`,
      `await Promise.all(items.map((item) => supabase.from("t").insert({ item })));`,
      `await Promise.all(items.map(async (item) => { return supabase.from("t").insert({ item }); }));`,
      `Promise.all([${read}]).then(([{ data }]) => use(data));`,
      `items.forEach((item) => supabase.from("t").insert({ item }));`,
      `ctx.waitUntil(${write});`,
    ]);
    check(true, [
      `${read}.then(({ data, error }) => use(data, error));`,
      `${read}.then(handle);`,
      `${read}.then((res) => { if (res.error) stop(); });`,
      `const [{ data, error }] = await Promise.all([${read}]); use(data, error);`,
      `const [res] = await Promise.all([${read}]); if (res.error) throw res.error;`,
      `const results = await Promise.all([${write}]); for (const { error } of results) use(error);`,
      `const results = await Promise.all(items.map((item) => supabase.from("t").insert({ item }))); use(results);`,
    ]);
  });
});

describe("is_error_checked of helpers", () => {
  it("follows the project's own retry and time limit helpers", () => {
    const helpers = `async function withRetry(work) { for (let i = 0; i < 3; i++) { try { return await work(); } catch { await new Promise((r) => setTimeout(r, 100)); } } }
function withTimeout(promise, ms) { return Promise.race([promise, new Promise((_, reject) => setTimeout(reject, ms))]); }
`;
    check(false, [
      `${helpers}const { data } = await withRetry(() => ${read}); use(data);`,
      `${helpers}const { data } = await withTimeout(${read}, 500); use(data);`,
    ]);
    check(true, [
      `${helpers}const { data, error } = await withRetry(() => ${read}); use(data, error);`,
      `${helpers}const { data, error } = await withTimeout(${read}, 500); use(data, error);`,
    ]);
  });

  it("is unknown when a query is handed on before it ran", () => {
    check(null, [
      `const { data, error } = await applyFilters(${read}); use(data, error);`,
      `pending.push(${write});`,
      `useQuery(${read});`,
    ]);
  });
});
