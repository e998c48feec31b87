import { type ConfigNode, entriesAt, itemsAt, nodeAt, textAt } from "../config-tree/config-tree.js";
import type { FactSet } from "../fact-set.js";
import { DeployRows } from "./deploy-rows.js";
import { readJsonFile } from "./read-deploy-file.js";

/** Fields that only Heroku's app.json has; Expo and Teams have an app.json, too. */
const TELLING = ["addons", "buildpacks", "formation", "stack", "env", "success_url", "dynos"];

/** Variables, add-ons and stack of Heroku's app.json; null when it is somebody else's app.json. */
export function extractHerokuApp(path: string, text: string): FactSet | null {
  const rows = new DeployRows(path, "heroku");
  const root = readJsonFile(rows, text);
  if (!root || nodeAt(root, "expo") || !TELLING.some((field) => nodeAt(root, field))) return null;
  rows.setting("platform", "heroku", { line: root.line });
  readVariables(rows, nodeAt(root, "env"), null);
  for (const { key, value } of entriesAt(root, "environments")) {
    const environment = key === "review" ? "preview" : key;
    readVariables(rows, nodeAt(value, "env"), environment);
  }
  rows.settingOf("stack", nodeAt(root, "stack"));
  for (const addon of itemsAt(root, "addons")) rows.settingOf("addon", nodeAt(addon, "plan") ?? addon);
  for (const pack of itemsAt(root, "buildpacks")) rows.settingOf("buildpack", nodeAt(pack, "url") ?? pack);
  for (const { key, value } of entriesAt(root, "formation")) rows.settingOf("replicas", nodeAt(value, "quantity"), key);
  for (const { key, value } of entriesAt(root, "scripts"))
    rows.commandOf(key === "postdeploy" ? "release" : key, value);
  return rows.facts;
}

function readVariables(rows: DeployRows, node: ConfigNode | undefined, environment: string | null): void {
  for (const { key, line, value } of entriesAt(node)) {
    const where = { line: nodeAt(value, "value")?.line ?? line, environment };
    // Without a value whoever deploys is asked for one, or Heroku makes one up.
    if (value.kind === "map") rows.env(key, textAt(value, "value"), where);
    else rows.env(key, textAt(value) ?? "", { line: value.line, environment });
  }
}

/** Processes of a Procfile: `web: NODE_ENV=production node server.js`. */
export function extractProcfile(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "procfile");
  text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .forEach((source, index) => {
      const where = { line: index + 1 };
      const match = /^([\w-]+):\s*(.+)$/.exec(source);
      if (match?.[1])
        rows.command(match[1] === "release" ? "release" : "cmd", match[2] ?? "", { ...where, service: match[1] });
      else if (source.trim() !== "" && !source.trim().startsWith("#"))
        rows.problem({
          ...where,
          message: "This line of the Procfile is not `name: command`",
          remedy: "Write the process name, a colon and the command; Heroku ignores this line.",
        });
    });
  return rows.facts;
}
