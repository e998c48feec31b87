import type { ExtractedCode } from "./code/extract-code.js";
import type { FileRow, ImportRow, PackageRow } from "./rows.js";

/** Frameworks whose packages hold browser code unless a file shows otherwise. */
const BROWSER_FRAMEWORKS = new Set(["vite", "react-native", "expo", "angular", "vue", "svelte", "gatsby", "cra"]);
/** Frameworks that mix both: folders and directives tell. */
const MIXED_FRAMEWORKS = new Set(["next", "nuxt", "remix", "sveltekit", "astro"]);
/** Frameworks that only run on a server. */
const SERVER_FRAMEWORKS = new Set(["express", "fastify", "hono", "koa", "nest"]);
/** Frameworks whose bundler, not Node, loads the source. */
const BUNDLED_FRAMEWORKS = new Set([...BROWSER_FRAMEWORKS, ...MIXED_FRAMEWORKS, "electron"]);

const SERVER_PACKAGES =
  /^(express|fastify|hono|koa|@nestjs\/\w+|@fastify\/\S+|@hono\/node-server|pg|mysql2|mongoose|ioredis|redis|bullmq|node-cron|next\/(server|headers)|server-only|nodemailer|@prisma\/client|stripe|ws)$/;
const CLIENT_PACKAGES =
  /^(@angular\/(core|common|forms|router|animations|cdk|material|platform-browser)(\/.*)?|vue|@ionic\/\w+|preact\/hooks|react-dom|react-dom\/client|react-router-dom|react-native|client-only|next\/router)$/;
/** Both sides use them; only their hooks are a browser's: a server component calls notFound() and prefetches queries. */
const HOOK_PACKAGES = /^(next\/navigation|@tanstack\/react-query)$/;
/** Hooks that React refuses in server components. */
const BROWSER_HOOKS = /^use(State|Effect|LayoutEffect|Reducer|SyncExternalStore|Transition|Optimistic|ActionState)$/;
const SERVER_PATHS = /(^|\/)(api|server|backend|functions|workers?|lambda|cron|jobs|queues?|routes?\/api|pages\/api)\//;
const SERVER_NAMES = /(^|\/)(route|middleware|proxy|instrumentation)\.[cm]?[jt]s$|\.server\.[cm]?[jt]sx?$/;
/** What a server hands out as it is. */
const CLIENT_PATHS = /(^|\/)(public|static|wwwroot|frontend)\/|(^|\/)resources\/(js|assets)\//;
const CLIENT_NAMES = /\.client\.[cm]?[jt]sx?$/;

/** Where the code of a file runs: by directive, name, imports and the package's framework, in this order. */
export function sideOf(info: FileRow, extracted: ExtractedCode, owner: PackageRow | undefined): string {
  if (info.language === "python") return "server";
  if (extracted.isClient || CLIENT_NAMES.test(info.path)) return "client";
  if (extracted.code.isServerActions || SERVER_NAMES.test(info.path)) return "server";
  if (info.language === "vue" || info.language === "svelte") return "client";
  const imports = (extracted.code.facts.import ?? []).filter((row) => !row.is_type);
  const isServer = imports.some((row) => row.specifier.startsWith("node:") || SERVER_PACKAGES.test(row.specifier));
  const isClient = imports.some((row) => CLIENT_PACKAGES.test(row.specifier) || isHook(row));
  // A page with its data loader beside it; or a type that was imported like a value.
  if (isServer && isClient) return "shared";
  if (isServer) return "server";
  if (isClient || CLIENT_PATHS.test(info.path)) return "client";
  const framework = owner?.framework ?? null;
  if (framework !== null && SERVER_FRAMEWORKS.has(framework)) return "server";
  if (SERVER_PATHS.test(pathInside(info.path, owner))) return "server";
  if (framework !== null && BROWSER_FRAMEWORKS.has(framework)) return "client";
  if (framework !== null && MIXED_FRAMEWORKS.has(framework)) return "shared";
  return "unknown";
}

/** A browser's package below a folder of that name is no part of the server: backend/billing/widget. */
const pathInside = (path: string, owner: PackageRow | undefined): string =>
  owner?.framework && BROWSER_FRAMEWORKS.has(owner.framework) && owner.dir !== ""
    ? path.slice(owner.dir.length + 1)
    : path;

const isHook = ({ specifier, imported }: ImportRow): boolean =>
  (HOOK_PACKAGES.test(specifier) && /^use[A-Z]/.test(imported ?? "")) ||
  (specifier === "react" && BROWSER_HOOKS.test(imported ?? ""));

/** How Node would load the file: by extension, then by the nearest manifest; bundled source is never loaded by Node. */
export function moduleKindOf(info: FileRow, owner: PackageRow | undefined): string {
  if (info.language === "python") return "unknown";
  if (/\.[cm]ts$|\.[cm]js$/.test(info.path)) return /\.m[jt]s$/.test(info.path) ? "esm" : "commonjs";
  if (!/\.[jt]sx?$/.test(info.path)) return "bundled";
  if (owner === undefined) return "unknown";
  if (owner.framework !== null && BUNDLED_FRAMEWORKS.has(owner.framework)) return "bundled";
  if (owner.module_type === "module") return "esm";
  return "commonjs";
}
