import { type ConfigNode, entriesAt, itemsAt, nodeAt, textAt, textsAt } from "../config-tree/config-tree.js";
import type { FactSet } from "../fact-set.js";
import { DeployRows, PLATFORM_UTC } from "./deploy-rows.js";
import { readJsonOrTomlFile } from "./read-deploy-file.js";

/** Lists of bindings, which reach the worker as members of its `env`. */
const BINDINGS = [
  "kv_namespaces",
  "r2_buckets",
  "d1_databases",
  "services",
  "vectorize",
  "hyperdrive",
  "analytics_engine_datasets",
  "secrets_store_secrets",
  "workflows",
  "pipelines",
  "dispatch_namespaces",
  "mtls_certificates",
  "send_email",
];

/** Bindings of which there is one. */
const SINGLE_BINDINGS = ["ai", "browser", "images", "assets", "version_metadata"];

const ENVIRONMENTS: Readonly<Record<string, string>> = {
  production: "production",
  prod: "production",
  staging: "preview",
  preview: "preview",
  dev: "development",
  development: "development",
  test: "test",
};

/** Variables, bindings and schedules of a wrangler.toml, .json or .jsonc, per environment. */
export function extractWrangler(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "wrangler");
  const root = readJsonOrTomlFile(rows, text);
  if (!root) return rows.facts;
  for (const key of ["name", "main", "compatibility_date"]) rows.settingOf(key, nodeAt(root, key));
  rows.settingEach("compatibility_flags", textsAt(root, "compatibility_flags"));
  rows.commandOf("build-command", nodeAt(root, "build", "command"));
  readEnvironment(rows, root, null);
  for (const { key, value } of entriesAt(root, "env")) readEnvironment(rows, value, key);
  return rows.facts;
}

function readEnvironment(rows: DeployRows, node: ConfigNode, service: string | null): void {
  const environment = service === null ? null : (ENVIRONMENTS[service.toLowerCase()] ?? null);
  for (const { key, value } of entriesAt(node, "vars"))
    rows.env(key, textAt(value) ?? "", { line: value.line, service, environment });
  for (const { text, line } of textsAt(node, "triggers", "crons"))
    rows.cron("cloudflare", text, PLATFORM_UTC, { line, service });
  const bindings = BINDINGS.flatMap((list) => itemsAt(node, list));
  bindings.push(...itemsAt(node, "queues", "producers"), ...itemsAt(node, "durable_objects", "bindings"));
  for (const item of [...bindings, ...SINGLE_BINDINGS.map((key) => nodeAt(node, key))]) {
    const name = nodeAt(item, "binding") ?? nodeAt(item, "name");
    if (name?.kind === "scalar" && name.text !== null)
      rows.declare(name.text, "reference", { line: name.line, service, environment });
  }
}
