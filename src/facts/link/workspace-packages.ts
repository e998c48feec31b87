/** The repository's own packages: which of them a name means, and which source file stands behind one of their entries. */
import type { FileProbe } from "./file-probe.js";
import { sourcesOfBuilt } from "./generated-paths.js";
import { exportTargets, type PackageInfo } from "./package-exports.js";
import { joinPath } from "./paths.js";

export interface WorkspacePackages {
  readonly byDir: ReadonlyMap<string, PackageInfo>;
  /** One package per name, samples and fixtures last. */
  readonly byName: ReadonlyMap<string, PackageInfo>;
  /** The package of this repository that `name` means in a file of `importer`; null when it comes from a registry. */
  readonly find: (name: string, importer: PackageInfo | null) => PackageInfo | null;
}

/** Folders whose packages nobody outside them imports, however they are named. */
const SAMPLE_FOLDER =
  /(^|\/)(fixtures?|__fixtures__|__tests__|tests?|e2e|examples?|samples?|templates?|demos?|playgrounds?|benchmarks?|node_modules|dist|build|\.[^/]+)(\/|$)/;

export function createWorkspacePackages(packages: readonly PackageInfo[]): WorkspacePackages {
  const byDir = new Map(packages.map((info) => [info.dir, info]));
  const named = new Map<string, PackageInfo[]>();
  for (const info of [...packages].sort(compareByImportance)) {
    if (info.name === null) continue;
    const same = named.get(info.name);
    if (same) same.push(info);
    else named.set(info.name, [info]);
  }
  const byName = new Map([...named].flatMap(([name, [first]]) => (first ? [[name, first] as const] : [])));
  return {
    byDir,
    byName,
    find: (name, importer) => {
      const range = importer?.dependencies.get(name);
      if (importer && range !== undefined) {
        const linked = linkedDir(importer, range);
        if (linked !== null) return byDir.get(linked) ?? null;
        if (range.startsWith("npm:")) return null;
      }
      const isAsked = range?.startsWith("workspace:") === true;
      const visible = (named.get(name) ?? []).filter((info) => isAsked || isVisible(info, importer));
      const found = nearestTo(importer?.dir ?? "", visible);
      // Node finds a package by its own name only through `exports`; a playground called "react" means the real one.
      return found === importer && range !== undefined && found?.exports === undefined ? null : found;
    },
  };
}

/** The file behind a subpath ("." or "./x") of a package: as exported, or the source of what is exported. */
export function resolveInPackage(info: PackageInfo, subpath: string, probe: FileProbe): string | null {
  const exported = exportTargets(info, subpath) ?? (subpath === "." ? info.entries : []);
  const targets = exported.length > 0 ? exported : [subpath];
  const sources = targets.filter((target) => !/\.d\.[mc]?ts$/.test(target));
  return (
    firstFile(info, sources, probe) ??
    firstFile(info, targets.flatMap(sourcesOfBuilt), probe) ??
    firstFile(info, conventionalSources(info, subpath), probe) ??
    firstFile(info, targets, probe)
  );
}

/** Paths a package would have to hold for this subpath, as written in its manifest. */
export function declaredTargets(info: PackageInfo, subpath: string): string[] {
  const targets = exportTargets(info, subpath) ?? (subpath === "." ? info.entries : [subpath]);
  return targets.map((target) => joinPath(info.dir, target)).filter((target) => target !== null);
}

function firstFile(info: PackageInfo, targets: readonly string[], probe: FileProbe): string | null {
  for (const target of targets) {
    const path = joinPath(info.dir, target);
    if (path === null) continue;
    const file = probe.asFile(path, true) ?? probe.indexOf(path);
    if (file !== null) return file;
  }
  return null;
}

/** Where sources lie when the manifest names only what a build writes, or nothing. */
function conventionalSources(info: PackageInfo, subpath: string): string[] {
  if (subpath !== ".") return ["", "src/", "lib/", "source/", "app/"].map((folder) => folder + subpath.slice(2));
  const bare = info.name?.slice(info.name.lastIndexOf("/") + 1) ?? "index";
  return [
    "src/index",
    "index",
    "src/main",
    "lib/index",
    "source/index",
    "src/lib/index",
    "src/public-api",
    "mod",
    `src/${bare}`,
  ];
}

const compareByImportance = (a: PackageInfo, b: PackageInfo): number =>
  Number(SAMPLE_FOLDER.test(a.dir)) - Number(SAMPLE_FOLDER.test(b.dir)) ||
  a.dir.split("/").length - b.dir.split("/").length ||
  (a.dir < b.dir ? -1 : 1);

/** The one that shares the longest path with a folder; the more important one where two share as much. */
function nearestTo(dir: string, packages: readonly PackageInfo[]): PackageInfo | null {
  const home = dir.split("/");
  const shared = (info: PackageInfo): number => {
    const parts = info.dir.split("/");
    const differing = parts.findIndex((part, position) => part !== home[position]);
    return differing < 0 ? parts.length : differing;
  };
  let best: PackageInfo | null = null;
  for (const info of packages) if (!best || shared(info) > shared(best)) best = info;
  return best;
}

/** A fixture named "react" is not the react that the application imports. */
function isVisible(info: PackageInfo, importer: PackageInfo | null): boolean {
  const sample = SAMPLE_FOLDER.exec(info.dir);
  if (!sample) return true;
  const sampleRoot = info.dir.slice(0, sample.index + sample[0].length).replace(/\/$/, "");
  return importer !== null && (importer.dir === sampleRoot || importer.dir.startsWith(`${sampleRoot}/`));
}

/** `file:../x`, `link:../x`, `portal:../x` name a folder. */
function linkedDir(importer: PackageInfo, range: string): string | null {
  const path = /^(?:file|link|portal):(.*)$/.exec(range)?.[1];
  return path === undefined || /\.t(ar\.)?gz$/.test(path) ? null : joinPath(importer.dir, path);
}
