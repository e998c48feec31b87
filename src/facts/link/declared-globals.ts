import { isKnownGlobal } from "../code/globals.js";
import type { DependencyRow, PackageRow } from "../rows.js";
import type { CodeGraph } from "./code-graph.js";
import { hasAutoImports, type PackageInfo } from "./package-exports.js";
import { ancestorsOf } from "./paths.js";

/**
 * Judges again which callees need no declaration, now that it is known where a file runs and what its manifests
 * declare: `open()` is a window's method in a browser and a forgotten import on a server.
 */
export function linkDeclaredGlobals(graph: CodeGraph, dependencies: readonly DependencyRow[]): void {
  const declaredIn = createDependencyLookup(dependencies);
  for (const { row, record, file } of graph.calls) {
    const { language, side, role, package_dir } = file.info;
    // Python has the same names everywhere: its own reader knew them.
    if (record.isBound || row.root === null || language === "python") continue;
    row.is_declared = isKnownGlobal(row.root, {
      language,
      side,
      isTest: role === "test",
      dependencies: package_dir === null ? undefined : declaredIn(package_dir),
    });
  }
}

/** What the manifests from a package's folder up to the root declare. */
function createDependencyLookup(dependencies: readonly DependencyRow[]): (dir: string) => ReadonlySet<string> {
  const own = new Map<string, string[]>();
  for (const { package_dir, name } of dependencies) {
    const names = own.get(package_dir);
    if (names) names.push(name);
    else own.set(package_dir, [name]);
  }
  const known = new Map<string, ReadonlySet<string>>();
  return (dir) => {
    const names = known.get(dir) ?? new Set(ancestorsOf(dir).flatMap((folder) => own.get(folder) ?? []));
    known.set(dir, names);
    return names;
  };
}

/** Marks the packages whose files get names from a build step: their own, or that of a package around them. */
export function linkAutoImports(packages: readonly PackageRow[], manifests: readonly PackageInfo[]): void {
  const providers = new Set(manifests.filter(hasAutoImports).map(({ dir }) => dir));
  for (const row of packages) row.has_auto_imports = ancestorsOf(row.dir).some((dir) => providers.has(dir));
}
