import type { FactSet } from "../fact-set.js";

/** Whether there were reports of coverage and of test runs: two rows of `collected`. */
export function describeReports(facts: FactSet): { need: string; available: boolean; detail: string }[] {
  const coverage = facts.coverage_report ?? [];
  const tests = facts.test_report ?? [];
  return [
    describe("coverage", coverage, "no coverage report (lcov, cobertura, istanbul, coverage.py) was found"),
    describe("tests", tests, "no test report (JUnit, vitest, jest or pytest JSON) was found"),
  ];
}

function describe(
  need: string,
  reports: readonly { readonly file: string }[],
  missing: string,
): { need: string; available: boolean; detail: string } {
  const [first] = reports;
  if (first === undefined) return { need, available: false, detail: missing };
  return { need, available: true, detail: reports.length === 1 ? first.file : `${reports.length} reports` };
}
