import { addRows, type FactSet } from "../fact-set.js";
import { readCoverageJson } from "./read-coverage-json.js";
import { readCoverageXml } from "./read-coverage-xml.js";
import { readJunit } from "./read-junit.js";
import { readLcov } from "./read-lcov.js";
import { readTestJson } from "./read-test-json.js";
import type { CoverageReport, TestReport } from "./report.js";

/** Enough to say what fails; a run in which everything fails has one cause. */
const MAX_OUTCOMES = 500;
const MAX_FILES = 50_000;

/** Rows of a report that tests left behind, its paths as it names them; none for a file that only has such a name. */
export function extractReport(path: string, text: string): FactSet {
  const facts: FactSet = {};
  try {
    const { coverage, tests } = readReport(text);
    if (coverage !== null) addCoverage(facts, path, coverage);
    if (tests !== null) addTests(facts, path, tests);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.slice(0, 200) : "it is broken";
    const remedy = "Run the tests again, so that they write it anew.";
    addRows(facts, "problem", [{ file: path, line: null, message: `This test report was not read: ${why}`, remedy }]);
  }
  return facts;
}

interface Reports {
  readonly coverage: CoverageReport | null;
  readonly tests: TestReport | null;
}

/** What a text is shows in the text: names like `report.xml` promise nothing. */
function readReport(text: string): Reports {
  const start = text
    .slice(0, 2000)
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (start.startsWith("<")) return { coverage: readCoverageXml(text), tests: readJunit(text) };
  if (!start.startsWith("{")) return { coverage: readLcov(text), tests: null };
  const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
  const coverage = readCoverageJson(value);
  return { coverage, tests: coverage === null ? readTestJson(value) : null };
}

function addCoverage(facts: FactSet, path: string, report: CoverageReport): void {
  const { format, writtenOn: written_on, files } = report;
  addRows(facts, "coverage_report", [
    { file: path, format, written_on, package_dir: null, roots_json: JSON.stringify(report.roots.slice(0, 20)) },
  ]);
  addRows(
    facts,
    "coverage",
    files.slice(0, MAX_FILES).map((file) => {
      return { report: path, path: file.path.slice(0, 1000), file: null, lines: file.lines, covered: file.covered };
    }),
  );
}

function addTests(facts: FactSet, path: string, { format, writtenOn, tests, outcomes }: TestReport): void {
  const count = (status: string): number => outcomes.filter((outcome) => outcome.status === status).length;
  addRows(facts, "test_report", [
    {
      file: path,
      format,
      written_on: writtenOn,
      package_dir: null,
      tests,
      failed: count("failed"),
      skipped: count("skipped"),
    },
  ]);
  addRows(
    facts,
    "test_result",
    outcomes.slice(0, MAX_OUTCOMES).map(({ name, places, status, message }) => {
      return { report: path, name, places_json: JSON.stringify(places.slice(0, 6)), file: null, status, message };
    }),
  );
}
