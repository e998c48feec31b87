import { type ConfigNode, walkScalars } from "../config-tree/config-tree.js";
import type { DeployRows } from "./deploy-rows.js";
import { findReferences } from "./variables.js";

/** Declares every `${VAR}` and `${VAR:-default}` of a file that is filled in from the environment of whoever runs it. */
export function declareReferences(rows: DeployRows, root: ConfigNode): void {
  walkScalars(root, ({ text, line }) => {
    if (text === null || !text.includes("$")) return;
    for (const { name, fallback } of findReferences(text))
      // Lower-case names are shell variables of a script.
      if (/^[A-Z][A-Z\d_]+$/.test(name)) rows.declare(name, "reference", { line }, fallback);
  });
}
