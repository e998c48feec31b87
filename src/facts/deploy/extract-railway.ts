import { type ConfigNode, entriesAt, nodeAt, textAt } from "../config-tree/config-tree.js";
import type { FactSet } from "../fact-set.js";
import { DeployRows, PLATFORM_UTC } from "./deploy-rows.js";
import { readJsonOrTomlFile } from "./read-deploy-file.js";

/** Fields of `build` and `deploy`, and the key they become. */
const FIELDS: readonly (readonly [section: string, field: string, key: string])[] = [
  ["build", "builder", "builder"],
  ["build", "dockerfilePath", "build.dockerfile"],
  ["deploy", "healthcheckPath", "healthcheck"],
  ["deploy", "healthcheckTimeout", "healthcheck.timeout"],
  ["deploy", "restartPolicyType", "restart"],
  ["deploy", "restartPolicyMaxRetries", "restart.retries"],
  ["deploy", "numReplicas", "replicas"],
  ["deploy", "region", "region"],
  ["deploy", "drainingSeconds", "termination_grace_period"],
  ["deploy", "overlapSeconds", "overlap"],
  ["deploy", "sleepApplication", "sleep"],
];

/** Build, deploy and schedule settings of a railway.json or railway.toml, per environment. */
export function extractRailway(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "railway");
  const root = readJsonOrTomlFile(rows, text);
  if (!root) return rows.facts;
  rows.setting("platform", "railway", { line: root.line });
  readEnvironment(rows, root, null);
  for (const { key, value } of entriesAt(root, "environments")) readEnvironment(rows, value, key);
  return rows.facts;
}

function readEnvironment(rows: DeployRows, node: ConfigNode, service: string | null): void {
  for (const [section, field, key] of FIELDS) rows.settingOf(key, nodeAt(node, section, field), service);
  rows.commandOf("build-command", nodeAt(node, "build", "buildCommand"), service);
  rows.commandOf("cmd", nodeAt(node, "deploy", "startCommand"), service);
  rows.commandOf("release", nodeAt(node, "deploy", "preDeployCommand"), service);
  for (const { key, line, value } of entriesAt(node, "deploy", "multiRegionConfig")) {
    rows.setting("region", key, { line, service });
    rows.settingOf("replicas", nodeAt(value, "numReplicas"), service);
  }
  for (const { key, value } of entriesAt(node, "variables"))
    rows.env(key, textAt(value) ?? "", { line: value.line, service });
  const schedule = nodeAt(node, "deploy", "cronSchedule");
  if (schedule?.kind === "scalar" && schedule.text !== null)
    rows.cron("railway", schedule.text, PLATFORM_UTC, { line: schedule.line, service });
}
