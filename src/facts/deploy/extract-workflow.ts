import {
  type ConfigEntry,
  type ConfigNode,
  entriesAt,
  itemsAt,
  nodeAt,
  textAt,
  textsAt,
  walkScalars,
} from "../config-tree/config-tree.js";
import type { FactSet } from "../fact-set.js";
import { DeployRows, PLATFORM_UTC, writtenZone } from "./deploy-rows.js";
import { readYamlFile } from "./read-deploy-file.js";
import { actionVersion, setupRuntime, runnerVersion } from "./workflow-versions.js";
import { type Expressions, resolveExpression, workflowExpressions } from "./workflow-expressions.js";

/** Triggers, jobs, steps, variables and versions of a GitHub workflow. */
export function extractWorkflow(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "workflow");
  const root = readYamlFile(rows, text);
  if (!root) return rows.facts;
  readTriggers(rows, nodeAt(root, "on"));
  readPermissions(rows, root, null);
  readEnv(rows, root, null);
  const expressions = workflowExpressions(root, []);
  for (const job of entriesAt(root, "jobs")) readJob(rows, job, expressions);
  declareSecrets(rows, root);
  return rows.facts;
}

/** Steps and set-up versions of a composite action that the repository keeps for its own workflows. */
export function extractCompositeAction(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "workflow");
  const root = readYamlFile(rows, text);
  const service = textAt(root, "name");
  if (root)
    for (const step of itemsAt(root, "runs", "steps")) readStep(rows, step, service, workflowExpressions(root, []));
  return rows.facts;
}

function readTriggers(rows: DeployRows, on: ConfigNode | undefined): void {
  for (const { text, line } of textsAt(on)) rows.setting("on", text, { line });
  for (const { key, line } of entriesAt(on)) rows.setting("on", key, { line });
  for (const schedule of itemsAt(on, "schedule")) {
    const cron = nodeAt(schedule, "cron");
    if (cron?.kind !== "scalar" || cron.text === null) continue;
    const zone = textAt(schedule, "timezone");
    rows.cron("github", cron.text, zone === null ? PLATFORM_UTC : writtenZone(zone), { line: cron.line });
  }
}

/** `permissions: read-all`, or one setting per scope. */
function readPermissions(rows: DeployRows, node: ConfigNode, service: string | null): void {
  const permissions = nodeAt(node, "permissions");
  if (!permissions) return;
  if (permissions.kind === "scalar") return rows.settingOf("permissions", permissions, service);
  // `permissions: {}` takes all rights away.
  if (entriesAt(permissions).length === 0) rows.setting("permissions", "none", { line: permissions.line, service });
  for (const { key, value } of entriesAt(permissions)) rows.settingOf(`permissions.${key}`, value, service);
}

function readEnv(rows: DeployRows, node: ConfigNode, service: string | null): void {
  for (const { key, value } of entriesAt(node, "env"))
    rows.env(key, textAt(value) ?? "", { line: value.line, service });
}

function readJob(rows: DeployRows, { key: service, line, value: job }: ConfigEntry, outer: Expressions): void {
  const expressions = workflowExpressions(job, [outer]);
  rows.setting("job", textAt(job, "name") ?? service, { line, service });
  rows.settingOf("uses", nodeAt(job, "uses"), service);
  rows.settingOf("environment", nodeAt(job, "environment", "name") ?? nodeAt(job, "environment"), service);
  rows.settingOf("timeout-minutes", nodeAt(job, "timeout-minutes"), service);
  readRunner(rows, nodeAt(job, "runs-on"), service, expressions);
  readPermissions(rows, job, service);
  readEnv(rows, job, service);
  readImage(rows, nodeAt(job, "container", "image") ?? nodeAt(job, "container"), service, expressions);
  for (const { key, value } of entriesAt(job, "services")) {
    readImage(rows, nodeAt(value, "image"), `${service}.${key}`, expressions);
    for (const variable of entriesAt(value, "env"))
      rows.foreignEnv(variable.key, textAt(variable.value) ?? "", {
        line: variable.line,
        service: `${service}.${key}`,
      });
  }
  for (const step of itemsAt(job, "steps")) readStep(rows, step, service, expressions);
}

function readRunner(rows: DeployRows, node: ConfigNode | undefined, service: string, expressions: Expressions): void {
  for (const { text, line } of textsAt(node?.kind === "map" ? nodeAt(node, "labels") : node)) {
    rows.setting("runs-on", text, { line, service });
    for (const resolved of resolveExpression(text, line, expressions)) {
      const runner = runnerVersion(resolved.text);
      if (runner) rows.runtime({ line: resolved.line, product: "github-runner", raw: resolved.text, ...runner });
    }
  }
}

function readImage(rows: DeployRows, node: ConfigNode | undefined, service: string, expressions: Expressions): void {
  if (node?.kind !== "scalar" || node.text === null) return;
  const resolved = resolveExpression(node.text, node.line, expressions);
  rows.image("image", node.text, { line: node.line, service }, resolved[0]?.text ?? null);
}

function readStep(rows: DeployRows, step: ConfigNode, service: string | null, expressions: Expressions): void {
  readEnv(rows, step, service);
  const run = nodeAt(step, "run");
  rows.settingOf("run", run, service);
  if (run) rows.setting("run-if", textAt(step, "if"), { line: run.line, service });
  const uses = nodeAt(step, "uses");
  if (uses?.kind !== "scalar" || uses.text === null) return;
  rows.settingOf("uses", uses, service);
  const version = actionVersion(uses.text, uses.comment);
  if (version) rows.runtime({ line: uses.line, product: "action", raw: uses.text, ...version });
  for (const { key, value } of entriesAt(step, "with")) {
    rows.settingOf(`with.${key}`, value, service);
    const setup = setupRuntime(uses.text, key);
    if (!setup) continue;
    // `node-version: |` may list several.
    for (const { text, line } of textsAt(value))
      for (const resolved of text.split("\n").flatMap((word) => resolveExpression(word.trim(), line, expressions)))
        rows.runtime({ line: resolved.line, raw: resolved.text, ...setup(resolved.text) });
  }
}

/** Secrets and variables that a repository or organisation must hold for this workflow. GITHUB_TOKEN is always there. */
function declareSecrets(rows: DeployRows, root: ConfigNode): void {
  walkScalars(root, ({ text, line }) => {
    if (text === null || !text.includes("${{")) return;
    for (const [, name = ""] of text.matchAll(/\b(?:secrets|vars)\.([A-Za-z_]\w*)/g))
      if (name !== "GITHUB_TOKEN") rows.declare(name, "reference", { line });
  });
}
