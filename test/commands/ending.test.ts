import assert from "node:assert/strict";
import { once } from "node:events";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { startCli } from "./run-cli.js";

const fixture = fileURLToPath(new URL("../../../fixtures/agent-platform/before", import.meta.url));

test("a reader that takes its time gets everything, and the code of the audit after it", async () => {
  const child = startCli(["audit", fixture, "--no-replay", "--format", "json"]);
  const ended = once(child, "close");
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
  child.stdout.once("data", () => {
    child.stdout.pause();
    setTimeout(() => child.stdout.resume(), 1000);
  });
  const [code] = await ended;
  assert.equal(code, 1);
  assert.ok(text.length > 200_000, `more than a pipe holds: ${text.length}`);
  assert.ok(JSON.parse(text));
});

test("a reader that goes away ends it", async () => {
  const child = startCli(["audit", fixture, "--no-replay", "--format", "json"]);
  const ended = once(child, "close");
  child.stdout.destroy();
  const [, signal] = await ended;
  assert.equal(signal, null);
});
