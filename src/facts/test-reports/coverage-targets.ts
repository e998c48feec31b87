import { addRows, type FactSet } from "../fact-set.js";

interface Source {
  readonly source: string;
  readonly files: RegExp;
  /** Its first group is the percentage. */
  readonly pattern: RegExp;
}

/** Settings between the braces of an object, nested once more for `global`. */
const JEST =
  /\bcoverageThreshold["']?\s*:\s*\{\s*["']?global["']?\s*:\s*\{[^{}]{0,400}?["']?\blines["']?\s*:\s*(\d+(?:\.\d+)?)/;
const VITEST = /\bthresholds?["']?\s*:\s*\{[^{}]{0,400}?\blines["']?\s*:\s*(\d+(?:\.\d+)?)/;

const SOURCES: readonly Source[] = [
  { source: "jest", files: /(?:^|\/)(?:jest\.config\.[\w.]+|package\.json)$/, pattern: JEST },
  {
    source: "vitest",
    files: /(?:^|\/)(?:vitest|vite)(?:\.[\w-]+)*\.config\.[cm]?[jt]s$|(?:^|\/)vite(?:st)?\.config[\w.-]*\.[cm]?[jt]s$/,
    pattern: VITEST,
  },
  {
    source: "nyc",
    files: /(?:^|\/)\.(?:nycrc|c8rc)(?:\.json)?$/,
    pattern: /"lines"\s*:\s*(\d+(?:\.\d+)?)/,
  },
  {
    source: "nyc",
    files: /(?:^|\/)package\.json$/,
    pattern: /"(?:nyc|c8)"\s*:\s*\{[^{}]{0,400}?"lines"\s*:\s*(\d+(?:\.\d+)?)/,
  },
  { source: "nyc", files: /(?:^|\/)package\.json$/, pattern: /--check-coverage[^"]{0,80}--lines[= ](\d+(?:\.\d+)?)/ },
  {
    source: "coverage.py",
    // It reads pytest.ini only where --cov-config names it; what stands there is asked for all the same.
    files: /(?:^|\/)(?:pyproject\.toml|setup\.cfg|tox\.ini|pytest\.ini|\.coveragerc)$/,
    pattern: /^[ \t]*fail_under[ \t]*=[ \t]*(\d+(?:\.\d+)?)/m,
  },
  {
    source: "pytest-cov",
    files:
      /(?:^|\/)(?:pyproject\.toml|setup\.cfg|tox\.ini|pytest\.ini|Makefile|justfile)$|^\.github\/workflows\/[^/]+\.ya?ml$/,
    pattern: /--cov-fail-under[= ]{1,2}(\d+(?:\.\d+)?)/,
  },
  {
    source: "codecov",
    files: /(?:^|\/)\.?codecov\.ya?ml$/,
    pattern:
      /^[ \t]*project:[ \t]*(?:\n(?:[ \t]*(?:#.*)?\n)*[ \t]*default:[ \t]*)?(?:\n[ \t]*(?!target)\w+:.*)*\n[ \t]*target:[ \t]*(\d+(?:\.\d+)?)%?/m,
  },
];

/** How much of the code the project itself wants its tests to run; `[]` for files that say nothing of it. */
export function extractCoverageTargets(path: string, text: string): FactSet | null {
  const rows = SOURCES.filter(({ files }) => files.test(path)).flatMap(({ source, pattern }) => {
    const match = pattern.exec(withoutComments(text));
    const percent = Number(match?.[1] ?? Number.NaN);
    if (match === null || !(percent > 0 && percent <= 100)) return [];
    const line = text.slice(0, match.index + match[0].length).split("\n").length;
    return [{ file: path, line, package_dir: null, percent, source }];
  });
  if (rows.length === 0) return null;
  const facts: FactSet = {};
  addRows(facts, "coverage_target", rows);
  return facts;
}

/** Lines of comment as empty ones, so that places hold. */
const withoutComments = (text: string): string =>
  text.replaceAll(/^[ \t]*(?:\/\/|#|\*).*$/gm, (line) => " ".repeat(line.length));
