import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";

const SAMPLE = {
  "a.ts": `import { listUsers, send, retry } from "./b.js";
export async function all() {
  for (const user of await listUsers()) await send(user);
  for (let attempt = 0; attempt < 3; attempt++) await retry();
  ["a", "b"].forEach((each) => send(each));
  await send("once");
}
`,
  "b.ts":
    "export const listUsers = async () => [];\nexport const send = async (to: unknown) => to;\nexport const retry = async () => {};\n",
};

test("what loops around calls go through", () => {
  const rows = querySample(
    SAMPLE,
    `SELECT call.line, call.callee, loop_call.kind, source.callee AS source FROM loop_call
     JOIN call ON call.id = loop_call.call_id LEFT JOIN call AS source ON source.id = source_id ORDER BY call.line`,
  );
  assert.deepEqual(
    rows.map((row) => Object.values(row).join(" ")),
    ["3 send items listUsers", "4 retry attempts ", "5 send fixed "],
  );
});

const loop = (body: string) =>
  `export async function all(list) { let n = 0; const done = []; for (const each of list) { ${body} await send(each); } }`;

const kindOf = (body: string): unknown =>
  querySample(
    { "a.ts": loop(body) },
    "SELECT loop_call.kind FROM loop_call JOIN call ON call.id = call_id WHERE call.callee = 'send'",
  )[0]?.["kind"];

test("a loop is fixed that stops at a count, not one that leaves out its first turns", () => {
  for (const body of [
    "if (n >= CAP) break; n++;",
    "if (CAP <= n) return; n += 1;",
    "if (n === 100) break; ++n;",
    "if (left <= 0) continue; left--;",
    "if (done.length >= 50) break; done.push(each);",
  ])
    assert.equal(kindOf(body), "fixed", body);
  for (const body of [
    "if (n === 0) { n++; continue; } n++;",
    "if (n < start) { n++; continue; }",
    "if (n >= CAP) break; column++;",
    "if (done.length >= 50) break; undone.push(each);",
  ])
    assert.equal(kindOf(body), "items", body);
});
