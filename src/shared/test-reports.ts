/** Reports of tests and coverage that a run left behind, told by their names. They usually lie in folders that git ignores. */

const COVERAGE =
  /^(?:lcov\.info|[\w.-]+\.lcov|coverage-(?:final|summary)\.json|coverage\.json|(?:[\w.-]*cobertura[\w.-]*|coverage|clover)\.xml)$/i;
const RESULTS =
  /^(?:(?:[\w.-]*[._-])?junit(?:[._-][\w.-]*)?\.xml|test-[\w.-]+\.xml|(?:py)?test(?:[_-]?(?:results?|report))?\.xml|(?:vitest|jest|pytest|tests?)[._-]?(?:results?|report|output)\.json|\.report\.json)$/i;
/** Names that say nothing by themselves; in a folder of reports they do. */
const IN_REPORT_FOLDER = /^(?:results?|reports?)\.(?:json|xml)$/i;

const REPORT_FOLDER = /^(?:coverage|\.coverage|cov|test[_-]?(?:results?|reports?)|reports?|junit|playwright-report)$/i;

/** What lies there is somebody else's report, or a test's own material. */
const FOREIGN_FOLDER =
  /(?:^|\/)(?:(?:__)?(?:fixtures?|mocks?|snapshots?|tests?|specs?)(?:__)?|test[_-]?data|docs?|examples?|samples?|templates?)\//i;
const OWN_FOLDER = /^(?:tests?|specs?)\/(?:[\w.-]*(?:coverage|reports?|results?|junit)[\w.-]*\/)?[^/]+$/i;

/** True for a file that by its path is a report of this project's own tests. Its text decides which kind. */
export function isTestReport(path: string): boolean {
  const slash = path.lastIndexOf("/");
  const name = path.slice(slash + 1);
  const folder = path.slice(0, Math.max(0, slash));
  const isNamed =
    COVERAGE.test(name) ||
    RESULTS.test(name) ||
    (IN_REPORT_FOLDER.test(name) && folder.split("/").some((part) => isReportFolder(part)));
  return isNamed && (!FOREIGN_FOLDER.test(path) || OWN_FOLDER.test(path));
}

/** True for the name of a folder that tests write their reports into. */
export const isReportFolder = (name: string): boolean => REPORT_FOLDER.test(name);
