import { Command } from "commander";
import { describeCatalog } from "../facts/catalog/describe-catalog.js";
import { writeSnapshot } from "../facts/catalog/snapshot.js";
import { readDatabase } from "./catalog-options.js";
import type { CommandContext } from "./context.js";
import { writeOutput } from "./output.js";

/** `prodcheck snapshot --db <url>`: the schema of a database as a file that later audits read. */
export function snapshotCommand(context: CommandContext): Command {
  return new Command("snapshot")
    .description("Write the schema of a Postgres database to a file (no data, no secrets) that `audit --schema` reads")
    .requiredOption("--db <url>", "Postgres database to read, never writing: an address or env:NAME")
    .option("--output <file>", "file to write (default: stdout)")
    .action(async ({ db, output }: { db: string; output?: string }) => {
      const facts = await readDatabase(db);
      if (output === undefined) context.write(writeSnapshot(facts));
      else writeOutput({ what: "snapshot", file: output, text: writeSnapshot(facts) });
      context.tell(`Read ${describeCatalog(facts) ?? "nothing"}.`);
      for (const { table_name, reason } of facts.catalog_gap ?? []) context.tell(`Not read: ${table_name}: ${reason}`);
    });
}
