import type { FileRow } from "../facts/rows.js";
import { SEVERITIES, type RuleOutcome, type RuleRow } from "../shared/rule.js";

type CodeFile = Pick<FileRow, "path" | "language" | "role" | "is_reached" | "started" | "module_kind" | "package_dir">;

/**
 * What stands in files that nothing loads runs nowhere: it is no more than medium, and says so, unless the rule is about
 * what does harm where it stands, like a secret. The same holds where nothing that runs is seen to lead to a file.
 * Before the severities that a project set itself, which win.
 */
export function capDormant(outcomes: readonly RuleOutcome[], files: readonly CodeFile[]): RuleOutcome[] {
  const code = files.filter((row) => row.role === "app" && isCode(row));
  const dormant = new Set(code.filter((row) => !row.is_reached).map(({ path }) => path));
  // In Python this says something only where it is known what is started of a part.
  const isPython = ({ language }: CodeFile): boolean => language === "python";
  const known = new Set(
    code.filter((row) => isPython(row) && row.started === "start").map(({ package_dir: dir }) => dir ?? ""),
  );
  const unstarted = new Set(
    code
      .filter(
        (row) => !row.is_reached || (row.started === null && (!isPython(row) || known.has(row.package_dir ?? ""))),
      )
      .map(({ path }) => path),
  );
  if (unstarted.size === 0) return [...outcomes];
  const cap = (row: RuleRow, ruleSeverity: RuleOutcome["rule"]["severity"]): RuleRow => {
    if (row.status !== "fail" || !isInside(row, unstarted)) return row;
    const severity = row.severity ?? ruleSeverity;
    if (SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf("medium")) return row;
    const seen = isInside(row, dormant) ? "Nothing seems to load this code." : "What loads this code was not seen.";
    return { ...row, severity: "medium", message: `${row.message} ${seen}` };
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
