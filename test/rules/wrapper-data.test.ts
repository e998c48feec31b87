import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openExample } from "#src/commands/example-store.js";

/** What protects `call(…)` of axios in a statement, by kind. */
function protectionOf(imports: string, statement: string): string[] {
  const code = `import axios from "axios";\n${imports}\nexport async function run(ids) {\n  ${statement}\n}\n`;
  const store = openExample({ "src/a.ts": code }, "2026-11-21");
  const rows = store.all(
    "SELECT DISTINCT call_wrapper.kind FROM call_wrapper JOIN call ON call.id = call_id WHERE package = 'axios' ORDER BY 1",
  );
  store.close();
  return rows.map(({ kind }) => String(kind));
}

const cockatiel = (make: string): string[] =>
  protectionOf(
    `import { retry, circuitBreaker, handleAll } from "cockatiel";\nconst policy = ${make};`,
    "await policy.execute(() => axios.get('u'));",
  );

describe("wrapper_module.yaml", () => {
  it("protects what is passed to a retry package", () => {
    assert.deepEqual(protectionOf('import pRetry from "p-retry";', "await pRetry(() => axios.get('u'));"), ["retry"]);
  });

  it("knows packages that do two things", () => {
    const found = protectionOf(
      'import Bottleneck from "bottleneck";\nconst limiter = new Bottleneck({});',
      "await limiter.schedule(() => axios.get('u'));",
    );
    assert.deepEqual(found, ["queue", "rate-limit"]);
  });

  it("tells a cockatiel policy by how it was made", () => {
    assert.deepEqual(cockatiel("retry(handleAll, {})"), ["retry"]);
    assert.deepEqual(cockatiel("circuitBreaker(handleAll, {})"), ["breaker"]);
  });

  it("asks packages of many functions which one it is", () => {
    const radash = 'import { retry, map } from "radash";';
    assert.deepEqual(protectionOf(radash, "await retry({}, () => axios.get('u'));"), ["retry"]);
    assert.deepEqual(protectionOf(radash, "await map(ids, () => axios.get('u'));"), []);
  });
});
