import { querySample } from "./query-sample.js";

export type Files = Readonly<Record<string, string>>;

/** One column of every outbound call, in the order of the source. */
export function column(name: string, files: Files | string): unknown[] {
  const all = typeof files === "string" ? { "src/a.ts": files } : files;
  const sql = `SELECT ${name} AS found FROM outbound_call JOIN call ON call.id = call_id ORDER BY call.file, call.line`;
  return querySample(all, sql).map((row) => row["found"]);
}

/** A package.json. */
export const manifest = (dependencies: Record<string, string>, name = "@acme/api"): string =>
  JSON.stringify({ name, private: true, dependencies });
