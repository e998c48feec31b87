import assert from "node:assert/strict";
import { test } from "node:test";
import { column, manifest, type Files } from "./outbound-samples.js";

const destinations = (files: Files | string): unknown[] => column("destination || ' ' || coalesce(vendor, '-')", files);

test("addresses: literals, templates, constants and concatenations", () => {
  const source = `const BASE = "https://api.vendor.io/v1";
const routes = { users: \`\${BASE}/users\` };
await fetch("https://hooks.example.net/x");
await fetch(\`\${BASE}/things/\${id}\`);
await fetch(BASE + "/more");
await fetch(routes.users, { method: "POST" });
await fetch(\`https://\${tenant}.desk.example.net/api\`);
await fetch("/api/own");
await fetch(address);`;
  assert.deepEqual(destinations(source), [
    "external hooks.example.net",
    "external api.vendor.io",
    "external api.vendor.io",
    "external api.vendor.io",
    "external *.desk.example.net",
    "relative -",
    "unknown -",
  ]);
});

test("addresses: constants of another file, class fields, URL objects, parameters", () => {
  const files = {
    "src/config.ts": `export const HUB = "https://api.hub.example.net";\nexport const config = { ledger: { url: "https://ledger.example.net/v2" } };\n`,
    "src/use.ts": `import { HUB, config } from "./config";
export const a = () => fetch(\`\${HUB}/a\`);
export const b = () => fetch(config.ledger.url + "/b");
class Desk {
  private readonly base = "https://desk.example.net";
  constructor(private readonly search = "https://search.example.net") {}
  c() { return fetch(\`\${this.base}/c\`); }
  d() { return fetch(\`\${this.search}/d\`); }
}
export async function e() {
  const url = new URL("/e", HUB);
  url.searchParams.set("page", "1");
  return fetch(url.toString());
}
const send = (url: string) => fetch(url);
export const f = () => send("https://mail.example.net/f");
export const g = () => send("https://mail.example.net/g");
`,
  };
  assert.deepEqual(destinations(files), [
    "external api.hub.example.net",
    "external ledger.example.net",
    "external desk.example.net",
    "external search.example.net",
    "external api.hub.example.net",
    "external mail.example.net",
  ]);
});

test("addresses: a helper whose callers go to different places goes nowhere in particular", () => {
  const source = `const send = (url: string) => fetch(url);
export const f = () => send("https://mail.example.net/f");
export const g = () => send("https://sms.example.net/g");`;
  assert.deepEqual(destinations(source), ["unknown -"]);
});

test("addresses: environment variables, the project's own, and private names", () => {
  const source = `await fetch(process.env.DISCORD_WEBHOOK_URL!, { method: "POST" });
await fetch(\`\${process.env.PLAUSIBLE_HOST}/api/event\`);
await fetch(\`\${process.env.BILLING_URL || "https://billing.example.net"}/x\`);
await fetch(\`\${process.env.NEXT_PUBLIC_APP_URL}/api/x\`);
await fetch(process.env.API_BASE_URL + "/x");
await fetch("http://localhost:8000/x");
await fetch("http://worker:8000/x");
await fetch("http://10.0.0.4/x");
await fetch("https://api.acme.io/x");`;
  assert.deepEqual(destinations({ "src/a.ts": source, "package.json": manifest({}) }), [
    "configured $DISCORD_WEBHOOK_URL",
    "configured $PLAUSIBLE_HOST",
    "external billing.example.net",
    "internal -",
    "internal -",
    "internal localhost",
    "internal worker",
    "internal 10.0.0.4",
    "internal api.acme.io",
  ]);
});

test("addresses: a typed env object is read by the names of its variables", () => {
  const files = {
    "src/env.ts": `import { createEnv } from "@t3-oss/env-core";\nexport const env = createEnv({ server: {}, runtimeEnv: process.env });\n`,
    "src/a.ts": `import { env } from "./env";\nawait fetch(env.CRM_URL);\nawait fetch(\`\${env.CRM_URL}/x\`);\nawait fetch(env.APP_URL);\n`,
  };
  assert.deepEqual(destinations(files), ["configured $CRM_URL", "configured $CRM_URL", "internal -"]);
});

test("addresses: of the client an HTTP library made", () => {
  const source = `import axios from "axios";
import ky from "ky";
import { GraphQLClient } from "graphql-request";
const http = axios.create({ baseURL: "https://crm.example.net" });
const own = axios.create({ baseURL: process.env.API_URL });
const files = ky.create({ prefixUrl: "https://files.example.net" });
const graph = new GraphQLClient("https://graph.example.net/graphql");
await http.get("/contacts");
await http.get("https://other.example.net/x");
await own.get("/contacts");
await files.get("list");
await graph.request(document);
await axios.post("https://hooks.example.net", { timeout: 1 });
await axios({ url: "https://direct.example.net", method: "put" });`;
  assert.deepEqual(destinations(source), [
    "external crm.example.net",
    "external other.example.net",
    "internal -",
    "external files.example.net",
    "external graph.example.net",
    "external hooks.example.net",
    "external direct.example.net",
  ]);
  assert.deepEqual(column("http_method", source), ["GET", "GET", "GET", "GET", "GET", "POST", "PUT"]);
});

test("what the platform under the process answers is nobody else's service", () => {
  const source =
    "await fetch(`${process.env.ECS_CONTAINER_METADATA_URI_V4}/task`);\nawait fetch(`${process.env.LEDGER_API_URL}/x`);";
  assert.deepEqual(destinations(source), ["internal -", "configured $LEDGER_API_URL"]);
});

test("addresses: variables that begin with the project's own name", () => {
  const files = {
    "package.json": `{ "name": "@acme/web", "workspaces": [] }`,
    "src/a.ts": `await fetch(process.env.ACME_API_URL!);
await fetch(\`\${process.env.NEXT_PUBLIC_ACME_APP_URL}/x\`);
await fetch(process.env.ACME_SLACK_WEBHOOK!, { method: "POST" });
await fetch(process.env.LEDGER_API_URL!);`,
  };
  assert.deepEqual(destinations(files), [
    "internal -",
    "internal -",
    "configured $ACME_SLACK_WEBHOOK",
    "configured $LEDGER_API_URL",
  ]);
});
