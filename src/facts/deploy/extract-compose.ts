import {
  type ConfigEntry,
  type ConfigNode,
  entriesAt,
  itemsAt,
  nodeAt,
  textAt,
  textsAt,
} from "../config-tree/config-tree.js";
import type { FactSet } from "../fact-set.js";
import { declareReferences } from "./declare-references.js";
import { DeployRows, foldNode } from "./deploy-rows.js";
import { isServiceImage, parseImage } from "./image-runtimes.js";
import { readYamlFile } from "./read-deploy-file.js";
import { expandVariables } from "./variables.js";

const NO_VARIABLES: ReadonlyMap<string, string | null> = new Map();

/** Settings that are copied under their own name. */
const PLAIN = [
  "container_name",
  "entrypoint",
  "user",
  "restart",
  "network_mode",
  "privileged",
  "read_only",
  "stop_grace_period",
  "platform",
];

/** Services of a compose file, their variables and images; null when the file is something else that is called compose. */
export function extractCompose(path: string, text: string): FactSet | null {
  const rows = new DeployRows(path, "compose");
  const root = readYamlFile(rows, text);
  if (root === null) return rows.facts;
  const services = entriesAt(root, "services");
  if (services.length === 0 && nodeAt(root, "include") === undefined) return null;
  for (const service of services) readService(rows, service);
  // After the services: a variable that a service sets from one of the same name is declared by the service.
  declareReferences(rows, root);
  return rows.facts;
}

function readService(rows: DeployRows, { key: service, line, value: node }: ConfigEntry): void {
  const image = textAt(node, "image");
  const resolved = image === null ? null : expandVariables(image, NO_VARIABLES);
  const imageNode = nodeAt(node, "image");
  if (imageNode) rows.image("image", image, { line: imageNode.line, service }, resolved);
  readBuild(rows, service, nodeAt(node, "build"));
  const isForeign = resolved !== null && nodeAt(node, "build") === undefined && isThirdParty(resolved);
  readEnvironment(rows, service, nodeAt(node, "environment"), isForeign);
  if (isForeign) rows.settingOf("cmd", nodeAt(node, "command"), service);
  else rows.commandOf("cmd", nodeAt(node, "command"), service);
  for (const key of PLAIN) rows.settingOf(key, nodeAt(node, key), service);
  readHealthcheck(rows, service, nodeAt(node, "healthcheck"));
  readLists(rows, service, node);
  const deploy = nodeAt(node, "deploy");
  rows.settingOf("replicas", nodeAt(deploy, "replicas"), service);
  rows.settingOf("memory", nodeAt(deploy, "resources", "limits", "memory") ?? nodeAt(node, "mem_limit"), service);
  // A service with nothing that we copy still is a service.
  if (!image && !nodeAt(node, "build")) rows.setting("service", service, { line, service });
}

/**
 * Images without a namespace (postgres, nginx, adminer) are official ones, and databases are nobody's own: what is set
 * for them is not read by this repository's code.
 */
const isThirdParty = (image: string): boolean => isServiceImage(image) || !parseImage(image).path.includes("/");

function readBuild(rows: DeployRows, service: string, build: ConfigNode | undefined): void {
  if (!build) return;
  if (build.kind === "scalar") return rows.settingOf("build", build, service);
  rows.setting("build", textAt(build, "context") ?? ".", {
    line: nodeAt(build, "context")?.line ?? build.line,
    service,
  });
  rows.settingOf("build.dockerfile", nodeAt(build, "dockerfile"), service);
  rows.settingOf("build.target", nodeAt(build, "target"), service);
  for (const { name, value, line } of pairsOf(nodeAt(build, "args"))) rows.arg(name, value, { line, service });
}

function readEnvironment(rows: DeployRows, service: string, node: ConfigNode | undefined, isForeign: boolean): void {
  for (const { name, value, line } of pairsOf(node)) {
    if (isForeign) rows.foreignEnv(name, value, { line, service });
    else rows.env(name, value, { line, service });
  }
}

interface Pair {
  readonly name: string;
  /** null = passed on from whoever starts compose. */
  readonly value: string | null;
  readonly line: number;
}

/** `KEY: value`, `- KEY=value` and, passed through, `KEY:` and `- KEY`. */
function pairsOf(node: ConfigNode | undefined): Pair[] {
  if (node?.kind === "map")
    return entriesAt(node).map(({ key, line, value }) => ({ name: key, value: textAt(value), line }));
  return textsAt(node).map(({ text, line }) => {
    const equals = text.indexOf("=");
    return equals === -1
      ? { name: text.trim(), value: null, line }
      : { name: text.slice(0, equals).trim(), value: text.slice(equals + 1), line };
  });
}

function readHealthcheck(rows: DeployRows, service: string, node: ConfigNode | undefined): void {
  if (!node) return;
  const test = nodeAt(node, "test");
  if (textAt(node, "disable") === "true") rows.setting("healthcheck", "NONE", { line: node.line, service });
  else if (test) rows.setting("healthcheck", foldNode(test), { line: test.line, service });
}

function readLists(rows: DeployRows, service: string, node: ConfigNode): void {
  for (const key of ["profiles", "cap_add"]) rows.settingEach(key, textsAt(node, key), service);
  rows.settingEach("env_file", textsOrField(nodeAt(node, "env_file"), "path"), service);
  for (const item of entriesAt(node, "depends_on")) rows.setting("depends_on", item.key, { line: item.line, service });
  if (nodeAt(node, "depends_on")?.kind === "list") rows.settingEach("depends_on", textsAt(node, "depends_on"), service);
  rows.settingEach("port", textsOrField(nodeAt(node, "ports"), "target"), service);
  rows.settingEach("expose", textsAt(node, "expose"), service);
  rows.settingEach("volume", textsOrField(nodeAt(node, "volumes"), "source"), service);
}

/** Items in the short form (a text) or the long one (a map with the text in a field). */
function textsOrField(node: ConfigNode | undefined, field: string): { text: string; line: number }[] {
  return itemsAt(node).flatMap((item) => {
    const text = textAt(item) ?? textAt(item, field);
    return text === null ? [] : [{ text, line: item.line }];
  });
}
