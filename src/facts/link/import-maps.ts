/** Import maps (deno.json, import_map.json) and modules named by URL: how Deno and Supabase functions say what they import. */
import { parse } from "jsonc-parser";
import { type PackageInfo, parsePackageSpecifier, readPackageInfo } from "./package-exports.js";
import { dirOf } from "./paths.js";

export interface ImportMapInfo {
  /** Folder of the file; it holds for everything below. */
  readonly dir: string;
  /** A deno.json with a name is also a package of a Deno workspace. */
  readonly package: PackageInfo | null;
  /** Bare name, or prefix ending in a slash → target as written. */
  readonly imports: ReadonlyMap<string, string>;
}

export const isImportMapPath = (path: string): boolean =>
  /(^|\/)(deno\.jsonc?|import[_-]map\.json|importmap\.json)$/.test(path);

/** Reads the `imports` of a deno.json or an import map. Null when it has neither imports nor a name. */
export function readImportMap(path: string, text: string): ImportMapInfo | null {
  const value: unknown = parse(text.replace(/^\uFEFF/, ""), [], { allowTrailingComma: true });
  if (!isRecord(value)) return null;
  const imports = new Map<string, string>();
  for (const [name, target] of Object.entries(isRecord(value["imports"]) ? value["imports"] : {})) {
    if (typeof target === "string") imports.set(name, target);
  }
  // name and exports are spelt as in package.json; `imports` are not
  const named = readPackageInfo(path, JSON.stringify({ name: value["name"], exports: value["exports"] }));
  const own = named && named.name !== null && named.exports !== undefined ? named : null;
  return imports.size === 0 && own === null ? null : { dir: dirOf(path), package: own, imports };
}

/** What the map says for a specifier: the exact name, else the longest prefix. Null when it says nothing. */
export function mapImport(map: ImportMapInfo, specifier: string): string | null {
  const exact = map.imports.get(specifier);
  if (exact !== undefined) return exact;
  let best: string | null = null;
  for (const name of map.imports.keys()) {
    if (name.endsWith("/") && specifier.startsWith(name) && name.length > (best?.length ?? 0)) best = name;
  }
  if (best !== null) return (map.imports.get(best) ?? "") + specifier.slice(best.length);
  // "chalk": "npm:chalk@5" also covers chalk/ansi in Deno
  const name = parsePackageSpecifier(specifier)?.name;
  const target = name === undefined ? undefined : map.imports.get(name);
  return target !== undefined && /^(npm|jsr):/.test(target) ? target : null;
}

const CDN_PATH =
  /^https?:\/\/(?:esm\.sh|cdn\.esm\.sh|esm\.run|unpkg\.com|cdn\.skypack\.dev|cdn\.jsdelivr\.net\/npm|(?:ga\.)?jspm\.io|jspm\.dev)\/(?:v\d+\/|stable\/|\*)?(?:npm:|jsr\/)?(.+)$/;

/** npm (or JSR) name behind `npm:x@1`, `jsr:@a/b`, `https://esm.sh/x@1?target=es2022`. Null when it is none of these. */
export function packageOfUrl(specifier: string): string | null {
  const path = /^(?:npm|jsr):\/?(.+)$/.exec(specifier)?.[1] ?? CDN_PATH.exec(specifier)?.[1];
  if (path === undefined || /^(gh|pr)\//.test(path)) return null;
  const bare = path.replace(/[?#].*$/, "");
  const name = /^(@[^/@]+\/[^/@]+|[^/@]+)/.exec(bare)?.[1];
  return name === undefined ? null : (parsePackageSpecifier(name)?.name ?? null);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
