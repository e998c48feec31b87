import type { MigrationTool } from "../facts/migrations/migration.js";
import type { Finding } from "../shared/result.js";

/** One proposal in the text of a migration: lines from 1, the last one included. */
export interface Written {
  readonly finding: Finding;
  readonly from: number;
  readonly to: number;
}

export interface FixMigration {
  readonly text: string;
  readonly written: readonly Written[];
}

/** What a tool wants at the top of a file that cannot be in a transaction. */
const HEADERS: Partial<Record<MigrationTool, string>> = {
  dbmate: "-- migrate:up transaction:false",
  goose: "-- +goose NO TRANSACTION\n-- +goose Up",
  "node-pg-migrate": "-- Up Migration",
};
const FOOTERS: Partial<Record<MigrationTool, string>> = { dbmate: "-- migrate:down", goose: "-- +goose Down" };
/** Tools that run every file in a transaction, where CONCURRENTLY is refused. */
const IN_TRANSACTION: ReadonlySet<MigrationTool> = new Set(["drizzle", "node-pg-migrate"]);

/** Statements that take no lock worth speaking of wait as long as they need. */
const isConcurrent = ({ ddl }: Finding): boolean => /\bconcurrently\b/i.test(ddl ?? "");

/**
 * One migration with what findings propose, a comment above each: first what takes a lock, with a limit on how long it waits
 * for it; then the indexes. A statement that two findings propose is written once.
 */
export function renderFixMigration(findings: readonly Finding[], tool: MigrationTool): FixMigration {
  const lines: string[] = [];
  const add = (text: string): void => {
    lines.push(...text.split("\n"));
  };
  const header = HEADERS[tool];
  if (header !== undefined) add(header);
  add("-- Proposed by `prodcheck fix --sql`; read it before you apply it.");
  const written: Written[] = [];
  const seen = new Set<string>();
  const write = (group: readonly Finding[]): void => {
    for (const finding of group) {
      add(`\n-- ${finding.rule}: ${finding.message.replaceAll(/\s+/g, " ")}`);
      const from = lines.length + 1;
      for (const sql of statementsOf(finding, tool)) {
        if (!seen.has(sql)) add(sql);
        seen.add(sql);
      }
      written.push({ finding, from, to: lines.length });
    }
  };
  const locking = findings.filter((finding) => !isConcurrent(finding));
  const concurrent = findings.filter(isConcurrent);
  if (locking.length > 0)
    add("\n-- Rather fail than let every query queue up behind a lock.\nSET lock_timeout = '5s';");
  write(locking);
  if (locking.length > 0) add("\nRESET lock_timeout;");
  if (concurrent.length > 0 && IN_TRANSACTION.has(tool)) {
    add(
      "\n-- Migrations run in a transaction here, where CONCURRENTLY is refused. On a large table create these by hand first,\n-- with CREATE INDEX CONCURRENTLY: they are skipped then.",
    );
  }
  write(concurrent);
  const footer = FOOTERS[tool];
  if (footer !== undefined) add(`\n${footer}`);
  return { text: `${lines.join("\n")}\n`, written };
}

/** Rules put each statement on a line of its own. */
function statementsOf({ ddl }: Finding, tool: MigrationTool): string[] {
  const sql = (ddl ?? "").trim();
  return (IN_TRANSACTION.has(tool) ? withoutConcurrently(sql) : sql).split(/(?<=;)\n/);
}

const withoutConcurrently = (sql: string): string =>
  sql
    .replaceAll(/\bCREATE (UNIQUE )?INDEX CONCURRENTLY (?!IF NOT EXISTS)/g, "CREATE $1INDEX IF NOT EXISTS ")
    .replaceAll(/\bDROP INDEX CONCURRENTLY (?!IF EXISTS)/g, "DROP INDEX IF EXISTS ");
