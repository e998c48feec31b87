import { addRows, type FactSet } from "../fact-set.js";
import type { EnvDeclarationRow, ProblemRow } from "../rows.js";
import { describeEnvValue } from "./env-value.js";
import type { EnvFileKind } from "./env-file-kind.js";
import { type EnvAssignment, type EnvMistake, parseEnv } from "./parse-env.js";

/** Broken lines reported per file; one bad paste should not bury the rest of the report. */
const MOST_PROBLEMS = 20;

/** Every variable an env file declares, commented ones included, and every line a loader would not understand. */
export function extractEnvFile(path: string, text: string, kind: EnvFileKind): FactSet {
  const { assignments, mistakes } = parseEnv(text);
  const facts: FactSet = {};
  addRows(
    facts,
    "env_declaration",
    assignments.map((assignment) => declarationRow(path, assignment, kind)),
  );
  // A direnv file is a script; what is not an assignment there is a command.
  const problems = kind.isShell ? [] : [...mistakes, ...findDuplicates(assignments)].sort((a, b) => a.line - b.line);
  addRows(facts, "problem", limitProblems(path, problems));
  return facts;
}

function declarationRow(path: string, assignment: EnvAssignment, kind: EnvFileKind): EnvDeclarationRow {
  const described = describeEnvValue(assignment.name, assignment.value);
  return {
    file: path,
    line: assignment.line,
    name: assignment.name,
    source: kind.source,
    value_kind: described.kind,
    value: described.value,
    is_commented: assignment.isCommented,
    is_optional: false,
    environment: kind.environment,
  };
}

function findDuplicates(assignments: readonly EnvAssignment[]): EnvMistake[] {
  const firstLines = new Map<string, number>();
  const duplicates: EnvMistake[] = [];
  for (const { name, line, isCommented } of assignments) {
    // A commented line beside a live one documents an alternative.
    if (isCommented) continue;
    const first = firstLines.get(name);
    if (first === undefined) firstLines.set(name, line);
    else
      duplicates.push({
        line,
        message: `\`${name}\` is set again (first at line ${first}); which of the two wins depends on the loader`,
        remedy: "Keep one of them.",
      });
  }
  return duplicates;
}

function limitProblems(path: string, problems: readonly EnvMistake[]): ProblemRow[] {
  const rows: ProblemRow[] = problems.slice(0, MOST_PROBLEMS).map((problem) => ({ file: path, ...problem }));
  const left = problems.length - rows.length;
  if (left > 0)
    rows.push({
      file: path,
      line: problems[MOST_PROBLEMS]?.line ?? null,
      message: `${left} more lines of this file could not be understood`,
      remedy: "Correct the ones above first.",
    });
  return rows;
}
