/** Finds what lies at a path of the repository, and explains why nothing does. */
import { candidatesOf, createFileProbe, isCodePath } from "./file-probe.js";
import { isGeneratedPath, isUncommittedOutput, sourcesOfBuilt } from "./generated-paths.js";
import { type PackageInfo, parsePackageSpecifier } from "./package-exports.js";
import { ancestorsOf, dirOf, extensionOf, joinPath } from "./paths.js";
import { at, IGNORED, MISSING, type Resolution, UNKNOWN } from "./resolution.js";
import { declaredTargets, resolveInPackage, type WorkspacePackages } from "./workspace-packages.js";

export interface PathResolver {
  /** The file or asset that a path means; null when none is known. */
  readonly find: (path: string, prefersTypeScript: boolean, isFolder?: boolean) => Resolution | null;
  /** Like `find` for targets of a manifest, which may name what a build writes. */
  readonly findBuilt: (info: PackageInfo, targets: readonly string[]) => Resolution | null;
  /** One of the repository's own packages, by name. */
  readonly inPackage: (info: PackageInfo, subpath: string) => Resolution;
  /** Why nothing known is at a path: ignored, present but not read, out of reach, or missing. */
  readonly explainAbsence: (path: string) => Resolution;
  /** True when any known file lies below. */
  readonly isFolder: (dir: string) => boolean;
}

interface PathInput {
  readonly files: ReadonlySet<string>;
  isIgnored(path: string): boolean;
  exists(path: string): boolean;
}

export function createPathResolver(input: PathInput, workspace: WorkspacePackages): PathResolver {
  const probe = createFileProbe(input.files);
  const isPackage = (dir: string): boolean => workspace.byDir.has(dir);

  const find: PathResolver["find"] = (path, prefersTypeScript, isFolder = false) => {
    const file = isFolder ? null : probe.asFile(path, prefersTypeScript);
    if (file !== null) return foundAt(file);
    const info = workspace.byDir.get(path);
    const index = info ? resolveInPackage(info, ".", probe) : probe.indexOf(path);
    return index === null ? installedPackage(path) : foundAt(index);
  };

  const findBuilt: PathResolver["findBuilt"] = (info, targets) => {
    for (const target of [...targets, ...targets.flatMap(sourcesOfBuilt)]) {
      const path = joinPath(info.dir, target);
      const found = path === null ? null : find(path, true);
      if (found) return found;
    }
    return null;
  };

  const explanations = new Map<string, Resolution>();
  const explainAbsence = (path: string): Resolution => {
    const known = explanations.get(path) ?? explain(path);
    explanations.set(path, known);
    return known;
  };

  const isUnreadFile = (path: string): boolean => !probe.isFolder(path) && input.exists(path);

  const explain = (path: string): Resolution => {
    const candidates = candidatesOf(path);
    if (candidates.some((candidate) => isIgnoredOnPurpose(input, candidate))) return IGNORED;
    const lookalike = probe.lookalike(path);
    if (lookalike !== null) return { ...missingAt(path), lookalike };
    const unread = candidates.find((candidate) => extensionOf(candidate) !== "" && isUnreadFile(candidate));
    if (unread !== undefined) return at("asset", unread);
    // Another form of the same picture is there: a build, or a store for large files, holds the others.
    if (PICTURE.test(path) && PICTURE_FORMS.some((form) => input.exists(path.replace(PICTURE, form)))) return UNKNOWN;
    if (isUnreadFile(path) || isBelowUnread(input, path, probe.isFolder)) return UNKNOWN;
    if (isGeneratedPath(path) || isUncommittedOutput(path, probe.isFolder, isPackage)) return IGNORED;
    return probe.hasForeignSource(path) ? UNKNOWN : missingAt(path);
  };

  const inPackage: PathResolver["inPackage"] = (info, subpath) => {
    const file = resolveInPackage(info, subpath, probe);
    if (file !== null) return at(isCodePath(file) ? "workspace" : "asset", file, info.name);
    const isGenerated = declaredTargets(info, subpath).some((path) => isGeneratedPath(path));
    return at(isGenerated ? "ignored" : "workspace", null, info.name);
  };

  return { find, findBuilt, inPackage, explainAbsence, isFolder: probe.isFolder };
}

const PICTURE = /\.(png|jpe?g|gif|webp|avif)$/i;
const PICTURE_FORMS = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"];

/** Every way to write one file's path is one missing file. */
const missingAt = (path: string): Resolution => ({
  ...MISSING,
  missingPath: path.replace(/\.[cm]?[jt]sx?$/, "").replace(/(?<=.)\/index$/, ""),
});

const foundAt = (file: string): Resolution => at(isCodePath(file) ? "file" : "asset", file);

/** `../node_modules/x/dist/style.css` is package x, whichever manifest installed it there. */
function installedPackage(path: string): Resolution | null {
  const inside = /(?:^|\/)node_modules\/(?!.*\/node_modules\/)(.+)$/.exec(path)?.[1];
  const name = inside === undefined ? undefined : parsePackageSpecifier(inside)?.name;
  return name === undefined ? null : at("virtual", null, name);
}

/**
 * True when the ignore files name this path or its folder. A project that ignores every `*.js` says nothing about one of
 * them: then a file of any other name would be ignored as well.
 */
function isIgnoredOnPurpose(input: PathInput, path: string): boolean {
  if (!input.isIgnored(path)) return false;
  const probe = `${dirOf(path)}/prodcheck-probe`.replace(/^\//, "");
  if (input.isIgnored(probe)) return true;
  const extension = /(\.d\.[mc]?ts|\.\w+)$/.exec(path)?.[0] ?? "";
  return extension === "" || !input.isIgnored(probe + extension);
}

/** True when a folder on the way exists but was not walked: a symlink, a submodule, vendored code. */
function isBelowUnread(input: PathInput, path: string, isFolder: (dir: string) => boolean): boolean {
  const above = ancestorsOf(dirOf(path)).toReversed();
  const outermost = above.find((dir) => !isFolder(dir));
  return outermost !== undefined && input.exists(outermost);
}
