/** Words of the migrations room: which files there are, in which order, and what they say. */
import type { StatementAction } from "./action.js";

export const MIGRATION_TOOLS = [
  "supabase",
  "prisma",
  "drizzle",
  "flyway",
  "dbmate",
  "goose",
  "node-pg-migrate",
  "plain",
  "dump",
] as const;
/** `plain` is a folder of numbered or dated files (Knex SQL among them); `dump` is one file with the whole schema. */
export type MigrationTool = (typeof MIGRATION_TOOLS)[number];

/** Migrations of one tool in one folder, in the order in which the tool applies them. */
export interface MigrationFolder {
  readonly dir: string;
  readonly tool: MigrationTool;
  readonly files: readonly string[];
}

export type ObjectKind =
  | "table"
  | "column"
  | "constraint"
  | "index"
  | "policy"
  | "trigger"
  | "view"
  | "sequence"
  | "function"
  | "extension";

/** A database object as a statement names it. */
export interface ObjectName {
  readonly kind: ObjectKind;
  /** Null for an extension. */
  readonly schema: string | null;
  /** Table of a column, constraint, policy or trigger. */
  readonly table: string | null;
  readonly name: string;
}

export interface MadeObject {
  readonly action: "make";
  readonly object: ObjectName;
  /** Its own line within the statement; null when it is the statement's. */
  readonly line: number | null;
}

/** What a statement does to an object: `make` also when it replaces one. */
export type ObjectChange =
  | MadeObject
  | { readonly action: "drop"; readonly object: ObjectName }
  | { readonly action: "rename"; readonly object: ObjectName; readonly to: ObjectName };

/** One SQL statement of a migration. */
export interface MigrationStatement {
  readonly sql: string;
  /** Line of its first word, starting at 1. */
  readonly line: number;
  /** Postgres's name of its kind (CreateStmt, IndexStmt …); null when its parser refuses the statement. */
  readonly kind: string | null;
  readonly actions: readonly StatementAction[];
  /** What it does to objects that it names. */
  readonly objects: readonly ObjectChange[];
}

/** A migration's own statements: those of the way up. */
export interface Migration {
  readonly file: string;
  readonly tool: MigrationTool;
  readonly statements: readonly MigrationStatement[];
  /** Why Postgres's parser refused the file; its statements were then told apart by their semicolons. */
  readonly parseError: string | null;
  /** The tool puts a transaction round the file; null when that is not known. */
  readonly isTransactional: boolean | null;
}
