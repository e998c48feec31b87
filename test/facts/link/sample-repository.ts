import assert from "node:assert/strict";

import { isImportMapPath, readImportMap } from "#src/facts/link/import-maps.js";
import { readPackageInfo } from "#src/facts/link/package-exports.js";
import { createModuleResolver, type ModuleResolver } from "#src/facts/link/resolve-module.js";
import { isTsconfigPath, readTsconfig } from "#src/facts/link/tsconfig-paths.js";

/** A repository made of paths, and of the text of the manifests among them. */
export interface Sample {
  /** Paths without text. */
  readonly files?: readonly string[];
  /** Manifests: path → object (written as JSON) or text. */
  readonly manifests?: Readonly<Record<string, unknown>>;
  /** Regular expression on paths that .gitignore would exclude. */
  readonly ignored?: RegExp;
  /** Paths that exist and were not read. */
  readonly unread?: readonly string[];
}

export function resolverOf(sample: Sample): ModuleResolver {
  const texts = new Map(
    Object.entries(sample.manifests ?? {}).map(([path, content]) => [
      path,
      typeof content === "string" ? content : JSON.stringify(content),
    ]),
  );
  const read = <T>(matches: (path: string) => boolean, parse: (path: string, text: string) => T | null): T[] =>
    [...texts].flatMap(([path, text]) => (matches(path) ? [parse(path, text)] : [])).filter((item) => item !== null);
  return createModuleResolver({
    files: new Set([...(sample.files ?? []), ...texts.keys()]),
    packages: read((path) => path.endsWith("package.json"), readPackageInfo),
    tsconfigs: read(isTsconfigPath, readTsconfig),
    importMaps: read(isImportMapPath, readImportMap),
    isIgnored: (path) => sample.ignored?.test(path) ?? false,
    exists: (path) => sample.unread?.some((item) => item === path || item.startsWith(`${path}/`)) ?? false,
  });
}

/** Checks lines of "from | specifier | resolution [file] [(package)]". */
export function checkResolutions(sample: Sample, table: string): void {
  const resolve = resolverOf(sample);
  for (const line of table.trim().split("\n")) {
    const [from = "", specifier = "", expected = ""] = line.split(" | ").map((cell) => cell.trim());
    const found = resolve(from, specifier);
    const parts = [found.resolution, found.resolvedFile, found.package && `(${found.package})`];
    assert.equal(parts.filter((part) => part !== null).join(" "), expected, `${specifier} in ${from}`);
  }
}
