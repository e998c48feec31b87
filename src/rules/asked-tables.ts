import type { FactStore } from "../facts/store.js";
import { tokenizeSql } from "./sql-tokens.js";

/** SQL of each view, by its name. */
export type Views = ReadonlyMap<string, string>;

export const readViews = (store: FactStore): Views =>
  new Map(
    store
      .all("SELECT name, sql FROM sqlite_schema WHERE type = 'view'")
      .map(({ name, sql }) => [String(name), String(sql)]),
  );

/** Every name in a SELECT, and in the views that it reads: more than its tables, never less. */
export function namesBehind(sql: string, views: Views): ReadonlySet<string> {
  const names = new Set<string>();
  const waiting = [sql];
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const token of tokenizeSql(text)) {
      if (token.kind !== "word" || names.has(token.text)) continue;
      names.add(token.text);
      const view = views.get(token.text);
      if (view !== undefined) waiting.push(view);
    }
  }
  return names;
}
