import type { MigrationStatement } from "../migrations/migration.js";
import { CreatedNames, lastName } from "./created-names.js";
import type { StatementOutcome } from "./engine.js";
import { extensionOf, missingExtension } from "./extensions.js";

/**
 * Why a statement failed: `own` fault · `consequence` of another that failed · `assumption`: a table that nothing creates had to be
 * guessed · `extension`: none of the migrations before creates it · `engine`: what the embedded one lacks, or may not, or does not know.
 */
export type FailureKind = "own" | "consequence" | "assumption" | "extension" | "engine";

interface Place {
  readonly file: string;
  readonly line: number;
}

export interface FailureCause {
  readonly kind: FailureKind;
  /** Of a consequence, the statement that is to blame. */
  readonly root: Place | null;
}

/** Did not end, broke the engine down, has no right to; the code of what cannot be installed. */
const ENGINE = new Set(["", "XX000", "42501", "58P01"]);
/** Something is there already, or cannot be read: no guess about a table has to do with it. */
const CERTAIN = new Set(["42601", "42P07", "42710", "42701", "42723", "42P06"]);

/** No such relation, object, function, schema: who says so again misses the same. */
const MISSING = new Set(["42P01", "42704", "42883", "3F000"]);

/** Tells first causes from what only follows, so that one missing table is one problem and not fifty. */
export class FailureCauses {
  /** What statements that failed would have made, by its name. */
  readonly #lost = new Map<string, FailureCause & { readonly root: Place }>();
  readonly #assumed = new Set<string>();
  /** Where Postgres first missed something, by what it said. */
  readonly #missed = new Map<string, Place>();
  /** Extensions that the engine lacks. */
  readonly #skipped = new Set<string>();

  /** Takes note of a statement; the cause when it failed, otherwise null. Called for every statement in its order. */
  judge(statement: MigrationStatement, outcome: StatementOutcome, file: string): FailureCause | null {
    for (const { kind, name } of outcome.assumptions) if (kind !== "extension") this.#assumed.add(name);
    if (outcome.failure === null) {
      this.#follow(statement, outcome);
      return null;
    }
    const { code, message } = outcome.failure;
    const cause = this.#again(code, message) ?? this.#causeOf(statement, outcome, code, message);
    const root = cause.root ?? { file, line: statement.line };
    if (cause.kind === "own" && MISSING.has(code)) this.#missed.set(message, root);
    // What follows from a lack of ours is no fault of theirs.
    const kind = cause.kind === "own" ? "consequence" : cause.kind;
    for (const name of namesMade(statement)) this.#lost.set(name, { kind, root });
    return cause;
  }

  #again(code: string, message: string): FailureCause | null {
    const root = MISSING.has(code) ? this.#missed.get(message) : undefined;
    return root ? { kind: "consequence", root } : null;
  }

  #follow({ kind, sql, objects }: MigrationStatement, { status }: StatementOutcome): void {
    const extension = kind === "CreateExtensionStmt" && status === "skipped" ? extensionOf(sql) : null;
    if (extension !== null) this.#skipped.add(extension);
    for (const change of objects) {
      if (change.action === "rename" && this.#assumed.has(change.object.name)) this.#assumed.add(change.to.name);
      if (change.action === "make") this.#lost.delete(change.object.name);
    }
  }

  #causeOf({ sql }: MigrationStatement, outcome: StatementOutcome, code: string, message: string): FailureCause {
    if (ENGINE.has(code) || this.#needsSkipped(sql, message) || needsRunner(sql, code))
      return { kind: "engine", root: null };
    if (outcome.assumptions.some(({ kind }) => kind === "extension")) return { kind: "extension", root: null };
    for (const name of namesIn(message)) {
      const lost = this.#lost.get(name);
      if (lost && !CERTAIN.has(code)) return lost;
    }
    // A column that was guessed before it is added.
    const isCertain = CERTAIN.has(code) && code !== "42701";
    const isGuess = !isCertain && [...this.#assumed].some((name) => isWordOf(name, sql));
    return { kind: isGuess ? "assumption" : "own", root: null };
  }

  #needsSkipped(sql: string, message: string): boolean {
    const missing = missingExtension(message);
    if (missing !== null && this.#skipped.has(missing)) return true;
    // pg_cron's schema is cron, pg_net's is net.
    return [...this.#skipped].some((name) => isWordOf(name, sql) || sql.includes(`${name.replace(/^pg_/, "")}.`));
  }
}

/** A place for a name in a template: `/* schema *\/.orders`, `${schema}`, `{{schema}}`, psql's `:schema`. */
const TEMPLATE = /\/\*[^*]*\*\/\s*\.|\$\{\w|\{\{|<%|(?<![:\w]):["']?[a-z_]\w*/i;
/** A setting of the project's own. */
const OWN_SETTING = /\bcurrent_setting\s*\(\s*'\w+\.\w+'/i;

/** What only the project's own runner knows. */
const needsRunner = (sql: string, code: string): boolean =>
  (code === "42601" && TEMPLATE.test(sql)) || (OWN_SETTING.test(sql) && !/'request\./.test(sql));

/** Names in a message of Postgres, without their schemas: relation "public.a" …, function public.b(uuid) … */
function namesIn(message: string): string[] {
  const quoted = [...message.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name.slice(name.lastIndexOf(".") + 1));
  const called = [...message.matchAll(/\b(?:function|procedure) ([\w.]+)\(/g)].map(([, name = ""]) => lastName(name));
  const columns = [...message.matchAll(/\bcolumn ([\w.]+) does not exist/g)].map(([, name = ""]) => lastName(name));
  return [...quoted, ...called, ...columns];
}

/** Names that a statement would have made, in a DO block too. */
function namesMade({ sql, objects }: MigrationStatement): string[] {
  const made = objects.flatMap((change) =>
    change.action === "make" ? [change.object.name] : change.action === "rename" ? [change.to.name] : [],
  );
  return [...made, ...new CreatedNames([sql]).all()];
}

const isWordOf = (name: string, sql: string): boolean => {
  const at = sql.toLowerCase().indexOf(name.toLowerCase());
  if (at === -1) return false;
  return new RegExp(
    String.raw`(?<![\w$])${name.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)}(?![\w$])`,
    "i",
  ).test(sql);
};
