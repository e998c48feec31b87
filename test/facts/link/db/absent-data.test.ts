import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { queriesOf, queryOf } from "./query-sample.js";

const read = `supabase.from("t").select("id, role, n")`;
const count = `supabase.from("t").select("id", { count: "exact", head: true })`;

const inFunction = (code: string): string => `export async function run(id) { ${code} }`;

const absentOf = (code: string): (string | null)[] => queriesOf(inFunction(code)).map((row) => row.absent_data);

function check(expected: string | null, codes: readonly string[]): void {
  for (const code of codes) assert.equal(queryOf(inFunction(code)).absent_data, expected, code);
}

describe("absent_data", () => {
  it("is trusted when nothing found lets the code allow or write", () => {
    check("trusted", [
      `const { data } = await ${read}; if (data) return Response.json({ error: "taken" }, { status: 409 }); saveRow(id);`,
      `const { data: row } = await ${read}; if (row?.role === "banned") throw new Error("banned"); return serve(id);`,
      `const { data: row } = await ${read}; if (row && row.role !== "admin") throw new Error("no"); return serve(id);`,
      `const { count } = await ${count}; if ((count ?? 0) >= 10) throw new Error("quota"); saveRow(id);`,
      `const { count } = await ${count}; const used = count ?? 0; if (used >= 10) return { success: false }; saveRow(id);`,
      `const { data } = await ${read}; if (!data) { await createRow(id); }`,
      `const { data } = await ${read}; if (data) { use(data); } else { saveRow(id); }`,
      `const { data } = await ${read}; if (data) return data; return saveRow(id);`,
      `const { data } = await ${read}; const row = data && data.length > 0 ? data[0] : null; if (!row) { saveRow(id); }`,
      `const { data } = await ${read}; const known = new Set(data?.map((each) => each.id) ?? []); for (const each of id) { if (known.has(each)) continue; saveRow(each); }`,
      `const { data } = await ${read}; const known = (data ?? []).map((each) => each.id); const fresh = ids.filter((each) => !known.includes(each)); for (const each of fresh) saveRow(each);`,
      `const res = await ${read}; if (res.data) throw new Error("exists"); saveRow(id);`,
      `const { data } = await ${read}; if (!data) return new Response(null, { status: 202 }); saveRow(data);`,
      `const { data } = await ${read}; if (!data) return Response.json({ success: true, error: null }); saveRow(data);`,
    ]);
  });

  it("is stops when the code refuses or gives up", () => {
    check("stops", [
      `const { data: row } = await ${read}; if (row?.role !== "admin") { const share = await shareOf(id); if (!share) return Response.json({}, { status: 403 }); await insertVisit(id); } saveRow(id);`,
      `const { data } = await ${read}; if (!data) throw new Error("none"); use(data);`,
      `const { data: row } = await ${read}; if (!id || !row?.id) { log(); throw e; } use(row);`,
      `const { data } = await ${read}; if (!data) { return Response.json({}, { status: 500 }); } use(data);`,
      `const { data } = await ${read}; if (!data) return res.status(404).end(); use(data);`,
      `const { data: row } = await ${read}; if (!row?.role) { redirect("/login"); } use(row);`,
      `const { data: row } = await ${read}; if (row?.role !== "admin") return new Response(null, { status: 403 }); saveRow(id);`,
      `const { data: row } = await ${read}; if (!["admin", "owner"].includes(row?.role)) throw new Error("no"); saveRow(id);`,
      `const { data: row } = await ${read}; const isAdmin = row?.role === "admin"; if (!isAdmin) return forbid(); saveRow(id);`,
      `const { data } = await ${read}; const known = (data ?? []).map((each) => each.id); const wrong = ids.filter((each) => !known.includes(each)); if (wrong.length > 0) throw new Error("wrong"); saveRow(id);`,
      `const { data } = await ${read}; if (!data?.length) return; for (const each of data) saveRow(each);`,
      `const { data } = await ${read}; if (!data || data.length === 0) return; for (const each of data) saveRow(each);`,
      `const res = await ${read}; if (!res.data) notFound(); use(res.data);`,
      `const { data } = await ${read}; if (!data) throw new Error("none"); if (data.role === "banned") throw new Error("banned"); saveRow(id);`,
      `const { data } = await ${read}; if ((data?.n ?? 0) < 5) return { success: false }; saveRow(id);`,
    ]);
  });

  it("is returned, used, or nothing otherwise", () => {
    check("returned", [
      `const { data } = await ${read}; return data;`,
      `const { data } = await ${read}; return data ?? [];`,
      `const { data } = await ${read}; return (data ?? []).map((row) => row.id);`,
      `const { data } = await ${read}; if (!data) return null; return shape(data);`,
      `const { data } = await ${read}; if (!data?.length) return Response.json({ ok: true, sent: 0 }); saveRow(data);`,
      `const { data } = await ${read}; if (!data) return Response.json({ picks: [] }, { status: 200 }); saveRow(data);`,
    ]);
    check("used", [
      `const { data } = await ${read}; return render(data ?? []);`,
      `const { data } = await ${read}; return !!data;`,
      `const { data: row } = await ${read}; return row?.role === "admin";`,
      `const { data } = await ${read}; if (data) { use(data); }`,
    ]);
    check(null, [`await ${read};`, `const { data } = await ${read};`]);
  });

  it("follows what a write is made of", () => {
    const write = `await supabase.from("t").update({ n: (data?.n ?? 0) + 1 });`;
    assert.deepEqual(absentOf(`const { data } = await ${read}; ${write}`), ["trusted", null]);
    assert.deepEqual(absentOf(`const { data } = await ${read}; if (!data) throw new Error("none"); ${write}`), [
      "stops",
      null,
    ]);
  });

  it("does not count an entry of a log", () => {
    const entry = `await supabase.from("role_audit").insert({ name: data?.name || "" });`;
    assert.deepEqual(absentOf(`const { data } = await ${read}; ${entry}`), ["used", null]);
  });

  it("asks the callers of a function that returns it", () => {
    const find = `async function find(id) { const { data } = await ${read}; return data; }`;
    const absent = (caller: string): string | null =>
      queryOf(`${find} export async function run(id) { ${caller} }`).absent_data;
    assert.equal(absent(`const row = await find(id); if (row) return; saveRow(id);`), "trusted");
    assert.equal(absent(`const row = await find(id); if (!row) throw new Error("none"); saveRow(row);`), "stops");
    assert.equal(absent(`const row = await find(id); show(row);`), "used");
    assert.equal(absent(`return find(id);`), "returned");
  });
});

const forgiven = (code: string): boolean => queryOf(inFunction(code)).is_forgiven;

describe("is_forgiven", () => {
  const write = `supabase.from("t").insert({ id: 1 })`;

  it("is true in the handling of another error, and where errors are only logged", () => {
    assert.equal(forgiven(`try { await ${write}; } catch (error) { console.error(error); }`), true);
    assert.equal(forgiven(`try { await work(); } catch (error) { await ${write}; throw error; }`), true);
    assert.equal(forgiven(`const { error } = await work(); if (error) { await ${write}; throw error; }`), true);
  });

  it("is true where a failure reads as an empty answer", () => {
    const report = `supabase.rpc("report")`;
    assert.equal(
      forgiven(`const res = await ${report}.catch(() => ({ data: null, error: null })); use(res.data);`),
      true,
    );
    assert.equal(
      forgiven(
        `const [res] = await Promise.all([Promise.resolve(${report}).then((r) => r).catch(() => null)]); use(res?.data || []);`,
      ),
      true,
    );
    assert.equal(forgiven(`const res = await ${report}.catch(() => fail()); use(res.data);`), false);
  });

  it("is false where an error is answered, or nothing is caught", () => {
    assert.equal(forgiven(`await ${write};`), false);
    assert.equal(forgiven(`try { await ${write}; } catch (error) { return fail(error); }`), false);
    assert.equal(forgiven(`const { error } = await work(); if (!error) { await ${write}; }`), false);
    assert.equal(forgiven(`await work().catch(console.error); await ${write};`), false);
  });
});
