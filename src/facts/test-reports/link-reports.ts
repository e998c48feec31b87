/** Which of the project's files a report means: it may have been written on another machine, or in the folder of one package. */
import type { FactSet } from "../fact-set.js";

/** Fills in the files and the packages of reports, and the packages of targets. */
export function linkReports(facts: FactSet, files: ReadonlySet<string>): void {
  const packages = new Set((facts.package ?? []).map(({ dir }) => dir));
  for (const target of facts.coverage_target ?? []) target.package_dir ??= nearest(target.file, packages);
  const roots = new Map<string, readonly string[]>();
  for (const { file, roots_json } of facts.coverage_report ?? []) roots.set(file, readTexts(roots_json));
  for (const row of facts.coverage ?? []) row.file = findFile(row.report, row.path, files, roots.get(row.report));
  for (const row of facts.test_result ?? []) row.file = findTest(row.report, readTexts(row.places_json), files);
  for (const report of facts.coverage_report ?? [])
    report.package_dir = packageOf(report.file, filesOf(facts.coverage, report.file), packages);
  for (const report of facts.test_report ?? [])
    report.package_dir = packageOf(report.file, filesOf(facts.test_result, report.file), packages);
}

function filesOf(
  rows: readonly { readonly report: string; readonly file: string | null }[] | undefined,
  report: string,
): readonly string[] {
  return (rows ?? []).flatMap(({ report: of, file }) => (of === report && file !== null ? [file] : []));
}

/** Longest suffix first: of an absolute path the part below the root of the repository, wherever that was. */
export function findFile(
  report: string,
  path: string,
  files: ReadonlySet<string>,
  roots: readonly string[] = [],
): string | null {
  const parts = partsOf(path);
  if (parts.length === 0) return null;
  for (const root of ["", ...roots]) {
    const full = [...partsOf(root), ...parts];
    const isAbsolute = /^(?:[A-Za-z]:)?[\\/]/.test(root === "" ? path : root);
    const found = isAbsolute ? bySuffix(full, files) : fromAbove(report, full, files);
    if (found !== null) return found;
  }
  return /^(?:[A-Za-z]:)?[\\/]/.test(path) ? null : bySuffix(parts, files);
}

const partsOf = (path: string): readonly string[] =>
  path.split(/[\\/]/).filter((part) => part !== "" && part !== "." && part !== ".." && !/^[A-Za-z]:$/.test(part));

/** Relative to one of the folders around the report, the nearest first. */
function fromAbove(report: string, parts: readonly string[], files: ReadonlySet<string>): string | null {
  const below = parts.join("/");
  for (let folder = report; folder !== "";) {
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")));
    const path = folder === "" ? below : `${folder}/${below}`;
    if (files.has(path)) return path;
  }
  return null;
}

function bySuffix(parts: readonly string[], files: ReadonlySet<string>): string | null {
  for (let from = 0; from < parts.length; from++) {
    const path = parts.slice(from).join("/");
    if (files.has(path)) return path;
  }
  return null;
}

/** The file of a test; of a class with dots the module that holds it. */
function findTest(report: string, places: readonly string[], files: ReadonlySet<string>): string | null {
  for (const place of places) {
    const found = findFile(report, place, files) ?? findModule(report, place, files);
    if (found !== null) return found;
  }
  return null;
}

function findModule(report: string, place: string, files: ReadonlySet<string>): string | null {
  if (!/^[A-Za-z_]\w*(?:\.\w+)+$/.test(place)) return null;
  const parts = place.split(".");
  for (let end = parts.length; end > 0; end--) {
    const found = fromAbove(report, [`${parts.slice(0, end).join("/")}.py`], files);
    if (found !== null) return found;
  }
  return null;
}

/** The package that all of a report's files belong to; of several, or none, the one that the report lies in. */
function packageOf(report: string, named: readonly string[], packages: ReadonlySet<string>): string | null {
  const owners = new Set(named.map((file) => nearest(file, packages)));
  const [only] = owners;
  return owners.size === 1 && only !== undefined ? only : nearest(report, packages);
}

function nearest(path: string, packages: ReadonlySet<string>): string | null {
  for (let dir = path; dir !== "";) {
    dir = dir.slice(0, Math.max(0, dir.lastIndexOf("/")));
    if (packages.has(dir)) return dir;
  }
  return null;
}

function readTexts(json: string): readonly string[] {
  const value: unknown = JSON.parse(json);
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
