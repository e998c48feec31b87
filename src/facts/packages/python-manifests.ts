/** Python's packages and dependencies stand aside while npm's are linked: names that exist in both worlds must not meet. */
import { addRows, type FactSet } from "../fact-set.js";
import type { DependencyRow, PackageRow } from "../rows.js";

interface PythonManifests {
  /** One per folder: of pyproject.toml, Pipfile and requirements.txt the one that names most about the project. */
  readonly packages: readonly PackageRow[];
  readonly dependencies: readonly DependencyRow[];
}

const isPython = ({ ecosystem }: { ecosystem: string }): boolean => ecosystem === "python";

/** Takes the rows of Python's manifests out of the facts. */
export function takePython(facts: FactSet): PythonManifests {
  const byDir = new Map<string, PackageRow>();
  for (const row of (facts.package ?? []).filter(isPython))
    if (!byDir.has(row.dir) || row.file.endsWith("pyproject.toml")) byDir.set(row.dir, row);
  const dependencies = (facts.dependency ?? []).filter(isPython);
  if (facts.package) facts.package = facts.package.filter((row) => !isPython(row));
  if (facts.dependency) facts.dependency = facts.dependency.filter((row) => !isPython(row));
  return { packages: [...byDir.values()], dependencies };
}

/** Puts them back. Where a folder has manifests of both kinds, npm's row stays the package. */
export function addPython(facts: FactSet, { packages, dependencies }: PythonManifests): void {
  const taken = new Set((facts.package ?? []).map(({ dir }) => dir));
  if (dependencies.length > 0) addRows(facts, "dependency", dependencies);
  const added = packages.filter(({ dir }) => !taken.has(dir));
  if (added.length > 0) addRows(facts, "package", added);
}
