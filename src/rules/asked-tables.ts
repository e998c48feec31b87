import { schemaSql } from "../facts/store.js";
import { tokenizeSql } from "./sql-tokens.js";

/** SQL of each view of the fact schema, by its name. */
const views: ReadonlyMap<string, string> = new Map(
  [...schemaSql.matchAll(/^CREATE VIEW (\w+)([^]*?);\n(?=\n|$)/gm)].map(([, name = "", sql = ""]) => [name, sql]),
);

/** Every name in a SELECT, and in the views that it reads: more than its tables, never less. */
export function namesBehind(sql: string): ReadonlySet<string> {
  const names = new Set<string>();
  const waiting = [sql];
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const token of tokenizeSql(text)) {
      const name = token.text.toLowerCase();
      if ((token.kind !== "word" && token.kind !== "name") || names.has(name)) continue;
      names.add(name);
      const view = views.get(name);
      if (view !== undefined) waiting.push(view);
    }
  }
  return names;
}
