import { type ConfigNode, entriesAt, itemsAt, nodeAt, textAt, walkScalars } from "../config-tree/config-tree.js";
import type { FactSet } from "../fact-set.js";
import { DeployRows, PLATFORM_UTC, writtenZone } from "./deploy-rows.js";
import { lambdaRuntime } from "./lambda-runtime.js";
import { readYamlFile } from "./read-deploy-file.js";

/** Provider, functions, schedules and variables of a serverless.yml (Serverless Framework). */
export function extractServerless(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "serverless");
  const root = readYamlFile(rows, text);
  if (!root) return rows.facts;
  const provider = nodeAt(root, "provider");
  rows.settingOf("provider", nodeAt(provider, "name") ?? provider);
  rows.settingOf("region", nodeAt(provider, "region"));
  readUnit(rows, provider, null);
  for (const { key, value } of entriesAt(root, "functions")) readFunction(rows, key, value);
  declareEnvReferences(rows, root);
  return rows.facts;
}

function readFunction(rows: DeployRows, service: string, node: ConfigNode): void {
  rows.settingOf("handler", nodeAt(node, "handler"), service);
  readUnit(rows, node, service);
  for (const event of itemsAt(node, "events"))
    for (const { key, line, value } of entriesAt(event)) {
      rows.setting("event", key, { line, service });
      if (key === "schedule") readSchedule(rows, value, service);
    }
}

/** What a provider and a function have in common. */
function readUnit(rows: DeployRows, node: ConfigNode | undefined, service: string | null): void {
  const runtime = nodeAt(node, "runtime");
  rows.settingOf("runtime", runtime, service);
  const version = lambdaRuntime(textAt(runtime));
  if (runtime && version) rows.runtime({ line: runtime.line, ...version });
  rows.settingOf("memory", nodeAt(node, "memorySize"), service);
  rows.settingOf("timeout", nodeAt(node, "timeout"), service);
  for (const { key, value } of entriesAt(node, "environment"))
    rows.env(key, value.kind === "scalar" ? (value.text ?? "") : null, { line: value.line, service });
}

/** `schedule: rate(…)`, or a map whose `rate` is one or several. EventBridge rules run in UTC; its scheduler takes a zone. */
function readSchedule(rows: DeployRows, node: ConfigNode, service: string): void {
  const zone = textAt(node, "timezone");
  for (const rate of itemsAt(node.kind === "map" ? nodeAt(node, "rate") : node))
    if (rate.kind === "scalar" && rate.text !== null)
      rows.cron("aws", rate.text, zone === null ? PLATFORM_UTC : writtenZone(zone), { line: rate.line, service });
}

/** `${env:NAME}` and `${env:NAME, 'default'}` are filled in from the environment of whoever deploys. */
function declareEnvReferences(rows: DeployRows, root: ConfigNode): void {
  walkScalars(root, ({ text, line }) => {
    if (text === null || !text.includes("${")) return;
    for (const [, name = ""] of text.matchAll(/\$\{env:([A-Za-z_]\w*)/g)) rows.declare(name, "reference", { line });
  });
}
