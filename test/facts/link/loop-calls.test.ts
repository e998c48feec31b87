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
