import { entriesAt, itemsAt, nodeAt, textAt } from "../config-tree/config-tree.js";
import type { FactSet } from "../fact-set.js";
import { DeployRows } from "./deploy-rows.js";
import { readJsonFile, readYamlFile } from "./read-deploy-file.js";

/** Processes of PM2's ecosystem file in JSON or YAML. The JavaScript form is code, and code is never run: its variables are read in code/pm2-variables.ts. */
export function extractPm2(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "pm2");
  const root = path.endsWith(".json") ? readJsonFile(rows, text) : readYamlFile(rows, text);
  for (const app of itemsAt(root, "apps")) {
    const service = textAt(app, "name");
    const script = nodeAt(app, "script");
    if (script)
      rows.command("cmd", [textAt(script), textAt(app, "args")].join(" ").trim(), { line: script.line, service });
    rows.settingOf("replicas", nodeAt(app, "instances"), service);
    rows.settingOf("termination_grace_period", nodeAt(app, "kill_timeout"), service);
    for (const { key, value } of entriesAt(app)) {
      const suffix = /^env(?:_(\w+))?$/.exec(key);
      const environment = suffix?.[1] && /^(?:production|development|test)$/.test(suffix[1]) ? suffix[1] : null;
      for (const variable of suffix ? entriesAt(value) : [])
        rows.env(variable.key, textAt(variable.value) ?? "", { line: variable.line, service, environment });
    }
    const cron = nodeAt(app, "cron_restart");
    if (cron?.kind === "scalar" && cron.text !== null)
      rows.cron("pm2", cron.text, { kind: "none" }, { line: cron.line, service });
  }
  return rows.facts;
}
