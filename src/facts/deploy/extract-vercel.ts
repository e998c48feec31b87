import { type ConfigNode, entriesAt, itemsAt, nodeAt, textAt, textsAt } from "../config-tree/config-tree.js";
import type { FactSet } from "../fact-set.js";
import { DeployRows, PLATFORM_UTC } from "./deploy-rows.js";
import { lambdaRuntime } from "./lambda-runtime.js";
import { readJsonFile } from "./read-deploy-file.js";

const PLAIN = ["framework", "outputDirectory", "devCommand", "ignoreCommand", "public", "fluid", "bunVersion"];

/** Crons, regions, functions, headers and variables of a vercel.json. */
export function extractVercel(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "vercel");
  const root = readJsonFile(rows, text);
  if (!root) return rows.facts;
  // Even an empty vercel.json says where this is deployed.
  rows.setting("platform", "vercel", { line: root.line });
  for (const cron of itemsAt(root, "crons")) {
    const schedule = nodeAt(cron, "schedule");
    if (schedule?.kind === "scalar" && schedule.text !== null)
      rows.cron("vercel", schedule.text, PLATFORM_UTC, { line: schedule.line, service: textAt(cron, "path") });
  }
  for (const at of [["env"], ["build", "env"]])
    for (const { key, value } of entriesAt(root, ...at)) rows.env(key, textAt(value) ?? "", { line: value.line });
  for (const key of PLAIN) rows.settingOf(key, nodeAt(root, key));
  rows.commandOf("build-command", nodeAt(root, "buildCommand"));
  rows.commandOf("install-command", nodeAt(root, "installCommand"));
  rows.settingEach("region", textsAt(root, "regions"));
  for (const { key: glob, value } of entriesAt(root, "functions")) readFunction(rows, glob, value);
  for (const build of itemsAt(root, "builds")) rows.settingOf("builds.use", nodeAt(build, "use"), textAt(build, "src"));
  readHeaders(rows, root);
  return rows.facts;
}

function readFunction(rows: DeployRows, glob: string, node: ConfigNode): void {
  for (const { key, value } of entriesAt(node)) {
    rows.settingOf(key === "runtime" ? "runtime" : `functions.${key}`, value, glob);
    const runtime = key === "runtime" ? lambdaRuntime(textAt(value)) : null;
    if (runtime) rows.runtime({ line: value.line, ...runtime });
  }
}

/** One setting per response header, with the path it is sent for as service. */
function readHeaders(rows: DeployRows, root: ConfigNode): void {
  for (const rule of itemsAt(root, "headers"))
    for (const header of itemsAt(rule, "headers")) {
      const value = nodeAt(header, "value");
      const name = textAt(header, "key");
      if (value && name !== null) rows.settingOf(`headers.${name}`, value, textAt(rule, "source"));
    }
}
