import { type ConfigNode, entriesAt, itemsAt, nodeAt, textAt } from "../config-tree/config-tree.js";
import type { FactSet } from "../fact-set.js";
import { DeployRows } from "./deploy-rows.js";
import { readJsonOrTomlFile } from "./read-deploy-file.js";

const PLAIN: readonly (readonly [key: string, path: readonly string[]])[] = [
  ["app", ["app"]],
  ["region", ["primary_region"]],
  ["kill_signal", ["kill_signal"]],
  ["termination_grace_period", ["kill_timeout"]],
  ["build.dockerfile", ["build", "dockerfile"]],
  ["build.target", ["build", "build-target"]],
  ["deploy.strategy", ["deploy", "strategy"]],
];

/** Variables, processes, services and checks of a fly.toml (or fly.json). */
export function extractFly(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "fly");
  const root = readJsonOrTomlFile(rows, text);
  if (!root) return rows.facts;
  for (const [key, at] of PLAIN) rows.settingOf(key, nodeAt(root, ...at));
  const image = nodeAt(root, "build", "image");
  if (image?.kind === "scalar") rows.image("image", image.text, { line: image.line });
  for (const { key, value } of entriesAt(root, "build", "args")) rows.arg(key, textAt(value), { line: value.line });
  for (const { key, value } of entriesAt(root, "env")) rows.env(key, textAt(value) ?? "", { line: value.line });
  rows.commandOf("release", nodeAt(root, "deploy", "release_command"));
  for (const { key, value } of entriesAt(root, "processes")) rows.commandOf("cmd", value, key);
  rows.commandOf("cmd", nodeAt(root, "experimental", "cmd"));
  readService(rows, nodeAt(root, "http_service"), "http_service");
  for (const service of itemsAt(root, "services")) readService(rows, service, "services");
  // Top-level checks are watched, too, but do not take a machine out of the proxy.
  for (const { key, value } of entriesAt(root, "checks")) readCheck(rows, value, key);
  for (const machine of itemsAt(root, "vm")) rows.settingOf("memory", nodeAt(machine, "memory"));
  return rows.facts;
}

function readService(rows: DeployRows, node: ConfigNode | undefined, service: string): void {
  if (!node) return;
  for (const key of ["auto_stop_machines", "force_https"]) rows.settingOf(key, nodeAt(node, key), service);
  rows.settingOf("port", nodeAt(node, "internal_port"), service);
  rows.settingOf("replicas", nodeAt(node, "min_machines_running"), service);
  for (const list of ["checks", "http_checks", "tcp_checks"])
    for (const check of itemsAt(node, list)) readCheck(rows, check, service, list === "tcp_checks");
}

function readCheck(rows: DeployRows, node: ConfigNode, service: string, isTcp = textAt(node, "type") === "tcp"): void {
  const path = nodeAt(node, "path");
  if (isTcp || !path) rows.setting("healthcheck", isTcp ? "tcp" : "/", { line: node.line, service });
  else rows.settingOf("healthcheck", path, service);
}
