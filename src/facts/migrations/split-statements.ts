import type { Node } from "libpg-query";
import { parseSql } from "../sql/parse-sql.js";
import type { StatementAction } from "./action.js";
import type { MigrationStatement } from "./migration.js";
import { objectChanges } from "./made-objects.js";
import { overlongIdentifiers } from "./overlong-identifiers.js";
import { lineCounter } from "../line-counter.js";
import { leadingLength, type ScannedStatement, scanStatements } from "./scan-statements.js";
import { statementActions } from "./statement-actions.js";

export interface SplitStatements {
  readonly statements: readonly MigrationStatement[];
  /** Why Postgres's parser refused the text; null when it did not. */
  readonly parseError: string | null;
}

/** Splits SQL into statements with Postgres's own parser, which must be loaded; by semicolons where that refuses the text. */
export function splitStatements(text: string): SplitStatements {
  try {
    return { statements: parsedStatements(text), parseError: null };
  } catch (error) {
    const statements = scanStatements(text).map(parseScanned);
    return { statements, parseError: error instanceof Error ? error.message : String(error) };
  }
}

/** One statement by itself; without a kind when the parser refuses it. */
function parseScanned({ sql, line }: ScannedStatement): MigrationStatement {
  const node = parsedAlone(sql);
  const objects = objectChanges(node, lineFinder(Buffer.from(sql, "utf8"), line));
  return { sql, line, kind: firstKey(node), actions: actionsOf(node, sql), objects };
}

const actionsOf = (node: Node | undefined, sql: string): StatementAction[] => [
  ...statementActions(node),
  ...overlongIdentifiers(sql),
];

/** The tree of one statement; nothing when the parser refuses it. */
function parsedAlone(sql: string): Node | undefined {
  try {
    return parseSql(sql).stmts?.[0]?.stmt;
  } catch {
    return undefined;
  }
}

const firstKey = (node: object | undefined): string | null => Object.keys(node ?? {})[0] ?? null;

function parsedStatements(text: string): MigrationStatement[] {
  // The parser counts bytes.
  const bytes = Buffer.from(text, "utf8");
  const parsed = parseSql(text).stmts ?? [];
  const lineOf = lineFinder(bytes, 1);
  let line = 1;
  let end = 0;
  return parsed.map(({ stmt, stmt_location: start = 0, stmt_len: length }) => {
    line += lineBreaks(bytes.toString("utf8", end, start));
    end = length ? start + length : bytes.length;
    const raw = bytes.toString("utf8", start, end);
    const skipped = leadingLength(raw);
    const sql = raw.slice(skipped).trimEnd();
    const statement = {
      sql,
      line: line + lineBreaks(raw.slice(0, skipped)),
      kind: firstKey(stmt),
      actions: actionsOf(stmt, sql),
      objects: objectChanges(stmt, lineOf),
    };
    line += lineBreaks(raw);
    return statement;
  });
}

const lineBreaks = (text: string): number => lineCounter(text)(text.length) - 1;

/** Lines of places in a text whose first line has this number; places are asked in their order, or nearly so. */
function lineFinder(bytes: Buffer, first: number): (location: number) => number {
  let at = 0;
  let line = first;
  return (location) => {
    if (location < at) [at, line] = [0, first];
    for (; at < location; at++) if (bytes[at] === NEWLINE) line++;
    return line;
  };
}

const NEWLINE = 10;
