/** How grave findings are whose data rows are in doubt. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { packageOf, verdictsOf } from "./built-in-rule.js";

const PRODUCTION = { "render.yaml": "services:\n  - type: web\n    name: api\n    startCommand: node src/server.js\n" };

const renewing = (name: string, address: string, more: Readonly<Record<string, string>> = {}): string[] =>
  verdictsOf("oauth-token-without-refresh", {
    "package.json": packageOf(["express"], { main: "src/server.js" }),
    "src/server.js": `import express from "express";
const app = express();
app.get("/", async (req, res) => {
  await fetch("${address}", { headers: { Authorization: \`Bearer \${process.env.${name}}\` } });
  res.end();
});
app.listen(3000);
`,
    ...PRODUCTION,
    ...more,
  });

describe("oauth-token-without-refresh", () => {
  it("is high for hours that the vendor's own words say, medium for others", () => {
    assert.deepEqual(renewing("ZOHO_ACCESS_TOKEN", "https://www.zohoapis.com/crm/v6/Leads"), ["high"]);
    assert.deepEqual(renewing("STRAVA_ACCESS_TOKEN", "https://www.strava.com/api/v3/athlete"), ["medium"]);
    assert.deepEqual(renewing("LINKEDIN_ACCESS_TOKEN", "https://api.linkedin.com/rest/posts"), ["medium"]);
  });

  it("is high for Buffer where an OAuth client shows that it is no personal key", () => {
    assert.deepEqual(renewing("BUFFER_ACCESS_TOKEN", "https://api.buffer.com"), ["medium"]);
    const client = { ".env.example": "BUFFER_ACCESS_TOKEN=\nBUFFER_CLIENT_ID=\n" };
    assert.deepEqual(renewing("BUFFER_ACCESS_TOKEN", "https://api.buffer.com", client), ["high"]);
  });
});

const licensed = (image: string): string[] =>
  verdictsOf("copyleft-service", { "docker-compose.yml": `services:\n  part:\n    image: ${image}\n` });

describe("copyleft-service", () => {
  it("is medium for what visitors talk to, low for what staff use and for licences that nobody read", () => {
    assert.deepEqual(licensed("ghcr.io/plausible/community-edition:v3.0.1"), ["medium"]);
    assert.deepEqual(licensed("grafana/grafana:11.2.0"), ["low"]);
    assert.deepEqual(licensed("documenso/documenso:latest"), ["low"]);
  });

  it("knows since and until which version the licence holds", () => {
    assert.deepEqual(licensed("grafana/grafana:7.5.17"), []);
    assert.deepEqual(licensed("grafana/grafana"), ["low"]);
    assert.deepEqual(licensed("redis:7.2"), []);
    assert.deepEqual(licensed("redis:7.4.1"), ["pass"]);
    assert.deepEqual(licensed("baptistearno/typebot-viewer:2.28"), ["low"]);
    assert.deepEqual(licensed("baptistearno/typebot-viewer:latest"), []);
  });
});
