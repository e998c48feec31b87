import { type ConfigNode, entriesAt, itemsAt, nodeAt, textAt } from "../config-tree/config-tree.js";
import { readYaml } from "../config-tree/read-yaml.js";
import type { FactSet } from "../fact-set.js";
import { DeployRows } from "./deploy-rows.js";

/** `values.yaml`, `values-prod.yaml` */
export const HELM_VALUES = /(?:^|\/)values(?:[._-][\w.-]+)?\.ya?ml$/;

const VARIABLES = /^(?:extra_?)?(?:env(?:s|ironment|_?vars)?|environment_?variables)$/i;
const SECRETS = /^(?:env_?|namespace_?|extra_?)?secrets?(?:_?env)?$/i;
/** In lower case it is a setting of the chart itself. */
const isVariableName = (key: string): boolean => /^[A-Z_][A-Z\d_]+$/.test(key);
/** A chart hands values on to the charts below it, one level for each. */
const MAX_DEPTH = 5;

/**
 * The variables that the values of a Helm chart give to containers. Charts are free in what they call what they are
 * given; these are the usual names: `env: { NAME: value }`, `env: [{ name, value }]`, and `secrets: { secret: { NAME: key } }`.
 */
export function extractHelmValues(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "kubernetes");
  for (const { root } of readYaml(text)) if (root) readValues(rows, root, MAX_DEPTH);
  return rows.facts;
}

function readValues(rows: DeployRows, node: ConfigNode, depth: number): void {
  for (const { key, value } of entriesAt(node)) {
    if (VARIABLES.test(key)) readVariables(rows, value);
    else if (SECRETS.test(key)) readSecrets(rows, value, depth);
    else if (depth > 0) readValues(rows, value, depth - 1);
  }
}

function readVariables(rows: DeployRows, node: ConfigNode): void {
  for (const { key, value, line } of entriesAt(node)) if (isVariableName(key)) rows.env(key, textAt(value), { line });
  for (const item of itemsAt(node)) {
    const name = textAt(item, "name");
    if (name === null || !isVariableName(name)) continue;
    if (nodeAt(item, "valueFrom")) rows.declare(name, "reference", { line: item.line });
    else rows.env(name, textAt(item, "value"), { line: item.line });
  }
}

function readSecrets(rows: DeployRows, node: ConfigNode, depth: number): void {
  for (const { key, value, line } of entriesAt(node)) {
    if (isVariableName(key)) rows.declare(key, "reference", { line });
    else if (depth > 0) readSecrets(rows, value, depth - 1);
  }
}
