import { posix } from "node:path";
import type { ReadText } from "./find-migrations.js";

/** Files whose text is looked at to tell what a folder is. */
export const SAMPLES = 3;
/** A pragma or SQLite's own words may stand in any file of a folder. */
const MAX_READ = 50;

const FOREIGN_FOLDER = /(?:^|\/)(?:clickhouse|mysql|mariadb|sqlite|d1|mssql|sqlserver|oracle|bigquery)(?:\/|$)/i;
const FOREIGN_SQL =
  /\bauto_?increment\b|\bengine\s*=\s*\w+|\bnvarchar\s*\(|^\s*go\s*$|create\s+table\s+(?:if\s+not\s+exists\s+)?[`[]|^\s*pragma\s/im;
/** What Postgres does not parse or does not have. */
const SQLITE_SQL =
  /\bpragma_\w+\s*\(|\binsert\s+or\s+(?:ignore|replace)\b|\b(?:strftime|julianday|unixepoch)\s*\(|\bdatetime\s*\(\s*'now'|\bsqlite_(?:master|schema)\b|\bwithout\s+rowid\b|\brandomblob\s*\(/i;
const POSTGRES_SQL =
  /\btimestamptz\b|\bwith(?:out)?\s+time\s+zone\b|\bjsonb\b|\b(?:big|small)?serial\b|\bgen_random_uuid\b|\bplpgsql\b|\bcreate\s+(?:extension|policy|type|schema)\b|::\w|\bnow\s*\(|\bconcurrently\b|\bpublic\./i;

const WRANGLER = /(?:^|\/)wrangler[\w.-]*\.(?:toml|jsonc?)$/;
const MIGRATIONS_DIR = /\bmigrations_dir["']?\s*[:=]\s*["']([^"']+)["']/g;

/** A worker with a database of Cloudflare D1, which is SQLite. */
interface Worker {
  readonly dir: string;
  /** Folders whose SQL wrangler applies to D1. */
  readonly migrations: ReadonlySet<string>;
}

/** Tells SQL for other databases than Postgres. */
export class ForeignSql {
  readonly #workers: readonly Worker[];
  readonly #readText: ReadText;

  constructor(paths: Iterable<string>, readText: ReadText) {
    this.#readText = readText;
    this.#workers = [...paths].filter((path) => WRANGLER.test(path)).flatMap((path) => workerAt(path, readText) ?? []);
  }

  /** True when the path says it. */
  isNamed(path: string): boolean {
    return FOREIGN_FOLDER.test(path);
  }

  /** True when these files of a folder are for another database. */
  has(dir: string, paths: readonly string[]): boolean {
    if (FOREIGN_FOLDER.test(dir) || this.#workers.some(({ migrations }) => migrations.has(dir))) return true;
    const texts = paths.slice(0, MAX_READ).map((path) => withoutComments(this.#readText(path) ?? ""));
    if (texts.slice(0, SAMPLES).some((text) => FOREIGN_SQL.test(text))) return true;
    if (texts.some((text) => POSTGRES_SQL.test(text))) return false;
    return texts.some((text) => SQLITE_SQL.test(text)) || this.#isOfWorker(dir);
  }

  /** Beside or below a worker that has D1, and without a word of Postgres. */
  #isOfWorker(dir: string): boolean {
    if (/(?:^|\/)supabase(?:\/|$)/.test(dir)) return false;
    return this.#workers.some((worker) => worker.dir === "." || `${dir}/`.startsWith(`${worker.dir}/`));
  }
}

function workerAt(path: string, readText: ReadText): Worker | null {
  const text = (readText(path) ?? "").replaceAll(/^\s*(?:#|\/\/)[^\n]*/gm, "");
  if (!/\bd1_databases\b/.test(text)) return null;
  const dir = posix.dirname(path);
  const named = [...text.matchAll(MIGRATIONS_DIR)].flatMap((match) => match[1] ?? []);
  const folders = [...named, "migrations"].map((folder) => posix.join(dir, folder).replace(/\/$/, ""));
  return { dir, migrations: new Set(folders) };
}

const withoutComments = (sql: string): string => sql.replaceAll(/--[^\n]*/g, "");
