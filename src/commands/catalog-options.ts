import { readFileSync } from "node:fs";
import process from "node:process";
import type { Command } from "commander";
import { readCatalog } from "../facts/catalog/read-catalog.js";
import { readSnapshot } from "../facts/catalog/snapshot.js";
import type { FactSet } from "../facts/fact-set.js";
import { UserError } from "../shared/errors.js";
import { findDatabaseUrl } from "../sources/database-url.js";
import { openPostgres } from "../sources/postgres.js";

export interface CatalogOptions {
  readonly db?: string;
  readonly schema?: string;
}

/** Adds --db and --schema. */
export function addCatalogOptions(command: Command): Command {
  return command
    .option("--db <url>", "read the schema of this Postgres database, never writing: an address or env:NAME")
    .option("--schema <file>", "read the schema from a file that `prodcheck snapshot` wrote");
}

/** The catalogue that the options name; null when they name none: nothing is ever connected to without being asked. */
export async function loadCatalog({ db, schema }: CatalogOptions, asOf: string): Promise<FactSet | null> {
  if (db !== undefined && schema !== undefined) {
    throw new UserError("Only one of --db and --schema can be given.", { remedy: "Leave one of them out." });
  }
  if (db !== undefined) return readDatabase(db);
  return schema === undefined ? null : readSnapshot(readSchemaFile(schema), schema, asOf);
}

/** Reads the catalogue of a live database. Throws a UserError when it cannot be reached. */
export async function readDatabase(db: string): Promise<FactSet> {
  const connection = await openPostgres(findDatabaseUrl(db, process.env));
  try {
    return await readCatalog(connection, { kind: "live", name: connection.database, now: new Date() });
  } finally {
    await connection.close();
  }
}

function readSchemaFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new UserError("The schema snapshot could not be read.", {
      where: file,
      remedy: "Check the path given with --schema, or write one with `prodcheck snapshot`.",
      cause,
    });
  }
}
