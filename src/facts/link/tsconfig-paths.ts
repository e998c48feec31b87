/** tsconfig.json and jsconfig.json, as far as they say where a module is: `extends`, `baseUrl`, `paths`, `rootDirs`, `references`. */
import { parse } from "jsonc-parser";
import { exportTargets, type PackageInfo, parsePackageSpecifier } from "./package-exports.js";
import { ancestorsOf, dirOf, joinPath } from "./paths.js";

/** One file as written; nothing is resolved yet. */
export interface TsconfigInfo {
  readonly path: string;
  readonly extends: readonly string[];
  readonly baseUrl: string | null;
  readonly paths: ReadonlyMap<string, readonly string[]> | null;
  readonly rootDirs: readonly string[];
  readonly references: readonly string[];
  readonly rootDir: string | null;
  readonly outDir: string | null;
}

/** One `paths` entry with its targets as repository paths (`*` kept). */
export interface PathPattern {
  readonly prefix: string;
  readonly suffix: string;
  readonly isExact: boolean;
  readonly targets: readonly string[];
}

/** A config with its `extends` chain applied. */
export interface CompiledTsconfig {
  readonly path: string;
  /** Exact names first, then the longest prefix first: the order in which TypeScript chooses. */
  readonly patterns: readonly PathPattern[];
  readonly baseUrl: string | null;
  readonly rootDirs: readonly string[];
  readonly rootDir: string | null;
  readonly outDir: string | null;
}

/** Reads a tsconfig or jsconfig, comments and trailing commas allowed. Null when it is not an object. */
export function readTsconfig(path: string, text: string): TsconfigInfo | null {
  const value: unknown = parse(text.replace(/^\uFEFF/, ""), [], { allowTrailingComma: true });
  if (!isRecord(value)) return null;
  const options = isRecord(value["compilerOptions"]) ? value["compilerOptions"] : {};
  const references = Array.isArray(value["references"]) ? value["references"] : [];
  return {
    path,
    extends: strings(value["extends"]),
    baseUrl: stringOrNull(options["baseUrl"]),
    paths: readPaths(options["paths"]),
    rootDirs: strings(options["rootDirs"]),
    references: references.flatMap((item: unknown) => (isRecord(item) ? strings(item["path"]) : [])),
    rootDir: stringOrNull(options["rootDir"]),
    outDir: stringOrNull(options["outDir"]),
  };
}

/** True for files worth reading with `readTsconfig`: configs under any of their names, and bases in a folder of shared configs. */
export function isTsconfigPath(path: string): boolean {
  return /(^|\/)[\w.-]*[tj]sconfig[\w.-]*\.json$|(^|\/)[\w.-]*(ts-?config|typescript)[\w.-]*\/([\w-]+\/)?[\w.-]+\.json$/.test(
    path,
  );
}

/** The configs that govern one folder. */
export interface TsconfigScope {
  /** tsconfig.json (or jsconfig.json) of the nearest folder that has one, then what it references, then its siblings. */
  readonly nearest: readonly CompiledTsconfig[];
  /** Those of the folders above. TypeScript ignores them; bundlers and test runners started at the root do not. */
  readonly outer: readonly CompiledTsconfig[];
}

/** Answers which configs govern a folder; `extends` chains are followed inside the repository only. */
export function createTsconfigIndex(
  tsconfigs: readonly TsconfigInfo[],
  packagesByName: ReadonlyMap<string, PackageInfo>,
): (dir: string) => TsconfigScope {
  const byPath = new Map(tsconfigs.map((info) => [info.path, info]));
  const byDir = new Map<string, TsconfigInfo[]>();
  for (const info of tsconfigs) {
    if (/[tj]sconfig[\w.-]*\.json$/.test(info.path)) pushTo(byDir, dirOf(info.path), info);
  }
  const compiled = new Map<string, CompiledTsconfig>();
  const ofDir = new Map<string, readonly CompiledTsconfig[]>();
  const scopes = new Map<string, TsconfigScope>();

  const compileOnce = (info: TsconfigInfo): CompiledTsconfig => {
    const known = compiled.get(info.path);
    if (known) return known;
    const result = compile(info, byPath, packagesByName);
    compiled.set(info.path, result);
    return result;
  };

  const configsOf = (dir: string): readonly CompiledTsconfig[] => {
    const known = ofDir.get(dir);
    if (known) return known;
    const infos = orderConfigs(byDir.get(dir) ?? [], dir, byPath);
    const result = infos.map(compileOnce);
    ofDir.set(dir, result);
    return result;
  };

  return (dir) => {
    const known = scopes.get(dir);
    if (known) return known;
    const levels = ancestorsOf(dir)
      .map(configsOf)
      .filter((level) => level.length > 0);
    const scope = { nearest: levels[0] ?? [], outer: levels.slice(1).flat() };
    scopes.set(dir, scope);
    return scope;
  };
}

/** Targets of the best matching pattern of a config, star filled in. Null when none matches. */
export function matchPaths(
  config: CompiledTsconfig,
  specifier: string,
): { pattern: PathPattern; targets: readonly string[] } | null {
  for (const pattern of config.patterns) {
    if (pattern.isExact ? specifier !== pattern.prefix : !fits(pattern, specifier)) continue;
    const star = specifier.slice(pattern.prefix.length, specifier.length - pattern.suffix.length);
    const targets = pattern.targets.map((target) =>
      joinPath(
        "",
        target.replace("*", () => star),
      ),
    );
    return { pattern, targets: targets.filter((target) => target !== null) };
  }
  return null;
}

const fits = ({ prefix, suffix }: PathPattern, specifier: string): boolean =>
  specifier.length >= prefix.length + suffix.length && specifier.startsWith(prefix) && specifier.endsWith(suffix);

/** The main config first, then the parts it references (Vite's tsconfig.app.json), then any other beside it. */
function orderConfigs(
  infos: readonly TsconfigInfo[],
  dir: string,
  byPath: ReadonlyMap<string, TsconfigInfo>,
): TsconfigInfo[] {
  const main = infos.find((info) => /(^|\/)tsconfig\.json$/.test(info.path));
  const ordered = new Set<TsconfigInfo>(main ? [main] : []);
  for (const reference of main?.references ?? []) {
    const path = joinPath(dir, reference);
    const info = path === null ? undefined : (byPath.get(path) ?? byPath.get(`${path}/tsconfig.json`));
    if (info && dirOf(info.path) === dir) ordered.add(info);
  }
  for (const info of [...infos].sort((a, b) => (a.path < b.path ? -1 : 1))) ordered.add(info);
  return [...ordered];
}

/** Options while a chain is followed: every path is already relative to the repository, except for `${configDir}`. */
interface Chain {
  baseUrl?: string | null;
  patterns?: ReadonlyMap<string, readonly string[]>;
  patternsDir?: string;
  rootDirs?: readonly string[];
  rootDir?: string | null;
  outDir?: string | null;
}

function compile(
  info: TsconfigInfo,
  byPath: ReadonlyMap<string, TsconfigInfo>,
  packagesByName: ReadonlyMap<string, PackageInfo>,
): CompiledTsconfig {
  const configDir = dirOf(info.path);
  const chain: Chain = {};
  const visited = new Set<string>();
  const apply = (at: TsconfigInfo): void => {
    if (visited.has(at.path)) return;
    visited.add(at.path);
    for (const parent of at.extends) {
      const found = findParent(at, parent, byPath, packagesByName);
      if (found) apply(found);
    }
    override(chain, at, configDir);
  };
  apply(info);
  const base = chain.baseUrl ?? null;
  return {
    path: info.path,
    patterns: compilePatterns(chain.patterns, base ?? chain.patternsDir ?? configDir, configDir),
    baseUrl: base,
    rootDirs: chain.rootDirs ?? [],
    rootDir: chain.rootDir ?? null,
    outDir: chain.outDir ?? null,
  };
}

/** A child's option replaces its parent's; `paths` are not merged. */
function override(chain: Chain, info: TsconfigInfo, configDir: string): void {
  const dir = dirOf(info.path);
  if (info.baseUrl !== null) chain.baseUrl = fromConfig(dir, info.baseUrl, configDir);
  if (info.paths) {
    chain.patterns = info.paths;
    chain.patternsDir = dir;
  }
  if (info.rootDirs.length > 0) {
    chain.rootDirs = info.rootDirs.map((path) => fromConfig(dir, path, configDir)).filter((path) => path !== null);
  }
  if (info.rootDir !== null) chain.rootDir = fromConfig(dir, info.rootDir, configDir);
  if (info.outDir !== null) chain.outDir = fromConfig(dir, info.outDir, configDir);
}

const CONFIG_DIR = "${configDir}";

const fromConfig = (dir: string, path: string, configDir: string): string | null =>
  path.startsWith(CONFIG_DIR) ? joinPath(configDir, path.slice(CONFIG_DIR.length)) : joinPath(dir, path);

function compilePatterns(
  paths: ReadonlyMap<string, readonly string[]> | undefined,
  dir: string,
  configDir: string,
): readonly PathPattern[] {
  const patterns: PathPattern[] = [];
  for (const [key, targets] of paths ?? []) {
    const star = key.indexOf("*");
    patterns.push({
      prefix: star < 0 ? key : key.slice(0, star),
      suffix: star < 0 ? "" : key.slice(star + 1),
      isExact: star < 0,
      targets: targets.map((target) => fromConfig(dir, target, configDir)).filter((target) => target !== null),
    });
  }
  return patterns.sort((a, b) => Number(b.isExact) - Number(a.isExact) || b.prefix.length - a.prefix.length);
}

function findParent(
  info: TsconfigInfo,
  parent: string,
  byPath: ReadonlyMap<string, TsconfigInfo>,
  packagesByName: ReadonlyMap<string, PackageInfo>,
): TsconfigInfo | null {
  if (/^\.{0,2}\//.test(parent) || parent === "." || parent === "..") {
    return firstConfig(byPath, joinPath(dirOf(info.path), parent));
  }
  const parsed = parsePackageSpecifier(parent);
  const owner = parsed && packagesByName.get(parsed.name);
  if (!owner) return null; // a published config: it cannot know this repository's folders
  for (const target of exportTargets(owner, parsed.subpath) ?? []) {
    const found = firstConfig(byPath, joinPath(owner.dir, target));
    if (found) return found;
  }
  return firstConfig(byPath, joinPath(owner.dir, parsed.subpath));
}

function firstConfig(byPath: ReadonlyMap<string, TsconfigInfo>, path: string | null): TsconfigInfo | null {
  if (path === null) return null;
  const inFolder = path === "" ? "tsconfig.json" : `${path}/tsconfig.json`;
  return byPath.get(path) ?? byPath.get(`${path}.json`) ?? byPath.get(inFolder) ?? null;
}

function readPaths(value: unknown): ReadonlyMap<string, readonly string[]> | null {
  if (!isRecord(value)) return null;
  return new Map(Object.entries(value).map(([key, targets]) => [key, strings(targets)]));
}

function pushTo<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}

const stringOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

const strings = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((item: unknown) => typeof item === "string");

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
