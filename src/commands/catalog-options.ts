import { realpathSync } from "node:fs";
import { relative, sep } from "node:path";
import process from "node:process";
import type { Command } from "commander";
import { readCatalog } from "../facts/catalog/read-catalog.js";
import { readSnapshot } from "../facts/catalog/snapshot.js";
import type { FactSet } from "../facts/fact-set.js";
import { UserError } from "../shared/errors.js";
import type { Config } from "../sources/config.js";
import { findDatabaseUrl } from "../sources/database-url.js";
import { readRegularFile } from "../sources/file-system.js";
import { openPostgres } from "../sources/postgres.js";
import { decodeText } from "../sources/text-shape.js";

export interface CatalogOptions {
  readonly db?: string;
  readonly schema?: string;
  /** False with --no-replay. */
  readonly replay?: boolean;
  /** False with --no-cache. */
  readonly cache?: boolean;
}

/** Adds --db, --schema, --no-replay and --no-cache. */
export function addCatalogOptions(command: Command): Command {
  return command
    .option("--db <url>", "read the schema of this Postgres database, never writing: an address or env:NAME")
    .option("--schema <file>", "read the schema from a file that `prodcheck snapshot` wrote")
    .option("--no-replay", "without --db and --schema: do not apply the SQL migrations to an embedded Postgres")
    .option("--no-cache", "apply the migrations anew, even if they have not changed since the last audit");
}

/** The flags, or, when there is none, what the configuration says. */
export function catalogOptionsOf(flags: CatalogOptions, { database, schema }: Config): CatalogOptions {
  if (flags.db !== undefined || flags.schema !== undefined) return flags;
  return {
    ...(database === undefined ? {} : { db: database }),
    ...(schema === undefined ? {} : { schema: relative(process.cwd(), schema).split(sep).join("/") }),
  };
}

/** The catalogue that the options name; null when they name none: nothing is ever connected to without being asked. */
export async function loadCatalog({ db, schema }: CatalogOptions, asOf: string): Promise<FactSet | null> {
  if (db !== undefined && schema !== undefined) {
    throw new UserError("A database and a snapshot are given, and only one of them can be read.", {
      remedy: "Leave out one of --db and --schema, or of `database` and `schema` in prodcheck.yaml.",
    });
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

/** A snapshot of ten thousand tables has thirty. */
const MAX_SNAPSHOT_BYTES = 256 * 1024 * 1024;

function readSchemaFile(file: string): string {
  const bytes = readRegularFile(realPathOf(file), MAX_SNAPSHOT_BYTES);
  if (bytes !== null) return decodeText(bytes);
  throw new UserError("The schema snapshot could not be read.", {
    where: file,
    remedy: "Check the path, or write a snapshot there with `prodcheck snapshot`.",
  });
}

/** A path on the command line may lead through links; that is the user's own choice. */
function realPathOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
