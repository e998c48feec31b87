/** Aliases whose definition cannot be read (vite.config.ts, webpack.config.js, babel): taken only where the file is really there. */
import { type PackageInfo, parsePackageSpecifier } from "./package-exports.js";
import { ancestorsOf, joinPath } from "./paths.js";
import { type Resolution, UNKNOWN } from "./resolution.js";
import type { PathResolver } from "./resolve-path.js";

/** Scopes that nobody publishes under, or that are folders far more often: `@components/Button`. */
const FOLDER_SCOPES = new Set(
  `components component helpers helper utils util lib libs hooks services service stores store pages views assets styles
  config configs constants models model modules common shared api app apps src root server client backend frontend layouts
  features contexts providers interfaces middleware middlewares controllers routes routers entities domain infrastructure
  tests public static images icons locales db database data widgets plugins composables functions schemas packages
  environments generated integrations workers jobs screens navigation theme dashboard redux actions reducers selectors
  resources internal templates partials queries mutations graphql mocks fixtures translations typings`.split(/\s+/),
);

const BASES = ["src", "app", "", "src/app", "client/src", "client", "resources/js", "frontend/src", "lib"];

/** What a guess is checked against. */
interface Known {
  readonly paths: PathResolver;
  /** Names, and scopes with their slash, that any manifest of the repository depends on. */
  readonly published: ReadonlySet<string>;
}

/** `@scope/` of a scoped name. */
export const scopeOf = (name: string): string => name.slice(0, name.indexOf("/") + 1);

/**
 * A specifier that looks like an alias: the file it most likely means, `unknown` when no file is at any of the usual places,
 * null when it does not look like an alias at all.
 */
export function guessAlias(specifier: string, manifests: readonly PackageInfo[], known: Known): Resolution | null {
  const { paths } = known;
  if (specifier.startsWith("/"))
    return firstFile(manifests, ["", "public", "static", "src"], specifier, paths) ?? UNKNOWN;
  const svelteKit = /^\$lib(?:\/(.*))?$/.exec(specifier);
  if (svelteKit) return resolveSvelteLib(manifests, svelteKit[1] ?? "", paths);
  const site = /^@site\/(.*)$/.exec(specifier)?.[1];
  if (site !== undefined) return resolveSite(manifests, site, paths);
  const rest = /^(?:@|~|~~|@@)\/(.*)$/.exec(specifier)?.[1];
  if (rest !== undefined) return firstFile(manifests, BASES, rest, paths) ?? UNKNOWN;
  return guessFolder(specifier, manifests, known);
}

/** `components/Button`, `@components/Button`, `$components/Button` → src/components/Button, when that folder is there. */
function guessFolder(specifier: string, manifests: readonly PackageInfo[], known: Known): Resolution | null {
  const path = specifier.replace(/^[~$@]/, "");
  const name = parsePackageSpecifier(specifier)?.name;
  if (name === undefined) return firstFile(manifests, BASES, path, known.paths) ?? UNKNOWN;
  if (!path.includes("/")) return null; // `redis` is the package, whatever src/redis.ts may hold
  const scope = specifier.startsWith("@") ? scopeOf(specifier) : name;
  if (known.published.has(scope) || known.published.has(`@types/${name}`)) return null;
  const found = firstFile(manifests, BASES, path, known.paths);
  if (found) return found;
  const folder = path.slice(0, path.indexOf("/"));
  const hasFolder = places(manifests, BASES, folder).some((place) => place !== "" && known.paths.isFolder(place));
  return hasFolder || (specifier.startsWith("@") && FOLDER_SCOPES.has(folder)) ? UNKNOWN : null;
}

/** SvelteKit's own alias; `kit.files.lib` may move it, so a missing folder proves nothing. */
function resolveSvelteLib(manifests: readonly PackageInfo[], rest: string, paths: PathResolver): Resolution {
  const [info] = manifests;
  const lib = info ? joinPath(info.dir, "src/lib") : null;
  if (lib === null || !paths.isFolder(lib)) return UNKNOWN;
  const path = joinPath(lib, rest);
  return path === null ? UNKNOWN : (paths.find(path, true) ?? paths.explainAbsence(path));
}

/** Docusaurus: the folder of the site. */
function resolveSite(manifests: readonly PackageInfo[], rest: string, paths: PathResolver): Resolution {
  const site = manifests.find((info) => info.dependencies.has("@docusaurus/core"));
  const path = site ? joinPath(site.dir, rest) : null;
  return path === null ? UNKNOWN : (paths.find(path, true) ?? paths.explainAbsence(path));
}

function firstFile(
  manifests: readonly PackageInfo[],
  bases: readonly string[],
  path: string,
  paths: PathResolver,
): Resolution | null {
  for (const place of places(manifests, bases, path)) {
    const found = paths.find(place, true);
    if (found) return found;
  }
  return null;
}

/** A path below every base of the importing package, then of the folders above it. */
function places(manifests: readonly PackageInfo[], bases: readonly string[], path: string): string[] {
  const dirs = manifests.length === 0 ? ancestorsOf("") : manifests.map((info) => info.dir);
  return dirs.flatMap((dir) => bases.map((base) => joinPath(dir, `${base}/${path}`))).filter((place) => place !== null);
}
