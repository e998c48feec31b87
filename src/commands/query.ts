import Table from "cli-table3";
import { Command, Option } from "commander";
import { addMigrationHistory, collectFacts, openStore } from "../audit.js";
import type { SqlRow, SqlValue } from "../facts/store.js";
import { addSupabase } from "../facts/supabase/describe-supabase.js";
import { loadData } from "../rules/load-data.js";
import { builtInDataFolder } from "../rules/load-rules.js";
import { isWord, tokenizeSql } from "../rules/sql-tokens.js";
import { UserError } from "../shared/errors.js";
import { sanitizeLine } from "../reports/sanitize.js";
import { openRepository } from "../sources/repository.js";
import { addCatalogOptions, loadCatalog, type CatalogOptions } from "./catalog-options.js";
import { asksReplay, readRepositoryMigrations, replayRepository } from "./replay-catalog.js";
import type { CommandContext } from "./context.js";
import { parseDate } from "./option-values.js";
import { today } from "./run-audit.js";
import { addSupabaseOptions, projectToAsk, type SupabaseOptions } from "./supabase-options.js";

interface QueryOptions extends CatalogOptions, SupabaseOptions {
  readonly format: "table" | "json" | "csv";
  readonly asOf?: string;
}

/** `prodcheck query "<select>" [path]`: one SELECT over the facts of a repository. */
export function queryCommand(context: CommandContext): Command {
  const command = new Command("query")
    .description("Run one SELECT over the facts of a repository (see `prodcheck facts`)")
    .argument("<select>", "SQL")
    .argument("[path]", "folder of the repository", ".")
    .addOption(new Option("--format <format>", "how to print").choices(["table", "json", "csv"]).default("table"))
    .option("--as-of <date>", "judge dates by this day, YYYY-MM-DD (default: today)", parseDate)
    .action(async (select: string, path: string, options: QueryOptions) => {
      const rows = await runQuery(select, path, options, context);
      context.progressDone();
      context.write(renderRows(rows, options.format));
    });
  return addSupabaseOptions(addCatalogOptions(command));
}

async function runQuery(
  select: string,
  path: string,
  options: QueryOptions,
  context: CommandContext,
): Promise<SqlRow[]> {
  assertSelect(select);
  const ask = projectToAsk(options, {});
  const { facts: data, errors } = loadData(builtInDataFolder);
  for (const error of errors) context.warn(error);
  const asOf = options.asOf ?? today();
  const repository = openRepository(path);
  // A project is asked for what the catalogue names.
  const needsCatalog = asksReplay(select) || ask !== null;
  const isReplayed =
    options.db === undefined && options.schema === undefined && options.replay !== false && needsCatalog;
  const catalog = isReplayed
    ? await replayRepository(repository, new Date(), options.cache !== false)
    : {
        ...(needsCatalog ? await readRepositoryMigrations(repository) : {}),
        ...(await loadCatalog(options, asOf)),
      };
  const { facts } = await collectFacts(repository, { ...data, ...catalog }, asOf, context.progress);
  addMigrationHistory(facts, repository);
  if (ask !== null) addSupabase(facts, await ask(facts));
  const store = openStore(facts);
  try {
    return store.all(select);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`The query failed: ${message}`, {
      remedy: "`prodcheck facts` prints every table and column.",
      cause,
    });
  } finally {
    store.close();
  }
}

/** The store refuses writes by itself; this refuses what is no question (PRAGMA, ATTACH) and what would be dropped silently. */
function assertSelect(select: string): void {
  const tokens = tokenizeSql(select.replace(/[\s;]+$/, ""));
  if (!isWord(tokens[0], "select", "with", "values")) {
    throw new UserError("Only a SELECT can be run.", { remedy: "Begin with SELECT, or with WITH … SELECT." });
  }
  if (tokens.some((token) => token.kind === "symbol" && token.text === ";")) {
    throw new UserError("Only one statement can be run at a time.", {
      remedy: "Leave out everything after the first semicolon.",
    });
  }
}

function renderRows(rows: readonly SqlRow[], format: QueryOptions["format"]): string {
  if (format === "json") return `${JSON.stringify(rows.map(toJsonRow), null, 2)}\n`;
  const columns = Object.keys(rows[0] ?? {});
  if (format === "csv") {
    const lines = [columns, ...rows.map((row) => columns.map((column) => textOf(row[column])))];
    return `${lines.map((cells) => cells.map(csvCell).join(",")).join("\r\n")}\r\n`;
  }
  if (rows.length === 0) return "No rows.\n";
  const table = new Table({ head: columns, style: { head: [], border: [], compact: true } });
  for (const row of rows) table.push(columns.map((column) => sanitizeLine(textOf(row[column]))));
  return `${table.toString()}\n${rows.length} row${rows.length === 1 ? "" : "s"}\n`;
}

const toJsonRow = (row: SqlRow): Record<string, string | number | null> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "number" || value === null ? value : textOf(value),
    ]),
  );

const textOf = (value: SqlValue | undefined): string => {
  if (value === null || value === undefined) return "";
  return value instanceof Uint8Array ? `<${value.length} bytes>` : String(value);
};

/** A cell that a spreadsheet would run as a formula gets an apostrophe before it. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
