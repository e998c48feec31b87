import { type ConfigNode, itemsAt, nodeAt, textAt } from "../config-tree/config-tree.js";
import type { FactSet } from "../fact-set.js";
import { runtimeFromVariable } from "./build-variables.js";
import { DeployRows, PLATFORM_UTC } from "./deploy-rows.js";
import { readYamlFile } from "./read-deploy-file.js";

/** Fields of a service, and the key they become. */
const FIELDS: readonly (readonly [field: string, key: string])[] = [
  ["type", "type"],
  ["region", "region"],
  ["plan", "plan"],
  ["numInstances", "replicas"],
  ["healthCheckPath", "healthcheck"],
  ["autoDeploy", "autoDeploy"],
  ["autoDeployTrigger", "autoDeploy"],
  ["branch", "branch"],
  ["rootDir", "rootDir"],
  ["dockerfilePath", "build.dockerfile"],
  ["maxShutdownDelaySeconds", "termination_grace_period"],
];

const COMMANDS: readonly (readonly [field: string, key: string])[] = [
  ["buildCommand", "build-command"],
  ["startCommand", "cmd"],
  ["dockerCommand", "cmd"],
  ["preDeployCommand", "release"],
];

/** Services, databases, variable groups and schedules of a render.yaml. */
export function extractRender(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "render");
  const root = readYamlFile(rows, text);
  if (!root) return rows.facts;
  readPart(rows, root);
  // Blueprints with projects keep the same lists per environment.
  for (const project of itemsAt(root, "projects"))
    for (const environment of itemsAt(project, "environments")) readPart(rows, environment);
  return rows.facts;
}

function readPart(rows: DeployRows, part: ConfigNode): void {
  for (const service of itemsAt(part, "services")) readService(rows, service);
  for (const group of itemsAt(part, "envVarGroups")) readVariables(rows, group, textAt(group, "name"));
  for (const database of itemsAt(part, "databases")) {
    const name = textAt(database, "name");
    rows.setting("database", name, { line: database.line, service: name });
    rows.settingOf("plan", nodeAt(database, "plan"), name);
    const major = nodeAt(database, "postgresMajorVersion");
    if (major?.kind === "scalar" && major.text !== null)
      rows.runtime({ line: major.line, product: "postgresql", version: major.text, raw: major.text, is_pinned: true });
  }
}

function readService(rows: DeployRows, node: ConfigNode): void {
  const service = textAt(node, "name");
  rows.setting("service", service, { line: nodeAt(node, "name")?.line ?? node.line, service });
  // `env` is the old name of `runtime`.
  rows.settingOf("runtime", nodeAt(node, "runtime") ?? nodeAt(node, "env"), service);
  for (const [field, key] of FIELDS) rows.settingOf(key, nodeAt(node, field), service);
  for (const [field, key] of COMMANDS) rows.commandOf(key, nodeAt(node, field), service);
  const image = nodeAt(node, "image", "url");
  if (image?.kind === "scalar") rows.image("image", image.text, { line: image.line, service });
  const schedule = nodeAt(node, "schedule");
  if (schedule?.kind === "scalar" && schedule.text !== null)
    rows.cron("render", schedule.text, PLATFORM_UTC, { line: schedule.line, service });
  readVariables(rows, node, service);
}

function readVariables(rows: DeployRows, node: ConfigNode, service: string | null): void {
  for (const variable of itemsAt(node, "envVars")) {
    const name = textAt(variable, "key");
    if (name === null) {
      rows.settingOf("env_file", nodeAt(variable, "fromGroup"), service);
      continue;
    }
    const value = nodeAt(variable, "value");
    const text = textAt(value) ?? textAt(nodeAt(variable, "previewValue"));
    const where = { line: value?.line ?? nodeAt(variable, "key")?.line ?? variable.line, service };
    // generateValue, sync: false, fromDatabase, fromService: Render or its dashboard holds the value.
    rows.env(name, value === undefined ? null : (text ?? ""), where);
    const runtime = text === null ? null : runtimeFromVariable(name, text);
    if (runtime) rows.runtime({ line: where.line, ...runtime });
  }
}
