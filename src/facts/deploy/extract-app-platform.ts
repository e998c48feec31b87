import { type ConfigNode, itemsAt, nodeAt, textAt } from "../config-tree/config-tree.js";
import type { FactSet } from "../fact-set.js";
import { DeployRows } from "./deploy-rows.js";
import { readYamlFile } from "./read-deploy-file.js";

const PARTS = ["services", "workers", "jobs", "functions", "static_sites"] as const;

/** Specification of an app on DigitalOcean's App Platform: .do/app.yaml, .do/deploy.template.yaml. */
export function extractAppPlatform(path: string, text: string): FactSet | null {
  const rows = new DeployRows(path, "digitalocean", "infrastructure");
  const root = readYamlFile(rows, text);
  if (!root) return rows.facts;
  const spec = nodeAt(root, "spec") ?? root;
  rows.setting("platform", "digitalocean", { line: 1 });
  readVariables(rows, spec, null);
  for (const part of PARTS) for (const node of itemsAt(spec, part)) readService(rows, node);
  return rows.facts;
}

function readService(rows: DeployRows, node: ConfigNode): void {
  const service = textAt(node, "name");
  rows.setting("service", service, { line: nodeAt(node, "name")?.line ?? node.line, service });
  rows.commandOf("build-command", nodeAt(node, "build_command"), service);
  rows.commandOf("cmd", nodeAt(node, "run_command"), service);
  rows.settingOf("replicas", nodeAt(node, "instance_count"), service);
  rows.settingOf("healthcheck", nodeAt(node, "health_check", "http_path"), service);
  readVariables(rows, node, service);
}

function readVariables(rows: DeployRows, node: ConfigNode, service: string | null): void {
  for (const variable of itemsAt(node, "envs")) {
    const name = textAt(variable, "key");
    if (name === null) continue;
    const text = textAt(variable, "value");
    // Without a value the dashboard holds it; EV[…] is encrypted for the platform.
    const value = text === null || text.startsWith("EV[") ? null : text;
    rows.env(name, value, { line: nodeAt(variable, "key")?.line ?? variable.line, service });
  }
}
