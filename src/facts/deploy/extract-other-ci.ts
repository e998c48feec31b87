import { type ConfigNode, entriesAt, nodeAt, textAt, textsAt } from "../config-tree/config-tree.js";
import type { FactSet } from "../fact-set.js";
import { readNodeVersion } from "../packages/node-version.js";
import { commandAssignments } from "./command-env.js";
import { DeployRows } from "./deploy-rows.js";
import { readYamlFile } from "./read-deploy-file.js";

/** Keys under which the CI services other than GitHub keep commands. */
const COMMANDS = new Set(["script", "before_script", "after_script", "run", "command", "commands", "bash", "pwsh"]);
const IMAGES = new Set(["image", "vmImage", "machine"]);
const VARIABLES = new Set(["variables", "environment", "env"]);

/** Images, commands and variables of a GitLab, CircleCI, Bitbucket, Azure, Travis, Drone, Woodpecker or Buildkite file. */
export function extractOtherCi(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "workflow");
  const root = readYamlFile(rows, text);
  if (root) visit(rows, root, null, 0);
  return rows.facts;
}

/** They differ in where a job sits, not in what its parts are called: so look for the parts. */
function visit(rows: DeployRows, node: ConfigNode, service: string | null, depth: number): void {
  if (depth > 12 || node.kind === "scalar") return;
  if (node.kind === "list") {
    for (const item of node.items) visit(rows, item, textAt(item, "name") ?? service, depth + 1);
    return;
  }
  for (const { key, line, value } of entriesAt(node)) {
    if (COMMANDS.has(key)) readCommands(rows, value, service);
    else if (IMAGES.has(key)) readImage(rows, value, service);
    // Travis names its services, the others give their images.
    else if (key === "services" && !rows.file.endsWith(".travis.yml")) readServices(rows, value, service);
    else if (VARIABLES.has(key)) readVariables(rows, value, service);
    else if (key === "node_js") readNodeVersions(rows, value);
    else visit(rows, value, isJobList(key) ? service : (service ?? key), depth + 1);
    if (key === "cron" && value.kind === "scalar") rows.setting("cron", value.text, { line, service });
  }
}

/** Keys that group jobs; below them stand the jobs' names. */
const isJobList = (key: string): boolean => /^(?:jobs|workflows|pipelines|stages|steps|definitions|version)$/.test(key);

function readCommands(rows: DeployRows, node: ConfigNode, service: string | null): void {
  for (const { text, line } of textsAt(node.kind === "map" ? nodeAt(node, "command") : node))
    rows.setting("run", text, { line, service });
}

function readImage(rows: DeployRows, node: ConfigNode, service: string | null): void {
  const image = nodeAt(node, "name") ?? node;
  if (image.kind === "scalar") rows.image("image", image.text, { line: image.line, service });
}

/** GitLab lists images; Bitbucket and Drone define services by name. */
function readServices(rows: DeployRows, node: ConfigNode, service: string | null): void {
  if (node.kind === "map")
    for (const { key, value } of entriesAt(node)) readImage(rows, nodeAt(value, "image") ?? value, key);
  else if (node.kind === "list")
    for (const item of node.items) readImage(rows, nodeAt(item, "image") ?? item, textAt(item, "alias") ?? service);
}

/** A map, or Travis's `KEY=value` texts, under `global`, `matrix` and `jobs` if it likes. */
function readVariables(rows: DeployRows, node: ConfigNode, service: string | null): void {
  for (const { key, line, value } of entriesAt(node)) {
    if (value.kind === "list") readVariables(rows, value, service);
    else rows.env(key, textAt(value) ?? textAt(value, "value"), { line, service });
  }
  if (node.kind === "list")
    for (const { text, line } of textsAt(node))
      for (const { name, value } of commandAssignments(text)) rows.env(name, value, { line, service });
}

/** Travis: `node_js: [18, lts/*]`. */
function readNodeVersions(rows: DeployRows, node: ConfigNode): void {
  for (const { text, line } of textsAt(node)) {
    const version = readNodeVersion(text);
    rows.runtime({ line, product: "node", version, raw: text, is_pinned: version !== null });
  }
}
