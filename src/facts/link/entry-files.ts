/** Files that a manifest names for others: main, module, exports, bin; themselves or what is built from them. */
import { createFileProbe } from "./file-probe.js";
import { sourcesOfBuilt } from "./generated-paths.js";
import type { PackageInfo } from "./package-exports.js";
import { joinPath } from "./paths.js";
import { resolveInPackage } from "./workspace-packages.js";

/** Paths of every package's entries. A pattern in `exports` makes an entry of each file that it can mean. */
export function findEntryFiles(packages: readonly PackageInfo[], files: ReadonlySet<string>): Set<string> {
  const probe = createFileProbe(files);
  const entries = new Set<string>();
  for (const info of packages) {
    const subpaths = subpathsOf(info.exports);
    for (const subpath of ["."].concat(subpaths.filter((key) => !key.includes("*")))) {
      const file = resolveInPackage(info, subpath, probe);
      if (file !== null) entries.add(file);
    }
    for (const target of info.bin.flatMap((path) => [path, ...sourcesOfBuilt(path)])) {
      const path = joinPath(info.dir, target);
      const file = path === null ? null : probe.asFile(path, true);
      if (file !== null) entries.add(file);
    }
    if (subpaths.some((key) => key.includes("*"))) addBelow(info.dir, files, entries);
  }
  return entries;
}

function subpathsOf(exported: unknown): string[] {
  if (typeof exported !== "object" || exported === null || Array.isArray(exported)) return [];
  return Object.keys(exported).filter((key) => key.startsWith("./"));
}

function addBelow(dir: string, files: ReadonlySet<string>, entries: Set<string>): void {
  for (const file of files) if (dir === "" || file.startsWith(`${dir}/`)) entries.add(file);
}
