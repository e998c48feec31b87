import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./link/query-sample.js";

const roles = (files: Readonly<Record<string, string>>): string[] =>
  querySample(files, "SELECT path, role FROM file WHERE path LIKE '%.js' ORDER BY path").map(
    (row) => `${String(row["path"])} ${String(row["role"])}`,
  );

const pack = (name: string, more: object = {}): string => JSON.stringify({ name, private: true, ...more });
const server = `require("express")().listen(3000);`;

test("a package that says that it is an example is one, whatever it starts", () => {
  const files = {
    "package.json": pack("calls"),
    "app/server.js": server,
    "webhook/server.js": server,
    "webhook/package.json": pack("calls-webhook", { description: "Calls WebHook endpoint example" }),
  };
  assert.deepEqual(roles(files), ["app/server.js app", "webhook/server.js example"]);
  const described = (description: string): string | undefined =>
    roles({ ...files, "webhook/package.json": pack("hooks", { description }) })[1];
  assert.match(described("A simple demo of the client") ?? "", /example$/);
  assert.match(described("Receives webhooks, for example those of Stripe") ?? "", /app$/);
  assert.match(described("Demo environment service for sales") ?? "", /app$/);
});

test("the repository itself, and what others depend on, are judged as they are", () => {
  assert.deepEqual(roles({ "package.json": pack("demo", { description: "The official demo" }), "src/a.js": server }), [
    "src/a.js app",
  ]);
  assert.deepEqual(
    roles({
      "package.json": pack("root", { workspaces: ["packages/*"] }),
      "packages/web/package.json": pack("web", { dependencies: { "kit-example": "workspace:*" } }),
      "packages/web/a.js": server,
      "packages/kit/package.json": pack("kit-example"),
      "packages/kit/a.js": server,
    }),
    ["packages/kit/a.js app", "packages/web/a.js app"],
  );
});
