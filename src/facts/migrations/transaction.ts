import type { MigrationTool } from "./migration.js";

/** A line of the file that takes its transaction away. */
const WITHOUT: Partial<Record<MigrationTool, RegExp>> = {
  dbmate: /^\s*--\s*migrate:up\b[^\n]*\btransaction:\s*false\b/im,
  goose: /^\s*--\s*\+goose\s+no\s+transaction\b/im,
};

/**
 * Whether the tool puts a transaction round the file. Null where that depends on the tool's version (Supabase's CLI and Prisma
 * run what cannot be in a transaction by itself since 2026) or is not known.
 */
export function runsInTransaction(tool: MigrationTool, text: string): boolean | null {
  switch (tool) {
    case "dbmate":
    case "goose":
      return WITHOUT[tool]?.test(text) !== true;
    case "drizzle":
    case "node-pg-migrate":
      return true;
    // Flyway looks for such statements itself.
    case "dump":
    case "flyway":
      return false;
    default:
      return null;
  }
}
