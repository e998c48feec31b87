/** Finds the file a path without (or with another) extension means, the way TypeScript, Node and bundlers do. Over known paths only. */
import { dirOf, extensionOf } from "./paths.js";

const SCRIPTS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

/** Extensions that may be left out, in the order they are tried. What is not listed has to be written. */
const IMPLIED = [
  ...SCRIPTS,
  ".vue",
  ".svelte",
  ".astro",
  ".json",
  ".mdx",
  ".d.ts",
  ".d.mts",
  ".d.cts",
  ".es6",
  ".es",
  ".coffee",
  ".civet",
  ".node",
  ".wasm",
  ".graphql",
  ".gql",
  ".marko",
  ".riot",
  ".imba",
  ".hbs",
  ".html",
];

/** Metro, Expo and Vite SSR pick `x.native.ts`, `x.web.tsx`, `x.server.ts` for `./x`. */
const PLATFORM = /\.(native|ios|android|web|windows|macos|electron|server|client)$/;

const INDEX_NAMES = ["index", "Index", "mod"];

const CODE = new Set([...SCRIPTS, ".es6", ".es", ".vue", ".svelte", ".astro"]);

/** What a written extension may stand for, TypeScript first. */
const SOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx", ".js", ".d.ts", ".jsx"],
  ".jsx": [".tsx", ".jsx", ".d.ts", ".js"],
  ".mjs": [".mts", ".mjs", ".d.mts"],
  ".cjs": [".cts", ".cjs", ".d.cts"],
};
const DECLARATION_OF: Readonly<Record<string, readonly string[]>> = {
  ".d.ts": [".ts", ".tsx"],
  ".d.mts": [".mts"],
  ".d.cts": [".cts"],
};

/** Extensions that nobody leaves out: styles, prose, data, pictures. */
const NEVER_IMPLIED =
  /\.(css|scss|sass|less|styl|pcss|md|txt|snap|ya?ml|toml|csv|xml|sql|prisma|env|sh|py|go|rs|java|rb|php|lock|log|map|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|mp[34]|pdf|test|spec|stories)$/i;

export interface FileProbe {
  /** The file that `path` means as a file, not as a folder; null when there is none. */
  readonly asFile: (path: string, prefersTypeScript: boolean) => string | null;
  /** The index file of a folder. */
  readonly indexOf: (dir: string) => string | null;
  /** True when any known file lies below. */
  readonly isFolder: (dir: string) => boolean;
  /** True when a file of this name has an extension that some compiler may have been taught: greeting.elm for ./greeting. */
  readonly hasForeignSource: (path: string) => boolean;
  /** The known file that differs from what the path means in letter case only: it is found on a Mac and nowhere else. */
  readonly lookalike: (absentPath: string) => string | null;
}

/** Indexes every known path once. */
export function createFileProbe(files: ReadonlySet<string>): FileProbe {
  const byStem = indexByStem(files);
  const folders = collectFolders(files);
  let lowerCase: ReadonlyMap<string, string> | null = null;
  let foreign: ReadonlySet<string> | null = null;

  const withExtension = (path: string): string | null => byStem.get(path) ?? null;

  const asFile = (path: string, prefersTypeScript: boolean): string | null => {
    const extension = extensionOf(path);
    const sources = SOURCES_OF[extension];
    if (!sources) return files.has(path) ? path : (withExtension(path) ?? declared(path) ?? retina(path, extension));
    if (!prefersTypeScript && files.has(path)) return path;
    const stem = path.slice(0, -extension.length);
    for (const source of sources) if (files.has(stem + source)) return stem + source;
    return withExtension(path); // ./chart.js means chart.js.ts
  };

  const declared = (path: string): string | null => {
    const extension = /\.d\.[mc]?ts$/.exec(path)?.[0] ?? "";
    const stem = path.slice(0, path.length - extension.length);
    for (const source of DECLARATION_OF[extension] ?? []) if (files.has(stem + source)) return stem + source;
    return null;
  };

  /** React Native takes logo@2x.png for ./logo.png. */
  const retina = (path: string, extension: string): string | null => {
    const stem = path.slice(0, path.length - extension.length);
    const variants = ["@2x", "@3x", "@1x", ".ios", ".android", ".native"];
    const found = extension === "" ? undefined : variants.find((suffix) => files.has(stem + suffix + extension));
    return found === undefined ? null : stem + found + extension;
  };

  return {
    asFile,
    indexOf: (dir) => firstOf(INDEX_NAMES, (name) => withExtension(dir === "" ? name : `${dir}/${name}`)),
    isFolder: (dir) => folders.has(dir),
    hasForeignSource: (path) => {
      foreign ??= stemsOf([...files].filter((file) => !NEVER_IMPLIED.test(file)));
      return foreign.has(path);
    },
    lookalike: (absentPath) => {
      lowerCase ??= new Map([...byStem, ...[...files].map((path) => [path, path] as const)].map(inLowerCase));
      const known = lowerCase;
      const extension = extensionOf(absentPath);
      const stem = SOURCES_OF[extension] ? absentPath.slice(0, -extension.length) : absentPath;
      return firstOf([absentPath, stem, `${absentPath}/index`], (path) =>
        files.has(path) || byStem.has(path) ? null : (known.get(path.toLowerCase()) ?? null),
      );
    },
  };
}

const inLowerCase = ([path, file]: readonly [string, string]): readonly [string, string] => [path.toLowerCase(), file];

/** True for what holds code; everything else that can be imported is an asset. */
export const isCodePath = (path: string): boolean => CODE.has(extensionOf(path));

/** Every file that `path` could have meant, for asking about files that are not known. */
export function candidatesOf(path: string): string[] {
  const extension = extensionOf(path);
  const stem = extension === "" ? path : path.slice(0, -extension.length);
  const swapped = (SOURCES_OF[extension] ?? []).map((source) => stem + source);
  const implied = IMPLIED.slice(0, 16);
  return [
    path,
    ...swapped,
    ...implied.map((ext) => path + ext),
    ...implied.slice(0, 8).map((ext) => `${path}/index${ext}`),
  ];
}

/** Path without its (implied) extension → the file to take. A platform's variant stands in where there is no general file. */
function indexByStem(files: ReadonlySet<string>): ReadonlyMap<string, string> {
  const ranks = new Map(IMPLIED.map((extension, rank) => [extension, rank]));
  const best = new Map<string, { path: string; rank: number }>();
  const offer = (stem: string, path: string, rank: number): void => {
    const known = best.get(stem);
    if (!known || rank < known.rank) best.set(stem, { path, rank });
  };
  for (const path of files) {
    const extension = impliedExtension(path);
    const rank = ranks.get(extension);
    if (rank === undefined) continue;
    const stem = path.slice(0, -extension.length);
    offer(stem, path, rank);
    if (PLATFORM.test(stem)) offer(stem.replace(PLATFORM, ""), path, rank + IMPLIED.length);
  }
  return new Map([...best].map(([stem, { path }]) => [stem, path]));
}

/** Paths without their last extension. */
function stemsOf(paths: readonly string[]): ReadonlySet<string> {
  const withExtension = paths.filter((path) => extensionOf(path) !== "");
  return new Set(withExtension.map((path) => path.slice(0, -extensionOf(path).length)));
}

const impliedExtension = (path: string): string => /\.d\.[mc]?ts$/.exec(path)?.[0] ?? extensionOf(path);

function collectFolders(files: ReadonlySet<string>): ReadonlySet<string> {
  const folders = new Set<string>([""]);
  for (const path of files) {
    for (let dir = dirOf(path); !folders.has(dir); dir = dirOf(dir)) folders.add(dir);
  }
  return folders;
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | null): R | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
