import type { Language } from "../../shared/repository.js";
import type { FactSet } from "../fact-set.js";
import { DeployRows } from "./deploy-rows.js";

/** How a proxy, gateway or ingress says that it limits requests, and in which files. */
interface EdgeLimit {
  readonly name: string;
  readonly file: RegExp;
  readonly line: RegExp;
}

const YAML = /\.ya?ml(\.\w+)?$/i;
const TERRAFORM = /\.tf(\.json)?$|\.hcl$/i;

const NGINX = "nginx limit_req";

/** A server that hands nothing on stands before no app: it serves the files of a front end. */
const servesFilesOnly = (text: string): boolean => /\bserver\s*\{/.test(text) && !/\b\w+_pass\s/.test(text);

const LIMITS: readonly EdgeLimit[] = [
  // The zone alone limits nothing.
  { name: NGINX, file: /nginx|\.conf(\.\w+)?$|\.ya?ml$/i, line: /^\s*limit_req\s+zone=/ },
  { name: "ingress-nginx", file: YAML, line: /^\s*["']?nginx\.ingress\.kubernetes\.io\/limit-(rps|rpm)["']?\s*:/ },
  { name: "Traefik rate limit", file: YAML, line: /traefik\.http\.middlewares\.[\w-]+\.ratelimit\.(average|burst)/i },
  { name: "Traefik rate limit", file: /traefik.*\.(ya?ml|toml)$/i, line: /^\s*(rateLimit\s*:|\[.*\.rateLimit\])/ },
  {
    name: "Kong rate limiting",
    file: YAML,
    line: /^\s*-?\s*(name|plugin)\s*:\s*["']?rate-limiting(-advanced)?["']?\s*$/,
  },
  { name: "Envoy rate limit", file: YAML, line: /envoy\.filters\.http\.(local_)?ratelimit/ },
  { name: "Caddy rate_limit", file: /caddyfile/i, line: /^\s*rate_limit\b/ },
  { name: "HAProxy request rate", file: /haproxy.*\.cfg$/i, line: /sc_http_req_rate|src_http_req_rate/ },
  { name: "AWS WAF rate rule", file: TERRAFORM, line: /^\s*rate_based_statement\s*\{/ },
  { name: "API Gateway throttling", file: TERRAFORM, line: /^\s*throttling_rate_limit\s*=/ },
  {
    name: "Cloudflare rate limit",
    file: TERRAFORM,
    line: /^\s*ratelimit\s*(=\s*)?\{|resource\s+"cloudflare_rate_limit"/,
  },
  { name: "Cloud Armor rate limit", file: TERRAFORM, line: /^\s*rate_limit_options\s*\{/ },
];

const ANY = /limit|req_rate|rate_based|throttling/i;

/** Settings `rate_limit` for what limits requests before they reach an app; null when a file says nothing of it. */
export function extractEdgeLimits(path: string, language: Language, text: string): FactSet | null {
  const limits = LIMITS.filter(({ name, file }) => file.test(path) && !(name === NGINX && servesFilesOnly(text)));
  if (limits.length === 0 || language === "markdown" || !ANY.test(text)) return null;
  const rows = new DeployRows(path, "proxy");
  for (const [index, line] of text.split("\n").entries()) {
    if (/^\s*(#|\/\/|;)/.test(line)) continue;
    const found = limits.find((limit) => limit.line.test(line));
    if (found) rows.setting("rate_limit", found.name, { line: index + 1 });
  }
  return rows.facts.deploy_setting === undefined ? null : rows.facts;
}
