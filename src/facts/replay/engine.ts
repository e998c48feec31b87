import { type Extensions, PGlite } from "@electric-sql/pglite";
import type { CatalogConnection } from "../catalog/catalog-connection.js";
import type { Migration, MigrationStatement } from "../migrations/migration.js";
import { type Assumption, Assumptions, type Repair, type SqlFailure } from "./assumptions.js";
import { AS_ADMIN, AS_OWNER, BASE_PRELUDE, NEW_SESSION } from "./base-prelude.js";
import { CreatedNames } from "./created-names.js";
import { extensionOf, loadExtensions } from "./extensions.js";
import { type IndexTrial, type IndexVerdict, tryIndexes } from "./index-trial.js";
import { readStartingData } from "./starting-data.js";
import { EXTENSION_STUBS, SUPABASE_EXTENSIONS, SUPABASE_PRELUDE } from "./supabase-prelude.js";

/** How one statement fared. */
export interface StatementOutcome {
  /** `skipped`: CREATE EXTENSION of what the engine lacks, or a statement that once did not end; `read`: nothing was applied at all. */
  readonly status: "applied" | "failed" | "skipped" | "read";
  readonly failure: SqlFailure | null;
  /** What had to be assumed for it. */
  readonly assumptions: readonly Assumption[];
}

const APPLIED: StatementOutcome = { status: "applied", failure: null, assumptions: [] };
const SKIPPED: StatementOutcome = { status: "skipped", failure: null, assumptions: [] };

/**
 * Kinds that a hosted server lets an ordinary role run and Postgres does not. None of them runs an expression
 * of the project's own, so none can use the superuser's rights.
 */
const MAY_BE_ADMIN: ReadonlySet<string | null> = new Set([
  "AlterDefaultPrivilegesStmt",
  "AlterExtensionStmt",
  "AlterObjectSchemaStmt",
  "AlterPublicationStmt",
  "AlterRoleStmt",
  "AlterRoleSetStmt",
  "CommentStmt",
  "CreateEventTrigStmt",
  "CreatePublicationStmt",
  "CreateRoleStmt",
  "CreateSchemaStmt",
  "GrantRoleStmt",
  "GrantStmt",
]);

/** Rights that would lead out of the role that migrations run as. */
const RAISES_RIGHTS =
  /\bsuperuser\b|\bsupabase_admin\b|\bpg_(?:read_server_files|write_server_files|execute_server_program)\b/i;

const INSUFFICIENT_PRIVILEGE = "42501";
const NO_TRANSACTION_ALLOWED = "25001";

/** Attempts to complete what one statement takes for granted. */
const MOST_REPAIRS = 40;

/** Statements that only work inside a transaction: a tool that opens one for every file. */
const NEEDS_TRANSACTION = /\bon\s+commit\s+drop\b|^\s*set\s+local\b|^\s*lock\s+table\b/im;

export interface EngineInput {
  readonly migrations: readonly Migration[];
  readonly isSupabase: boolean;
}

/** What the engine asks of a database. */
export interface ReplayDatabase {
  /** Runs statements. Throws the server's error. */
  exec(sql: string): Promise<unknown>;
  query<Row>(sql: string): Promise<{ rows: Row[] }>;
  close(): Promise<void>;
}

/** SQL of the migrations, for what depends on the names in it. */
const textsOf = (migrations: readonly Migration[]): string[] =>
  migrations.flatMap(({ statements }) => statements.map(({ sql }) => sql));

/** The extensions that migrations name, and those that every project of their kind has. */
export const extensionsFor = ({ migrations, isSupabase }: EngineInput): Promise<Extensions> =>
  loadExtensions(textsOf(migrations), isSupabase ? SUPABASE_EXTENSIONS : []);

/**
 * Postgres counts only a part of what its calls take here. With its own limit of 2 MB an endless recursion (a trigger whose
 * function updates its own table) ends JavaScript's stack first, and the engine is lost.
 */
const START_SETTINGS = ["-c", "max_stack_depth=400kB"];

/** An engine in memory, with these extensions at hand. */
export async function createEngine(extensions: Extensions): Promise<PGlite> {
  const loadDataDir = await readStartingData();
  const startParams = [...PGlite.defaultStartParams, ...START_SETTINGS];
  return PGlite.create({ extensions, startParams, ...(loadDataDir ? { loadDataDir } : {}) });
}

/** Gives an empty database what a server of this kind starts with. */
export async function furnish(db: ReplayDatabase, isSupabase: boolean): Promise<void> {
  await db.exec(BASE_PRELUDE);
  if (!isSupabase) return;
  await db.exec("CREATE SCHEMA extensions");
  for (const name of SUPABASE_EXTENSIONS) await db.exec(`CREATE EXTENSION "${name}" WITH SCHEMA extensions`);
  await db.exec(SUPABASE_PRELUDE);
}

/** An embedded Postgres that applies migrations statement by statement. */
export class ReplayEngine {
  readonly #db: ReplayDatabase;
  readonly #assumptions: Assumptions;
  /** Extensions that were asked for and that the engine lacks. */
  readonly #skipped = new Set<string>();
  #inTransaction = false;

  /** `db` is furnished already. */
  constructor(db: ReplayDatabase, { migrations, isSupabase }: EngineInput) {
    this.#db = db;
    this.#assumptions = new Assumptions(new CreatedNames(textsOf(migrations)), isSupabase);
  }

  /** Starts an engine in memory, with what a server of this kind starts with. */
  static async start(input: EngineInput): Promise<ReplayEngine> {
    const db = await createEngine(await extensionsFor(input));
    await furnish(db, input.isSupabase);
    return new ReplayEngine(db, input);
  }

  /** Forgets the settings and temporary tables of the file before. */
  async beginFile({ statements }: Migration): Promise<void> {
    await this.#endTransaction("ROLLBACK");
    for (const sql of NEW_SESSION) await this.#db.exec(sql);
    const isWrapped =
      statements.some(({ sql }) => NEEDS_TRANSACTION.test(sql)) &&
      !statements.some(({ kind }) => kind === "TransactionStmt");
    if (isWrapped) await this.#begin();
  }

  async endFile(): Promise<void> {
    await this.#endTransaction("COMMIT");
  }

  /** Applies one statement. Never throws for what the statement says. */
  async apply(statement: MigrationStatement): Promise<StatementOutcome> {
    if (statement.kind === "TransactionStmt") return this.#applyTransaction(statement);
    const extension = statement.kind === "CreateExtensionStmt" ? extensionOf(statement.sql) : null;
    if (extension !== null) return this.#createExtension(extension, statement.sql);
    return this.#applyRepaired(statement);
  }

  /** The connection for the catalogue's reader. */
  connection(): CatalogConnection {
    return { query: async (sql) => (await this.#db.query<Record<string, unknown>>(sql)).rows };
  }

  /** Says which of these indexes plans would use. The catalogue stays as it is. */
  async tryIndexes(trials: readonly IndexTrial[]): Promise<IndexVerdict[]> {
    await this.#db.exec(AS_ADMIN);
    const verdicts = await tryIndexes(this.#db, trials);
    await this.#db.exec(AS_OWNER);
    return verdicts;
  }

  close(): Promise<void> {
    return this.#db.close();
  }

  async #applyRepaired({ sql, kind }: MigrationStatement): Promise<StatementOutcome> {
    const assumptions: Assumption[] = [];
    const repaired = new Set<string>();
    for (;;) {
      const failure = await this.#run(sql, MAY_BE_ADMIN.has(kind) && !RAISES_RIGHTS.test(sql));
      if (failure === null) return assumptions.length === 0 ? APPLIED : { ...APPLIED, assumptions };
      const repair = repaired.size < MOST_REPAIRS ? this.#assumptions.repair(failure, sql) : null;
      const isNew = repair !== null && !repaired.has(repair.sql);
      // An extension that the engine lacks is missed all the same, unless they did create it.
      const assumed = isNew ? repair.assumption : null;
      if (assumed?.kind === "extension" && !this.#skipped.has(assumed.name)) assumptions.push(assumed);
      if (!isNew || (await this.#repair(repair)) !== null) return { status: "failed", failure, assumptions };
      repaired.add(repair.sql);
      if (repair.assumption && repair.assumption.kind !== "extension") assumptions.push(repair.assumption);
    }
  }

  #repair({ sql, assumption }: Repair): Promise<SqlFailure | null> {
    const needsAdmin = assumption?.kind === "role" || assumption?.kind === "extension";
    return needsAdmin ? this.#runAsAdmin(sql) : this.#guarded(sql);
  }

  async #run(sql: string, mayBeAdmin: boolean): Promise<SqlFailure | null> {
    const failure = await this.#guarded(sql);
    if (failure?.code === INSUFFICIENT_PRIVILEGE && mayBeAdmin) return this.#runAsAdmin(sql);
    if (failure?.code === NO_TRANSACTION_ALLOWED && this.#inTransaction) return this.#outside(sql);
    return failure;
  }

  /** Inside a transaction, a failure takes back its own statement and not the others. */
  async #guarded(sql: string): Promise<SqlFailure | null> {
    if (!this.#inTransaction) return this.#exec(sql);
    await this.#db.exec("SAVEPOINT replay");
    const failure = await this.#exec(sql);
    await this.#db.exec(
      failure ? "ROLLBACK TO SAVEPOINT replay; RELEASE SAVEPOINT replay" : "RELEASE SAVEPOINT replay",
    );
    return failure;
  }

  /** CREATE INDEX CONCURRENTLY in a file that would otherwise be one transaction. */
  async #outside(sql: string): Promise<SqlFailure | null> {
    await this.#endTransaction("COMMIT");
    const failure = await this.#exec(sql);
    await this.#begin();
    return failure;
  }

  async #runAsAdmin(sql: string): Promise<SqlFailure | null> {
    await this.#db.exec(AS_ADMIN);
    const failure = await this.#guarded(sql);
    await this.#db.exec(AS_OWNER);
    return failure;
  }

  async #createExtension(name: string, sql: string): Promise<StatementOutcome> {
    // Its objects may belong to whoever asked for it; only the installation itself needs the right.
    const failure = await this.#runAsAdmin(sql);
    if (failure === null) return APPLIED;
    // 58P01 and 0A000: no such extension here.
    if (failure.code !== "58P01" && failure.code !== "0A000") return { status: "failed", failure, assumptions: [] };
    this.#skipped.add(name);
    const stub = EXTENSION_STUBS[name];
    if (stub !== undefined) await this.#runAsAdmin(stub);
    return SKIPPED;
  }

  async #applyTransaction({ sql }: MigrationStatement): Promise<StatementOutcome> {
    const failure = await this.#exec(sql);
    if (failure) return { status: "failed", failure, assumptions: [] };
    if (/^(?:begin|start)\b/i.test(sql)) this.#inTransaction = true;
    else if (/^(?:commit|end|abort|prepare)\b/i.test(sql)) this.#inTransaction = false;
    else if (/^rollback\b(?![\s\S]*\bto\b)/i.test(sql)) this.#inTransaction = false;
    return APPLIED;
  }

  async #begin(): Promise<void> {
    await this.#db.exec("BEGIN");
    this.#inTransaction = true;
  }

  async #endTransaction(how: "COMMIT" | "ROLLBACK"): Promise<void> {
    if (!this.#inTransaction) return;
    this.#inTransaction = false;
    await this.#exec(how);
  }

  async #exec(sql: string): Promise<SqlFailure | null> {
    try {
      await this.#db.exec(sql);
      return null;
    } catch (error) {
      return failureOf(error);
    }
  }
}

/** An engine that panics cannot go on; everything else is an answer. */
function failureOf(error: unknown): SqlFailure {
  if (error instanceof Error && /^(?:PANIC|FATAL)$/.test(textOf(error, "severity"))) throw error;
  if (error instanceof Error && error.name === "RuntimeError") throw error;
  if (!(error instanceof Error)) return { code: "", message: String(error), detail: "" };
  return { code: textOf(error, "code"), message: error.message, detail: textOf(error, "detail") };
}

function textOf(error: Error, name: string): string {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : "";
}
