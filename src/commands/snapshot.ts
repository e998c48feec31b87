import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { describeCatalog } from "../facts/catalog/describe-catalog.js";
import { writeSnapshot } from "../facts/catalog/snapshot.js";
import { UserError } from "../shared/errors.js";
import { readDatabase } from "./catalog-options.js";
import type { CommandContext } from "./context.js";

/** `prodcheck snapshot --db <url>`: the schema of a database as a file that later audits read. */
export function snapshotCommand(context: CommandContext): Command {
  return new Command("snapshot")
    .description("Write the schema of a Postgres database to a file (no data, no secrets) that `audit --schema` reads")
    .requiredOption("--db <url>", "Postgres database to read, never writing: an address or env:NAME")
    .option("--output <file>", "file to write (default: stdout)")
    .action(async ({ db, output }: { db: string; output?: string }) => {
      const facts = await readDatabase(db);
      if (output === undefined) context.write(writeSnapshot(facts));
      else save(output, writeSnapshot(facts));
      context.tell(`Read ${describeCatalog(facts) ?? "nothing"}.`);
      for (const { table_name, reason } of facts.catalog_gap ?? []) context.tell(`Not read: ${table_name}: ${reason}`);
    });
}

function save(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new UserError(
      `The snapshot could not be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      {
        where: file,
        remedy: "Check that the folder exists and can be written to.",
        cause,
      },
    );
  }
}
