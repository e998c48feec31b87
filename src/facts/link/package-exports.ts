/** What resolution needs to know of a package.json: its name, its entries, its `exports` and `imports`, what it depends on. */

export interface PackageInfo {
  /** Folder of the manifest; "" is the root. */
  readonly dir: string;
  readonly name: string | null;
  readonly description: string | null;
  /** The `exports` field as written; undefined when there is none. */
  readonly exports: unknown;
  /** The `imports` field as written (`#name` → target). */
  readonly imports: unknown;
  /** Entry files as written, the most source-like first: source, svelte, module, main, browser, types. */
  readonly entries: readonly string[];
  readonly bin: readonly string[];
  /** Names that a loader maps to folders of the package: `_moduleAliases`, Parcel's `alias`. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Everything any dependency field declares: name → range as written. */
  readonly dependencies: ReadonlyMap<string, string>;
  /** True for a Meteor application, which has no dependency that says so. */
  readonly isMeteor: boolean;
}

const ENTRY_FIELDS = ["source", "svelte", "module", "main", "react-native", "browser", "types", "typings"] as const;
const DEPENDENCY_FIELDS = [
  "dependencies",
  "devDependencies",
  "peerDependencies",
  "optionalDependencies",
  "bundledDependencies",
] as const;

/** Reads a package.json. Null when it is not a JSON object. */
export function readPackageInfo(path: string, text: string): PackageInfo | null {
  const manifest = parseObject(text);
  if (!manifest) return null;
  const slash = path.lastIndexOf("/");
  return {
    dir: slash < 0 ? "" : path.slice(0, slash),
    name: typeof manifest["name"] === "string" && manifest["name"] !== "" ? manifest["name"] : null,
    description: typeof manifest["description"] === "string" ? manifest["description"] : null,
    exports: manifest["exports"] ?? undefined,
    imports: manifest["imports"] ?? undefined,
    entries: ENTRY_FIELDS.map((field) => manifest[field]).filter(isString),
    bin: collectStrings(manifest["bin"]),
    aliases: stringMap(manifest["_moduleAliases"], manifest["alias"]),
    dependencies: stringMap(...DEPENDENCY_FIELDS.map((field) => manifest[field])),
    isMeteor: isRecord(manifest["meteor"]),
  };
}

/**
 * Files that `exports` names for a subpath ("." or "./x"), for every condition, the most source-like first.
 * Null when the package has no `exports`; empty when it does not export that subpath.
 */
export function exportTargets(info: PackageInfo, subpath: string): readonly string[] | null {
  if (info.exports === undefined) return null;
  const table = isSubpathTable(info.exports) ? info.exports : { ".": info.exports };
  return matchTargets(table, subpath);
}

/** Targets of `#name` in `imports`: files ("./x") or package names. Null when nothing matches. */
export function importTargets(info: PackageInfo, specifier: string): readonly string[] | null {
  if (!isRecord(info.imports)) return null;
  const targets = matchTargets(info.imports, specifier);
  return targets.length === 0 ? null : targets;
}

/** Splits `@scope/name/sub/path` into name and subpath ("." or "./sub/path"). Null when npm would not accept the name. */
export function parsePackageSpecifier(specifier: string): { name: string; subpath: string } | null {
  const match = /^((?:@[a-z0-9-][a-z0-9._~-]*\/)?[a-z0-9-][a-z0-9._~-]*)(\/.*)?$/i.exec(specifier);
  const name = match?.[1];
  if (name === undefined || name.length > 214 || name === "node_modules") return null;
  const rest = match?.[2];
  return { name, subpath: rest === undefined || rest === "/" ? "." : `.${rest}` };
}

const AUTO_IMPORT_PACKAGES = [
  "nuxt",
  "nuxt3",
  "nuxt-nightly",
  "nuxt-edge",
  "nitro",
  "nitropack",
  "nitro-nightly",
  "unimport",
  "unplugin-auto-import",
  "vite-plugin-auto-import",
  "wxt",
  "@redwoodjs/core",
  "@redwoodjs/web",
  "@redwoodjs/api",
  "meteor-node-stubs",
  "sails",
  "ember-source",
  "@slidev/cli",
];

/** True when a build step gives the package's files names they never import, so that an undeclared name proves nothing. */
export function hasAutoImports(info: PackageInfo): boolean {
  return info.isMeteor || AUTO_IMPORT_PACKAGES.some((name) => info.dependencies.has(name));
}

const isSubpathTable = (value: unknown): value is Record<string, unknown> =>
  isRecord(value) && Object.keys(value).some((key) => key.startsWith("."));

function matchTargets(table: Record<string, unknown>, key: string): readonly string[] {
  const out: string[] = [];
  const exact = table[key];
  if (exact !== undefined && !key.includes("*")) {
    collectTargets(exact, null, out);
    return out;
  }
  const pattern = bestPattern(Object.keys(table), key);
  if (pattern) collectTargets(table[pattern.key], pattern.star, out);
  return out;
}

/** Node's rule: the pattern with the longest text before the star wins. "./folder/" is the older spelling of "./folder/*". */
function bestPattern(keys: readonly string[], wanted: string): { key: string; star: string } | null {
  let best: { key: string; star: string; length: number } | null = null;
  for (const key of keys) {
    const [prefix = "", suffix = ""] = key.endsWith("/") ? [key] : key.split("*");
    if (!key.endsWith("/") && !key.includes("*")) continue;
    if (!wanted.startsWith(prefix) || !wanted.endsWith(suffix) || wanted.length < prefix.length + suffix.length)
      continue;
    if (best && best.length >= prefix.length) continue;
    best = { key, star: wanted.slice(prefix.length, wanted.length - suffix.length), length: prefix.length };
  }
  return best;
}

function collectTargets(target: unknown, star: string | null, out: string[]): void {
  if (isString(target)) out.push(fillStar(target, star));
  else if (Array.isArray(target)) for (const item of target) collectTargets(item, star, out);
  else if (isRecord(target)) {
    const conditions = Object.keys(target).sort((a, b) => conditionRank(a) - conditionRank(b));
    for (const condition of conditions) collectTargets(target[condition], star, out);
  }
}

function fillStar(target: string, star: string | null): string {
  if (star === null) return target;
  return target.endsWith("/") ? target + star : target.replaceAll("*", () => star);
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const STANDARD_CONDITIONS = words(
  "import require node node-addons default module module-sync development production deno bun svelte",
);
/** What only some runtimes take: a browser's stand-in may hold less than the rest. */
const NARROW_CONDITIONS = words("browser worker workerd edge-light react-server react-native");

/** A condition of the repository's own making (`@acme/source`) points at source files; `types` often at built ones. */
function conditionRank(condition: string): number {
  if (condition.startsWith("types")) return 3;
  if (NARROW_CONDITIONS.has(condition)) return 2;
  return STANDARD_CONDITIONS.has(condition) ? 1 : 0;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return isRecord(value) ? value : null;
  } catch {
    return null; // whoever reads manifests for the package facts reports it
  }
}

function stringMap(...fields: readonly unknown[]): Map<string, string> {
  const map = new Map<string, string>();
  for (const field of fields) {
    for (const [key, value] of Object.entries(readRecord(field))) {
      if (isString(value) && !map.has(key)) map.set(key, value);
    }
  }
  return map;
}

function collectStrings(value: unknown): string[] {
  if (isString(value)) return [value];
  return Object.values(readRecord(value)).filter(isString);
}

const isString = (value: unknown): value is string => typeof value === "string";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const readRecord = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
