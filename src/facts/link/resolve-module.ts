/** What an import specifier means, answered from paths and manifests alone: no file system, no node_modules. */
import { guessAlias, scopeOf } from "./alias-guess.js";
import { isBuiltinModule, isVirtualModule, providerOf, schemeOf } from "./builtin-modules.js";
import { type ImportMapInfo, mapImport, packageOfUrl } from "./import-maps.js";
import { importTargets, type PackageInfo, parsePackageSpecifier } from "./package-exports.js";
import { ancestorsOf, dirOf, joinPath } from "./paths.js";
import { createPathResolver, type PathResolver } from "./resolve-path.js";
import { at, IGNORED, type Resolution, UNKNOWN, VIRTUAL } from "./resolution.js";
import {
  createTsconfigIndex,
  type CompiledTsconfig,
  matchPaths,
  type TsconfigInfo,
  type TsconfigScope,
} from "./tsconfig-paths.js";
import { createWorkspacePackages, declaredTargets, type WorkspacePackages } from "./workspace-packages.js";

export type { Resolution } from "./resolution.js";

export interface ModuleResolverInput {
  /** Every path the audit knows, code or not. */
  readonly files: ReadonlySet<string>;
  readonly packages: readonly PackageInfo[];
  readonly tsconfigs: readonly TsconfigInfo[];
  /** deno.json and import maps, where there are any. */
  readonly importMaps?: readonly ImportMapInfo[];
  /** True when the ignore files exclude a path. */
  isIgnored(path: string): boolean;
  /** True when anything is at this path, read or not. */
  exists(path: string): boolean;
}

/** Answers what a specifier written in a file means. */
export type ModuleResolver = (fromFile: string, specifier: string) => Resolution;

/** Everything that is the same for all files of a folder. */
interface Place {
  readonly dir: string;
  readonly prefersTypeScript: boolean;
  /** Nearest manifest first. */
  readonly manifests: readonly PackageInfo[];
  readonly importMaps: readonly ImportMapInfo[];
  readonly tsconfigs: TsconfigScope;
  /** True when a manifest from here to the root declares the package. */
  readonly declares: (name: string) => boolean;
}

interface Known {
  readonly paths: PathResolver;
  readonly workspace: WorkspacePackages;
  /** Names, and scopes with their slash, that any manifest of the repository depends on. */
  readonly published: ReadonlySet<string>;
}

/** Indexes the repository once; every answer is remembered per folder and specifier. */
export function createModuleResolver(input: ModuleResolverInput): ModuleResolver {
  const workspace = createWorkspacePackages([...denoPackages(input), ...input.packages]);
  const published = collectPublished(input.packages);
  const known: Known = { workspace, published, paths: createPathResolver(input, workspace) };
  const placeOf = createPlaces(input, workspace);
  const answers = new Map<Place, Map<string, Resolution>>();
  return (fromFile, specifier) => {
    const place = placeOf(dirOf(fromFile), !/\.[mc]?jsx?$/.test(fromFile));
    let ofPlace = answers.get(place);
    if (!ofPlace) answers.set(place, (ofPlace = new Map()));
    const answered = ofPlace.get(specifier);
    if (answered) return answered;
    const bare = stripLoaders(specifier);
    const answer = transformed(specifier, bare, resolve(known, place, bare));
    ofPlace.set(specifier, answer);
    return answer;
  };
}

function collectPublished(packages: readonly PackageInfo[]): ReadonlySet<string> {
  const names = packages.flatMap((info) => [...info.dependencies.keys()]);
  return new Set(names.flatMap((name) => (name.startsWith("@") ? [name, scopeOf(name)] : [name])));
}

/** Packages that only a deno.json names; where there is a package.json as well, that one counts. */
function denoPackages({ importMaps = [], packages }: ModuleResolverInput): PackageInfo[] {
  const dirs = new Set(packages.map((info) => info.dir));
  return importMaps.flatMap((map) => (map.package && !dirs.has(map.package.dir) ? [map.package] : []));
}

function createPlaces(input: ModuleResolverInput, workspace: WorkspacePackages) {
  const tsconfigsOf = createTsconfigIndex(input.tsconfigs, workspace.byName);
  const places = new Map<string, Place>();
  return (dir: string, prefersTypeScript: boolean): Place => {
    const key = `${prefersTypeScript ? "t" : "j"}${dir}`;
    const existing = places.get(key);
    if (existing) return existing;
    const above = ancestorsOf(dir);
    const manifests = above.map((folder) => workspace.byDir.get(folder)).filter((info) => info !== undefined);
    const importMaps = above.flatMap((folder) => (input.importMaps ?? []).filter((map) => map.dir === folder));
    const declares = (name: string): boolean => manifests.some((info) => info.dependencies.has(name));
    const place = { dir, prefersTypeScript, manifests, importMaps, tsconfigs: tsconfigsOf(dir), declares };
    places.set(key, place);
    return place;
  };
}

/** `raw-loader!./a.txt?inline` → `./a.txt`. */
function stripLoaders(specifier: string): string {
  const bare = specifier.slice(specifier.lastIndexOf("!") + 1);
  return bare.replace(/(?<=.)\?.*$/, "").replace(/^(\..*\.\w+)#.*$/, "$1");
}

/** `./worker?worker`, `./x.ts?raw`: the bundler makes something else of the file, whose exports say nothing. */
function transformed(specifier: string, bare: string, answer: Resolution): Resolution {
  const isPlain = specifier === bare || answer.resolution !== "file" || /\?(v|t)=/.test(specifier);
  return isPlain ? answer : at("asset", null);
}

function resolve(known: Known, place: Place, specifier: string): Resolution {
  if (specifier === "" || /<%|\{\{|\$\{|\\/.test(specifier)) return UNKNOWN; // a template's placeholder
  if (specifier.startsWith("\0")) return VIRTUAL;
  if (/^\.{1,2}(\/|$)/.test(specifier)) return resolveRelative(known, place, specifier);
  const mapped = resolveByImportMap(known, place, specifier);
  if (mapped) return mapped;
  if (isBuiltinModule(specifier) && specifier.includes(":")) return at("builtin", null);
  if (schemeOf(specifier) !== null) return at("virtual", null, packageOfUrl(specifier));
  return resolveBare(known, place, specifier);
}

function resolveRelative({ paths }: Known, place: Place, specifier: string): Resolution {
  const path = joinPath(place.dir, specifier);
  if (path === null) return UNKNOWN; // above the audited folder
  const isFolder = /(^|\/)\.{0,2}$/.test(specifier);
  const found = paths.find(path, place.prefersTypeScript, isFolder);
  // `../..` is the package around this file. When its manifest names a file beside it, and not what a build writes, another one is a guess.
  const own = place.manifests.find((info) => info.dir === path);
  const file = found?.resolvedFile ?? null;
  const isBesideManifest = own !== undefined && declaredTargets(own, ".").every((target) => dirOf(target) === path);
  if (isBesideManifest && file !== null && dirOf(file) !== path) return UNKNOWN;
  return found ?? resolveInRootDirs(paths, place, path) ?? paths.explainAbsence(path);
}

/** `rootDirs` are laid over each other: a file of one is imported as if it lay in another. */
function resolveInRootDirs(paths: PathResolver, place: Place, path: string): Resolution | null {
  for (const { rootDirs } of place.tsconfigs.nearest) {
    const home = rootDirs.find((dir) => path.startsWith(dir === "" ? "" : `${dir}/`));
    if (home === undefined) continue;
    const rest = path.slice(home.length).replace(/^\//, "");
    for (const dir of rootDirs) {
      const found = paths.find(dir === "" ? rest : `${dir}/${rest}`, place.prefersTypeScript);
      if (found) return found;
    }
  }
  return null;
}

function resolveByImportMap(known: Known, place: Place, specifier: string): Resolution | null {
  for (const map of place.importMaps) {
    const target = mapImport(map, specifier);
    if (target === null) continue;
    if (!/^\.{0,2}\//.test(target))
      return at(isBuiltinModule(target) ? "builtin" : "virtual", null, packageOfUrl(target));
    const path = joinPath(map.dir, target);
    return path === null ? UNKNOWN : (known.paths.find(path, true) ?? known.paths.explainAbsence(path));
  }
  return null;
}

function resolveBare(known: Known, place: Place, specifier: string): Resolution {
  const aliased = resolveByPaths(known, place, specifier, place.tsconfigs.nearest);
  if (aliased?.found) return aliased.found;
  if (isBuiltinModule(specifier)) return at("builtin", null);
  if (specifier.startsWith("#")) return resolveHash(known, place, specifier, aliased);
  const named = resolveByManifest(known, place, specifier);
  if (named) return named;
  if (isVirtualModule(specifier, place.declares)) return VIRTUAL;
  const outer =
    resolveByBaseUrl(known, place, specifier) ?? resolveByPaths(known, place, specifier, place.tsconfigs.outer)?.found;
  if (outer) return outer;
  // A name that is spelt out in `paths` means that one file, and no other of the name.
  const guess = aliased?.isExact === true ? null : guessAlias(specifier, place.manifests, known);
  // What tsconfig maps elsewhere is not taken from there; a bundler's own configuration may still know it.
  if (guess && guess.resolution !== "unknown") return aliased?.prefix === "@/" ? UNKNOWN : guess;
  if (aliased && claims(known, aliased)) return explainAll(known, aliased.targets);
  if (guess) return guess;
  const name = parsePackageSpecifier(specifier)?.name;
  if (name === undefined || name !== name.toLowerCase()) return UNKNOWN;
  if (specifier === name && isStylePath(name)) return UNKNOWN;
  return at("package", null, name);
}

/** `unfonts.css`, `uno.css`: a bundler plugin makes it up. `normalize.css/normalize.css` is a package. */
const isStylePath = (path: string): boolean => /\.(css|scss|sass|less|styl)$/.test(path);

/** Workspace packages, declared dependencies and module-alias names: what a manifest vouches for. */
function resolveByManifest(known: Known, place: Place, specifier: string): Resolution | null {
  const aliased = resolveByModuleAlias(known, place, specifier);
  if (aliased) return aliased;
  const parsed = parsePackageSpecifier(specifier);
  if (!parsed) return null;
  const importer = place.manifests.find((info) => info.dependencies.has(parsed.name)) ?? place.manifests[0] ?? null;
  const own = known.workspace.find(parsed.name, importer);
  if (own) return known.paths.inPackage(own, parsed.subpath);
  return place.declares(parsed.name) ? at("package", null, parsed.name) : null;
}

function resolveByModuleAlias(known: Known, place: Place, specifier: string): Resolution | null {
  for (const info of place.manifests) {
    for (const [name, target] of info.aliases) {
      if (specifier !== name && !specifier.startsWith(`${name}/`)) continue;
      const path = joinPath(info.dir, `${target}/${specifier.slice(name.length)}`);
      const found = path === null ? null : known.paths.find(path, true);
      if (found) return found;
    }
  }
  return null;
}

/** What a tsconfig's `paths` say: a file, or the places where it should have been. */
interface Aliased {
  readonly found: Resolution | null;
  readonly prefix: string;
  readonly isExact: boolean;
  readonly targets: readonly string[];
}

function resolveByPaths(
  known: Known,
  place: Place,
  specifier: string,
  configs: readonly CompiledTsconfig[],
): Aliased | null {
  let claimed: Aliased | null = null;
  for (const config of configs) {
    const match = matchPaths(config, specifier);
    if (!match) continue;
    for (const target of match.targets) {
      const found = known.paths.find(target, place.prefersTypeScript);
      if (found?.resolution === "virtual") return null; // "react": ["./node_modules/react"] is the package
      if (found) return { found: namedAfter(known, place, specifier, found), ...match.pattern, targets: match.targets };
    }
    claimed ??= { found: null, ...match.pattern, targets: match.targets };
  }
  return claimed;
}

/** An alias that is also a package's name (`@acme/db`: packages/db/src) is a workspace import. */
function namedAfter(known: Known, place: Place, specifier: string, found: Resolution): Resolution {
  const name = found.resolution === "file" ? parsePackageSpecifier(specifier)?.name : undefined;
  const own = name === undefined ? null : known.workspace.find(name, place.manifests[0] ?? null);
  return own ? at("workspace", found.resolvedFile, own.name) : found;
}

/** True when an alias leaves no room for a published package of that name. */
function claims(known: Known, { prefix, isExact }: Aliased): boolean {
  if (isExact) return true;
  if (prefix === "") return false;
  const isScope = /^@[a-z0-9][^/]*\/$/.test(prefix);
  return !isScope || !known.published.has(prefix);
}

function resolveByBaseUrl(known: Known, place: Place, specifier: string): Resolution | null {
  for (const { baseUrl } of [...place.tsconfigs.nearest, ...place.tsconfigs.outer]) {
    const path = baseUrl === null ? null : joinPath(baseUrl, specifier);
    if (path === null) continue;
    const found = known.paths.find(path, place.prefersTypeScript);
    if (found) return found;
    if (specifier.includes("/") && known.paths.explainAbsence(path).resolution === "ignored") return IGNORED;
  }
  return null;
}

/** `#name`: the manifest's `imports`, a tsconfig alias, or a framework's own. */
function resolveHash(known: Known, place: Place, specifier: string, aliased: Aliased | null): Resolution {
  const [info] = place.manifests;
  const targets = info ? importTargets(info, specifier) : null;
  if (info && targets) return resolveImports(known, info, targets);
  if (isVirtualModule(specifier, place.declares)) return at("virtual", null, providerOf(specifier));
  const outer = resolveByPaths(known, place, specifier, place.tsconfigs.outer)?.found;
  return outer ?? (aliased ? explainAll(known, aliased.targets) : UNKNOWN);
}

function resolveImports(known: Known, info: PackageInfo, targets: readonly string[]): Resolution {
  const files = targets.filter((target) => target.startsWith("."));
  const found = known.paths.findBuilt(info, files);
  if (found) return found;
  const name = targets.find((target) => !target.startsWith("."));
  if (name !== undefined) {
    const parsed = parsePackageSpecifier(name);
    if (isBuiltinModule(name)) return at("builtin", null);
    return parsed ? at("package", null, parsed.name) : UNKNOWN;
  }
  return explainAll(
    known,
    files.map((target) => joinPath(info.dir, target)).filter((path) => path !== null),
  );
}

/** Missing only when no candidate could be there. */
function explainAll(known: Known, paths: readonly string[]): Resolution {
  let missing: Resolution | null = null;
  for (const path of paths) {
    const answer = known.paths.explainAbsence(path);
    if (answer.resolution !== "missing") return answer;
    if (missing === null || answer.lookalike !== undefined) missing = answer;
  }
  return missing ?? UNKNOWN;
}
