/** Takes secrets and data out of what a catalogue says, before anything is stored. Pure. */
import { isSecretName, looksLikeSecretValue, maskSecrets } from "../../shared/secrets.js";
import type { CatalogTable } from "./catalog-rows.js";
import { HIDDEN, maskExpression, maskLiterals, maskStatement } from "./mask-sql.js";

/** Columns that hold SQL or prose in which somebody may have written a secret. */
const FREE_TEXT: ReadonlySet<string> = new Set([
  "default_expression",
  "keys_json",
  "predicate",
  "definition",
  "expression",
  "using_expression",
  "check_expression",
  "body",
  "comment",
  "arguments",
  "search_path",
]);

/** The row without secrets; JSON columns are written compactly on the way. */
export function maskCatalogRow(table: CatalogTable, row: Record<string, unknown>): Record<string, unknown> {
  const masked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    masked[name] = typeof value === "string" ? maskValue(table, name, value, row) : value;
  }
  return masked;
}

function maskValue(table: CatalogTable, name: string, value: string, row: Record<string, unknown>): string {
  if (name === "settings_json") return JSON.stringify(parseList(value).map(maskSetting));
  if (name === "query") return maskStatement(value);
  if (name.endsWith("_json")) return JSON.stringify(JSON.parse(FREE_TEXT.has(name) ? maskExpression(value) : value));
  if (!FREE_TEXT.has(name)) return value;
  const owner = table === "pg_column" && name === "default_expression" ? String(row["name"]) : null;
  return owner !== null && isSecretName(owner) ? maskLiterals(value) : maskExpression(value);
}

function parseList(json: string): string[] {
  const list: unknown = JSON.parse(json);
  return Array.isArray(list) ? list.map(String) : [];
}

/** `app.settings.jwt_secret=…`, as ALTER DATABASE … SET keeps it. */
function maskSetting(setting: string): string {
  const at = setting.indexOf("=");
  const [name, value] = [setting.slice(0, at), setting.slice(at + 1)];
  return isSecretName(name) || looksLikeSecretValue(value) ? `${name}=${HIDDEN}` : maskSecrets(setting);
}
