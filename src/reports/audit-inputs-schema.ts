/** The part of the JSON report that says which database and which live project were asked; see audit-report-schema.ts. */
import { z } from "zod";

export const count = (description: string): z.ZodNumber => z.number().int().min(0).describe(description);

export const catalog = z
  .object({
    source: z
      .enum(["live", "snapshot", "replay"])
      .describe(
        "live: a running database. snapshot: a file of `prodcheck snapshot`. replay: the repository's migrations.",
      ),
    name: z.string().describe("Database (live), file (snapshot) or folder of the migrations (replay)."),
    serverVersion: z.string().describe("Version of PostgreSQL, such as 16.4."),
    role: z.string().describe("Role that read it."),
    readAt: z.string().describe("When it was read, YYYY-MM-DDTHH:MM:SSZ."),
    ageDays: count("Days between then and this audit."),
    tables: count("Tables of the project."),
    hasStatistics: z.boolean().describe("Whether row estimates, sizes and counters come from a database in use."),
    gaps: z
      .array(
        z
          .object({
            table: z.string().describe("Fact table; `prodcheck facts` describes it."),
            reason: z.string().describe("Why, in the server's words."),
            isPartial: z.boolean().describe("Whether some of its rows were read."),
          })
          .describe("A kind of object that could not be read."),
      )
      .describe("What could not be read."),
  })
  .describe("A database schema.");

export const supabase = z
  .object({
    host: z.string().describe("Host of the project."),
    askedAt: z.string().describe("When it was asked, YYYY-MM-DDTHH:MM:SSZ."),
    requests: count("Requests that it took."),
    anon: z
      .object({
        relations: count("Tables and views that are there."),
        readable: count("Tables and views that show at least one row."),
        functions: count("Functions that may be called; none was."),
      })
      .nullable()
      .describe("What a stranger gets. Null: no anon key was given."),
    service: z
      .object({
        relations: count("Tables that the code asks for."),
        missing: count("Those that the project does not have."),
      })
      .nullable()
      .describe("What the service key finds. Null: none was given."),
    publicBuckets: count("Storage buckets that serve their files to everybody."),
    gaps: z
      .array(
        z
          .object({
            subject: z.string().describe("openapi, relations or buckets."),
            role: z.enum(["anon", "service"]).describe("With which key."),
            reason: z.string().describe("Why."),
          })
          .describe("Something that could not be asked."),
      )
      .describe("What could not be asked."),
  })
  .describe("A live Supabase project.");
