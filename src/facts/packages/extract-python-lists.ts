/** Older lists of Python's dependencies: setup.cfg and conda's environment.yml. */
import { addRows, type FactSet } from "../fact-set.js";
import { requirementRow } from "./extract-python-manifest.js";

/** `install_requires` and the extras of setup.cfg. */
export function extractSetupCfg(path: string, text: string): FactSet {
  const facts: FactSet = {};
  let section = "";
  let isList = false;
  for (const [index, line] of text.split("\n").entries()) {
    const [, heading] = /^\[([^\]]+)\]/.exec(line) ?? [];
    const [, key, value = ""] = /^(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (heading !== undefined) section = heading;
    if (heading !== undefined || key !== undefined)
      isList =
        section === "options" ? key === "install_requires" : section === "options.extras_require" && key !== undefined;
    if (!isList || heading !== undefined) continue;
    const written = key === undefined ? line : value;
    const kind = section === "options" ? "production" : "optional";
    const row = /^\s*(?:#|$|file:)/.test(written) ? null : requirementRow(path, written, index + 1, kind);
    if (row) addRows(facts, "dependency", [row]);
  }
  return facts;
}

/** `- numpy=1.26`, `- conda-forge::lxml`, and what lies below `- pip:`. */
export function extractCondaEnvironment(path: string, text: string): FactSet {
  const facts: FactSet = {};
  if (!/^dependencies:/m.test(text)) return facts;
  let isListed = false;
  for (const [index, line] of text.split("\n").entries()) {
    if (/^\S/.test(line)) isListed = /^(?:dependencies:|-)/.test(line) && (isListed || line.startsWith("dep"));
    const [, item] = isListed ? (/^\s*-\s*["']?(?:[\w-]+::)?([^"'#]+)/.exec(line) ?? []) : [];
    if (item === undefined || /^(?:pip:|-|\w+:\/\/|python\b)/.test(item)) continue;
    const row = requirementRow(path, item.replace(/^([\w.-]+)=(?!=)/, "$1=="), index + 1, "production");
    if (row) addRows(facts, "dependency", [row]);
  }
  return facts;
}
