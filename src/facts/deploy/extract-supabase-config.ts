import { entriesAt, nodeAt, walkScalars } from "../config-tree/config-tree.js";
import type { FactSet } from "../fact-set.js";
import { DeployRows } from "./deploy-rows.js";
import { readTomlFile } from "./read-deploy-file.js";

/** PostgreSQL version, variables, the schemas of the API and who may call the functions of supabase/config.toml. */
export function extractSupabaseConfig(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "supabase");
  const root = readTomlFile(rows, text);
  if (!root) return rows.facts;
  rows.settingOf("project_id", nodeAt(root, "project_id"));
  rows.settingOf("api.schemas", nodeAt(root, "api", "schemas"));
  // Without it, the platform lets only requests with a token of the project through.
  for (const { key, value } of entriesAt(root, "functions"))
    rows.settingOf("verify_jwt", nodeAt(value, "verify_jwt"), key);
  const major = nodeAt(root, "db", "major_version");
  if (major?.kind === "scalar" && major.text !== null)
    rows.runtime({ line: major.line, product: "postgresql", version: major.text, raw: major.text, is_pinned: true });
  // `secret = "env(NAME)"` is the tool's own way to name a variable.
  walkScalars(root, ({ text: value, line }) => {
    const name = /^env\(([A-Za-z_]\w*)\)$/.exec(value ?? "")?.[1];
    if (name !== undefined) rows.declare(name, "reference", { line });
  });
  return rows.facts;
}
