import type { FileRow } from "../facts/rows.js";
import { SEVERITIES, type RuleOutcome, type RuleRow } from "../shared/rule.js";

type CodeFile = Pick<FileRow, "path" | "language" | "role" | "is_reached" | "module_kind">;

/**
 * What stands in files that nothing loads runs nowhere: it is no more than medium, and says so, unless the rule is about
 * what does harm where it stands, like a secret.
 * Before the severities that a project set itself, which win.
 */
export function capDormant(outcomes: readonly RuleOutcome[], files: readonly CodeFile[]): RuleOutcome[] {
  const dormant = new Set(
    files.filter((row) => row.role === "app" && !row.is_reached && isCode(row)).map(({ path }) => path),
  );
  if (dormant.size === 0) return [...outcomes];
  const cap = (row: RuleRow, ruleSeverity: RuleOutcome["rule"]["severity"]): RuleRow => {
    if (row.status !== "fail" || !isInside(row, dormant)) return row;
    const severity = row.severity ?? ruleSeverity;
    if (SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf("medium")) return row;
    return { ...row, severity: "medium", message: `${row.message} Nothing seems to load this code.` };
  };
  return outcomes.map((outcome) => ({
    ...outcome,
    rows: outcome.rule.isAtRest ? outcome.rows : outcome.rows.map((row) => cap(row, outcome.rule.severity)),
  }));
}

const isCode = ({ language, module_kind: kind }: CodeFile): boolean => kind !== null || language === "python";

function isInside(row: RuleRow, dormant: ReadonlySet<string>): boolean {
  const files = [...(row.file === null ? [] : [row.file]), ...row.locations.map(({ file }) => file)];
  return files.length > 0 && files.every((file) => dormant.has(file));
}
