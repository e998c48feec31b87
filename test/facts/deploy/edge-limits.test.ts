import assert from "node:assert/strict";
import { test } from "node:test";
import { extractEdgeLimits } from "#src/facts/deploy/edge-limits.js";

/** Limits of a file as "line name". */
const limitsIn = (path: string, text: string): string[] =>
  (extractEdgeLimits(path, path.endsWith(".md") ? "markdown" : "other", text)?.deploy_setting ?? []).map(
    ({ line, key, value }) => `${line} ${key} ${value}`,
  );

test("nginx limits where a zone is used, not where it is only defined", () => {
  const text =
    "limit_req_zone $binary_remote_addr zone=ip:10m rate=5r/s;\n# limit_req zone=ip;\nlocation / {\n  limit_req zone=ip burst=9;\n}\n";
  assert.deepEqual(limitsIn("deploy/nginx.conf", text), ["4 rate_limit nginx limit_req"]);
  assert.deepEqual(limitsIn("deploy/default.conf.template", text), ["4 rate_limit nginx limit_req"]);
  assert.deepEqual(limitsIn("docs/nginx.md", text), []);
});

test("a server of static files stands before no app", () => {
  const limit = "  limit_req zone=ip;\n";
  assert.deepEqual(limitsIn("client/nginx.conf", `server {\n${limit}  root /html;\n}\n`), []);
  assert.deepEqual(limitsIn("nginx.conf", `server {\n${limit}  proxy_pass http://api;\n}\n`), [
    "2 rate_limit nginx limit_req",
  ]);
});

test("ingresses, gateways and firewalls", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["k8s/ingress.yaml", `    nginx.ingress.kubernetes.io/limit-rps: "5"`, "ingress-nginx"],
    ["compose.yaml", `      - "traefik.http.middlewares.api-limit.ratelimit.average=100"`, "Traefik rate limit"],
    ["traefik/dynamic.yml", "      rateLimit:", "Traefik rate limit"],
    ["kong.yml", "  - name: rate-limiting", "Kong rate limiting"],
    ["Caddyfile", "  rate_limit {", "Caddy rate_limit"],
    ["infra/waf.tf", "    rate_based_statement {", "AWS WAF rate rule"],
    ["infra/edge.tf", "  ratelimit {", "Cloudflare rate limit"],
  ];
  for (const [path, text, name] of cases) assert.deepEqual(limitsIn(path, `${text}\n`), [`1 rate_limit ${name}`], path);
});

test("limits of something else", () => {
  assert.deepEqual(limitsIn("k8s/deployment.yaml", "resources:\n  limits:\n    memory: 1Gi\n"), []);
  assert.deepEqual(limitsIn("config/app.yaml", "rateLimit:\n  average: 5\n"), []);
  assert.deepEqual(limitsIn("nginx.conf", "client_max_body_size 5m;\nlimit_rate 100k;\n"), []);
});
