import type { DbQueryRow } from "#src/facts/rows.js";
import { factsOf } from "../linked-sample.js";

const MANIFEST = `{ "name": "app", "dependencies": { "@supabase/supabase-js": "^2.50.0" } }`;
const CLIENT = `import { createClient } from "@supabase/supabase-js";
export const supabase = createClient(process.env.SUPABASE_URL, process.env.SUPABASE_KEY);
`;

/** Queries of one file that uses `supabase` of another. */
export function queriesOf(code: string, more: Readonly<Record<string, string>> = {}): DbQueryRow[] {
  const text = `import { supabase } from "./client";\n${code}`;
  const facts = factsOf({ "package.json": MANIFEST, "src/client.ts": CLIENT, "src/a.ts": text, ...more });
  return (facts.db_query ?? []).filter((row) => row.file === "src/a.ts");
}

/** The one query of a file. */
export function queryOf(code: string, more: Readonly<Record<string, string>> = {}): DbQueryRow {
  const rows = queriesOf(code, more);
  const [row] = rows;
  if (!row || rows.length > 1) throw new Error(`${rows.length} queries in: ${code}`);
  return row;
}
