/** What `prodcheck.yaml` may say: one key for every flag of the command line. The descriptions are its documentation. */
import { z } from "zod";
import { ROLES } from "../shared/repository.js";
import { REPORT_FORMATS } from "../shared/report-format.js";
import { SEVERITIES } from "../shared/rule.js";

/** One entry or a list of entries. */
function oneOrMore<E extends z.ZodType>(entry: E): z.ZodPreprocess<z.ZodArray<E>> {
  return z.preprocess((value) => (typeof value === "string" ? [value] : value), z.array(entry));
}

const OF_A_HUNDRED = "Must be a number from 0 to 100";
const percent = z.number().min(0, OF_A_HUNDRED).max(100, OF_A_HUNDRED);

const text = z.string().min(1, "Must not be empty");
const ruleId = z.string().regex(/^[a-z][a-z0-9-]*$/, "Must be the id of a rule, such as `cron-without-timezone`");

const day = z.string().refine(isDay, "Must be a date written YYYY-MM-DD");

const output = z
  .string()
  .regex(
    new RegExp(`^(?:${REPORT_FORMATS.join("|")})=.+$`),
    `Must be \`format=file\` with one of ${REPORT_FORMATS.join(", ")}`,
  );

/** What only the user's own environment says. */
const fromEnvironment = (example: string, reason: string): z.ZodString =>
  z
    .string()
    .regex(
      /^env:[A-Za-z_]\w*$/,
      `Must be \`env:\` and the name of an environment variable, such as \`env:${example}\`; ${reason}`,
    );

/** The configuration as written. Unknown keys are errors: a misspelt key would otherwise be ignored in silence. */
export const configFileSchema = z
  .strictObject({
    include: oneOrMore(text).default([]).describe("Globs of the files to audit; everything when left out."),
    exclude: oneOrMore(text).default([]).describe("Globs of files and folders to leave out."),
    roles: z
      .record(text, z.enum(ROLES))
      .default({})
      .describe("What files are for, where their path does not tell: a map from glob to role. The last match wins."),
    rules: oneOrMore(text).default([]).describe("Folders with rules of your own, relative to the audited folder."),
    only: oneOrMore(ruleId).default([]).describe("Ids of the only rules to run."),
    skip: oneOrMore(ruleId).default([]).describe("Ids of rules to leave out."),
    failOn: z
      .enum([...SEVERITIES, "never"])
      .optional()
      .describe("Least severity of an open finding that makes the exit code 1."),
    minScore: percent.optional().describe("Least score, 0 to 100; a lower one makes the exit code 1."),
    asOf: day.optional().describe('The date to judge by, as "YYYY-MM-DD", in quotes.'),
    database: fromEnvironment("DATABASE_URL", "an address holds a password, which does not belong in a file")
      .optional()
      .describe("Postgres database to read the schema of: `env:` and the environment variable that holds its address."),
    schema: text
      .optional()
      .describe("File that `prodcheck snapshot` wrote, relative to the audited folder: the schema of the database."),
    supabaseUrl: fromEnvironment("SUPABASE_URL", "a host that a file names could be sent your keys")
      .optional()
      .describe(
        "Live Supabase project to ask, never writing: `env:` and the environment variable that holds its address.",
      ),
    supabaseAnonKey: fromEnvironment("SUPABASE_ANON_KEY", "a key does not belong in a file")
      .optional()
      .describe("`env:` and the environment variable that holds its anon (publishable) key."),
    supabaseServiceKey: fromEnvironment("SUPABASE_SERVICE_ROLE_KEY", "a key does not belong in a file")
      .optional()
      .describe("`env:` and the environment variable that holds its service (secret) key."),
    replay: z
      .boolean()
      .default(true)
      .describe(
        "Whether the repository's SQL migrations are applied to an embedded Postgres, when no other schema is given.",
      ),
    cache: z
      .boolean()
      .default(true)
      .describe(
        "Whether the schema that unchanged migrations made at the last audit is taken from the user's cache folder.",
      ),
    baseline: text.optional().describe("File with known findings, relative to the audited folder."),
    output: oneOrMore(output)
      .default([])
      .describe("Reports to write, each as `format=file`, such as `sarif=prodcheck.sarif`."),
    format: z.enum(REPORT_FORMATS).optional().describe("Format of the report on standard output."),
    severity: z
      .record(ruleId, z.enum(SEVERITIES))
      .default({})
      .describe("Severities of your own: a map from rule id to critical, high, medium or low."),
    platform: oneOrMore(
      z.string().regex(/^[a-z][a-z0-9-]*$/, "Must be a platform's name in lower case, such as `vercel`"),
    )
      .default([])
      .describe(
        "Platforms that the application runs on, when no file in the repository tells: vercel, render, fly, heroku …",
      ),
    coverageTarget: percent.optional().describe("Least test coverage in percent."),
  })
  .describe("Write one key a line, such as `failOn: high`; README.md lists every key.");

export type ConfigFile = z.output<typeof configFileSchema>;

function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
