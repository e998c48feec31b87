import { Command, Option } from "commander";
import { decideExitCode, explainFailure, type Gate } from "../findings/exit-code.js";
import { renderReport, REPORT_FORMATS } from "../reports/render.js";
import { UserError } from "../shared/errors.js";
import { SEVERITIES, type Severity } from "../shared/rule.js";
import { addCatalogOptions, type CatalogOptions } from "./catalog-options.js";
import type { CommandContext } from "./context.js";
import { collect, parseDate } from "./option-values.js";
import { parseFormat, parseOutput, writeOutput } from "./output.js";
import { runAudit } from "./run-audit.js";
import { addSupabaseOptions, type SupabaseOptions } from "./supabase-options.js";

interface AuditOptions extends CatalogOptions, SupabaseOptions {
  readonly config?: string;
  readonly include?: string[];
  readonly exclude?: string[];
  readonly rules?: string[];
  readonly only?: string[];
  readonly skip?: string[];
  readonly failOn?: Severity | "never";
  readonly minScore?: number;
  readonly asOf?: string;
  readonly baseline?: string | false;
  readonly format?: string;
  readonly output?: string[];
}

/** `prodcheck audit [path]`. */
export function auditCommand(context: CommandContext): Command {
  const command = new Command("audit")
    .description("Audit a repository for production readiness")
    .argument("[path]", "folder of the repository", ".")
    .option("--config <file>", "config file (default: prodcheck.yaml in the repository)")
    .option("--include <glob>", "audit only these files (repeatable)", collect)
    .option("--exclude <glob>", "leave these files out (repeatable)", collect)
    .option("--rules <folder>", "also apply the rules of this folder (repeatable)", collect)
    .option("--only <rule>", "ask only this rule or category (repeatable, comma-separated)", collect)
    .option("--skip <rule>", "leave this rule or category out (repeatable, comma-separated)", collect)
    .addOption(
      new Option("--fail-on <severity>", "least severity that exits with 1 (default: critical)").choices([
        ...SEVERITIES,
        "never",
      ]),
    )
    .option("--min-score <n>", "exit with 1 below this score (0-100)", parseScore)
    .option("--as-of <date>", "judge dates by this day, YYYY-MM-DD (default: today)", parseDate)
    .option("--baseline <file>", "findings listed in this file do not fail the audit")
    .option("--no-baseline", "do not use the baseline that the config names")
    .option("--format <format>", `report on stdout: ${REPORT_FORMATS.join(", ")} (default: terminal)`)
    .option("--output <format=file>", "also write a report to a file (repeatable)", collect)
    .action((path: string, options: AuditOptions) => runAuditCommand(path, options, context));
  return addSupabaseOptions(addCatalogOptions(command));
}

async function runAuditCommand(path: string, options: AuditOptions, context: CommandContext): Promise<void> {
  // Checked before the audit: a misspelt format should not cost the wait.
  const asked = options.format === undefined ? null : parseFormat(options.format);
  const outputs = (options.output ?? []).map(parseOutput);
  const { result, config, errors } = await runAudit(path, options, context.progress);
  context.progressDone();
  for (const error of errors) context.warn(error);
  for (const { format, file } of options.output ? outputs : config.output) {
    writeOutput({ what: "report", file, text: renderReport(format, result, { color: false, width: context.width }) });
  }
  const format = asked ?? config.format ?? "terminal";
  context.write(renderReport(format, result, { color: context.color, width: context.width }));
  const gate: Gate = {
    failOn: options.failOn ?? config.failOn ?? "critical",
    minScore: options.minScore ?? config.minScore ?? null,
  };
  if (format === "terminal") for (const reason of explainFailure(result, gate)) context.tell(`Failed: ${reason}`);
  context.exitWith(errors.length > 0 ? 2 : decideExitCode(result, gate));
}

function parseScore(text: string): number {
  const score = Number(text);
  if (text.trim() !== "" && score >= 0 && score <= 100) return score;
  throw new UserError(`"${text}" is no score.`, { where: "--min-score", remedy: "Give a number from 0 to 100." });
}
