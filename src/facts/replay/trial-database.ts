import type { ReplayDatabase } from "./engine.js";

/** What only works outside a transaction, word by word, and what does the same inside one. */
const NEW_SESSION =
  "RESET ALL; SET SESSION AUTHORIZATION DEFAULT; DEALLOCATE ALL; CLOSE ALL; DISCARD SEQUENCES; DISCARD TEMP";
const CONCURRENTLY = /^((?:create\s+(?:unique\s+)?|drop\s+|re)index)\s+concurrently\b/i;

/**
 * A database all of whose changes can be taken back: everything happens inside one transaction that never commits, so that
 * hundreds of examples share one engine. Transactions of those who use it become savepoints. What a new enum value is used for
 * right after it was added fails here, as in any transaction.
 */
export class TrialDatabase implements ReplayDatabase {
  readonly #db: ReplayDatabase;
  /** Inside a transaction of the user's own. */
  #isOpen = false;

  constructor(db: ReplayDatabase) {
    this.#db = db;
  }

  /** Begins the transaction and keeps what `prepare` does as the state to come back to. */
  async begin(prepare: (db: ReplayDatabase) => Promise<void>): Promise<void> {
    await this.#db.exec("ROLLBACK; BEGIN");
    await prepare(this.#db);
    await this.#db.exec("SAVEPOINT start");
  }

  /** Takes back everything since `begin`. */
  async undo(): Promise<void> {
    this.#isOpen = false;
    await this.#db.exec("ROLLBACK TO SAVEPOINT start");
  }

  async exec(sql: string): Promise<unknown> {
    if (/^(?:begin|start\s+transaction)\b/i.test(sql)) return this.#open();
    if (/^(?:commit|end)\b/i.test(sql)) return this.#end("RELEASE SAVEPOINT own");
    if (/^(?:rollback|abort)\b(?![\s\S]*\bto\b)/i.test(sql))
      return this.#end("ROLLBACK TO SAVEPOINT own; RELEASE SAVEPOINT own");
    if (/^(?:savepoint|release|rollback)\b/i.test(sql)) return this.#db.exec(sql);
    if (/^discard\s+all\b/i.test(sql)) return this.#db.exec(NEW_SESSION);
    return this.#alone(() => this.#db.exec(this.#isOpen ? sql : sql.replace(CONCURRENTLY, "$1")));
  }

  async query<Row>(sql: string): Promise<{ rows: Row[] }> {
    if (/^(?:begin|commit|rollback)\b/i.test(sql)) {
      await this.exec(sql);
      return { rows: [] };
    }
    return this.#db.query<Row>(sql);
  }

  close(): Promise<void> {
    return this.#db.close();
  }

  async #open(): Promise<void> {
    if (this.#isOpen) return;
    await this.#db.exec("SAVEPOINT own");
    this.#isOpen = true;
  }

  async #end(sql: string): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#db.exec(sql);
  }

  /** Outside a transaction, a statement that fails leaves nothing behind and stops nothing. */
  async #alone(run: () => Promise<unknown>): Promise<unknown> {
    if (this.#isOpen) return run();
    await this.#db.exec("SAVEPOINT alone");
    try {
      const answer = await run();
      await this.#db.exec("RELEASE SAVEPOINT alone");
      return answer;
    } catch (error) {
      await this.#db.exec("ROLLBACK TO SAVEPOINT alone; RELEASE SAVEPOINT alone");
      throw error;
    }
  }
}
