/**
 * What a file is for, by its path alone. Most rules look at `app` only: without the role, one-off scripts, tests and
 * archived folders would be half of all findings. Paths are relative to the audited root, so a repository that itself
 * lies in a folder called `examples` is judged on its own terms.
 */
import type { RepositoryFile, Role } from "../shared/repository.js";
import { isArchiveFolder } from "../shared/set-aside-folders.js";
import { classifyLanguage } from "./language.js";
import { isConfigName, isGeneratedName, isScriptName, isTestName, isLockfile } from "./role-names.js";

/** A path taken apart once, for all questions about it. */
interface PathParts {
  /** Folders, lower case, outermost first. */
  readonly folders: readonly string[];
  /** File name, lower case. */
  readonly name: string;
}

/** Folders that hold a package's own code: below them `vendor`, `tools`, `archive` … are words of the product. */
const SOURCE_ROOTS: ReadonlySet<string> = new Set(["src", "app", "lib", "server", "api", "pages", "routes", "modules"]);

const VENDORED: ReadonlySet<string> = new Set([
  "node_modules",
  "bower_components",
  "jspm_packages",
  "third_party",
  "third-party",
  "thirdparty",
  // A virtual environment keeps what it installs in a lib/ of its own.
  "site-packages",
  "dist-packages",
  ".venv",
  "venv",
]);
const VENDORED_OUTSIDE_SOURCE: ReadonlySet<string> = new Set(["vendor", "vendors"]);
const YARN_STORE: ReadonlySet<string> = new Set(["releases", "cache", "plugins", "unplugged", "sdks", "versions"]);

const GENERATED: ReadonlySet<string> = new Set([
  "__generated__",
  "generated",
  ".generated",
  "dist",
  "storybook-static",
]);
const BUILD_OUTPUT: ReadonlySet<string> = new Set([
  ".next",
  ".nuxt",
  ".output",
  ".svelte-kit",
  ".turbo",
  ".astro",
  ".docusaurus",
  ".vercel",
  ".netlify",
  ".serverless",
  ".wrangler",
  "coverage",
]);

const ARCHIVED_NAME =
  /\.(?:bak|old|orig|backup|deprecated|disabled|archived|rej)(?:\.[a-z]+)?$|[._-](?:old|backup|bak|deprecated|archived)\.[a-z]+$|~$/;
/** `0042_drop_old.sql` says what it does, not what it is. */
const NUMBERED_SQL = /^v?\d[\w.-]*\.sql$/;

const TEST: ReadonlySet<string> = new Set(
  (
    "test tests evals __test__ __tests__ spec specs __spec__ __specs__ e2e e2e-tests e2e_tests cypress playwright __mocks__ __mock__ mocks " +
    "__fixtures__ fixtures fixture __snapshots__ testdata test-data test_data test-utils test-helpers testing test-fixtures " +
    "integration-tests integration_tests unit-tests unit_tests load-tests testcontainers benchmarks bench benchmark"
  ).split(" "),
);

const EXAMPLE: ReadonlySet<string> = new Set("examples example __examples__ stories __stories__ .storybook".split(" "));
const EXAMPLE_OUTSIDE_SOURCE: ReadonlySet<string> = new Set(
  "samples sample demo demos playground playgrounds sandbox sandboxes boilerplate boilerplates starter starters cookbook quickstart quickstarts tutorials tutorial".split(
    " ",
  ),
);
/** `supabase/functions/example-with-logging`; templates and samples may well be what the product is about. */
const EXAMPLE_FOLDER =
  /^examples?[-_]|[-_]examples?$|^(?:samples?|templates?)[-_](?:functions?|apps?|projects?|code|workers?|plugins?)$/;
const STORY_NAME = /\.(?:stories|story)\.[a-z]+$/;

const DOCS_OUTSIDE_SOURCE: ReadonlySet<string> = new Set(["docs", "doc", "documentation", "adr", "adrs", "rfcs"]);
const DOCS_NAME =
  /\.(?:md|mdx|markdown|rst|adoc)$|^(?:license|licence|copying|notice|authors|contributors|changelog|readme|security|codeowners)(?:\.txt)?$/;

const MIGRATION: ReadonlySet<string> = new Set(["migrations", "migration", "migrate"]);
const MIGRATION_NAME = /\.(?:sql|psql|pgsql|ts|js|mts|cts|mjs|cjs|py|prisma|toml|json|snap|yaml|yml|xml)$/;

const SCRIPT: ReadonlySet<string> = new Set(
  "scripts script build-scripts dev-scripts ci-scripts seeds seeders seeder seed hack".split(" "),
);
/** Folders in which `seed.ts` and `migrate.ts` are routes and commands of the application. */
const SERVED: ReadonlySet<string> = new Set("routes router pages api commands controllers components".split(" "));
const SCRIPT_AT_TOP: ReadonlySet<string> = new Set([
  "tools",
  "tooling",
  "ci",
  "dev",
  "devtools",
  "ops",
  "utils-scripts",
]);

const CONFIG: ReadonlySet<string> = new Set(
  ".github .circleci .gitlab .husky .vscode .idea .devcontainer .changeset .buildkite .cursor .claude .zed .config .configs".split(
    " ",
  ),
);

/** Where a workspace keeps its packages, and words in the name of one that is there for tests or to show something. */
const WORKSPACE_FOLDERS: ReadonlySet<string> = new Set(["apps", "packages", "services", "libs"]);
const TEST_WORD = /(?:^|[-_.])(?:tests?|testbench|mocks?|e2e|fixtures?|benchmarks?|loadtests?)(?:$|[-_.])/;
const AB_TEST = /(?:^|[-_.])(?:a-?b|split|pen|speed|load-shed)[-_]tests?(?:$|[-_.])/;
const EXAMPLE_WORD = /(?:^|[-_.])(?:examples?|demos?|playground|sandbox|storybook|starter|boilerplate)(?:$|[-_.])/;

/** Names that a file-based router serves: the folders above them are URL paths, whatever they are called. */
const ROUTED_NAME =
  /^(?:page|route|layout|loading|error|template|default|not-found|global-error|middleware|\+page|\+page\.server|\+layout|\+layout\.server|\+server|\+error)\.(?:[cm]?[jt]sx?|svelte)$/;

/** The role of a file. `content` on top: a user's own globs, which the caller applies first. */
export function classifyRole(path: string): Role {
  const parts = takeApart(path);
  if (isVendoredFolder(parts.folders)) return "vendored";
  if (isGenerated(parts)) return "generated";
  if (isArchived(parts)) return "archived";
  if (isTestName(parts.name) || hasFolder(urlless(parts), TEST) || isTestPackage(parts)) return "test";
  if (isMigration(parts)) return "migration";
  if (isExample(parts)) return "example";
  if (isDocs(parts)) return "docs";
  if (isScript(parts)) return "script";
  return isConfig(parts, path) ? "config" : "app";
}

/**
 * True when the last of these folders (from the audited root down) holds other people's code.
 * `vendor` counts only outside a source folder: marketplaces have vendors too.
 */
export function isVendoredFolder(folders: readonly string[]): boolean {
  return folders.some((folder, index) => {
    const lower = folder.toLowerCase();
    if (VENDORED.has(lower)) return true;
    if (lower === ".yarn") return YARN_STORE.has(folders[index + 1]?.toLowerCase() ?? "");
    return VENDORED_OUTSIDE_SOURCE.has(lower) && !isInSource(folders.slice(0, index));
  });
}

const GENERATED_HEADERS: readonly RegExp[] = [
  /@generated\b|\bDO NOT (?:EDIT|MODIFY)\b/,
  /\bdo(?: not|n't) (?:edit|modify|change)\b(?: (?:this file|manually|by hand|directly)|\.?\s*(?:\*\/|-->)?\s*$)/i,
  /\b(?:auto-?generated|automatically generated|generated automatically|code generated) (?:file|by|from|code|using)\b/i,
  /\bthis file (?:was|is|has been) (?:auto-?|automatically )?generated\b/i,
];

/** The comments that a file opens with, among directives such as "use client" and one-line imports. */
const LEADING_COMMENTS =
  /^(?:\s|#.*|\/\/.*|--.*|\/\*[\s\S]*?(?:\*\/|$)|<!--[\s\S]*?(?:-->|$)|"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|["']use \w+["'];?|import\s[^\n`]*)*/;

/** What `prodcheck snapshot` writes; JSON has no comments. */
const OWN_SNAPSHOT = /^\s*\{\s*"format": "prodcheck schema snapshot"/;

/** True when the comments at the beginning of a file say that a program wrote it. A generator's own text further down does not. */
export function isGeneratedText(head: string): boolean {
  if (OWN_SNAPSHOT.test(head)) return true;
  const comments = LEADING_COMMENTS.exec(head.slice(0, 1000))?.[0] ?? "";
  return comments.split("\n").some((line) => GENERATED_HEADERS.some((header) => header.test(line)));
}

/** The file with the role its own header claims: call it once the text is read, before extracting. */
export function refineRole(file: RepositoryFile, text: string): RepositoryFile {
  const canBeGenerated = file.role === "app" || file.role === "script" || file.role === "config";
  if (!canBeGenerated || file.isRoleGiven === true || file.language === "env" || !isGeneratedText(text)) return file;
  return { ...file, role: "generated" };
}

function takeApart(path: string): PathParts {
  const segments = path.toLowerCase().split("/");
  const name = segments.pop() ?? "";
  return { folders: segments, name };
}

/** The folders that are not parts of a URL: those of a routed file up to its router, those above `pages`. */
function urlless(parts: PathParts): readonly string[] {
  const router = ROUTED_NAME.test(parts.name)
    ? parts.folders.findIndex((folder) => folder === "app" || folder === "routes")
    : parts.folders.indexOf("pages");
  if (router === -1) return parts.folders;
  const below = parts.folders.slice(router + 1).filter((folder) => folder.startsWith("__"));
  return [...parts.folders.slice(0, router + 1), ...below];
}

/** `apps/<name>/…`: the folder of a workspace package; "" for a file elsewhere. */
function packageFolder({ folders }: PathParts): string {
  const [above, name] = folders;
  return above !== undefined && WORKSPACE_FOLDERS.has(above) ? (name ?? "") : "";
}

function isTestPackage(parts: PathParts): boolean {
  const name = packageFolder(parts);
  return TEST_WORD.test(name) && !AB_TEST.test(name);
}

function isInSource(above: readonly string[]): boolean {
  return above.some((folder) => SOURCE_ROOTS.has(folder.toLowerCase()));
}

function hasFolder(folders: readonly string[], names: ReadonlySet<string>): boolean {
  return folders.some((folder) => names.has(folder));
}

function hasFolderOutsideSource(folders: readonly string[], names: ReadonlySet<string>): boolean {
  return folders.some((folder, index) => names.has(folder) && !isInSource(folders.slice(0, index)));
}

function isGenerated(parts: PathParts): boolean {
  return (
    isGeneratedName(parts.name, parts.folders.at(-1) ?? "") ||
    isLockfile(parts.name) ||
    hasFolder(parts.folders, GENERATED) ||
    hasFolderOutsideSource(parts.folders, BUILD_OUTPUT)
  );
}

function isArchived(parts: PathParts): boolean {
  const folders = urlless(parts);
  return (
    (ARCHIVED_NAME.test(parts.name) && !NUMBERED_SQL.test(parts.name)) ||
    folders.some((folder, index) => isArchiveFolder(folder, isInSource(folders.slice(0, index))))
  );
}

function isMigration(parts: PathParts): boolean {
  if (!MIGRATION_NAME.test(parts.name)) return false;
  const folders = urlless(parts);
  if (hasFolder(folders, MIGRATION)) return true;
  const [parent, grandparent] = [folders.at(-1), folders.at(-2)];
  if (parent === "versions" && grandparent === "alembic") return true;
  const inDrizzle = folders.includes("drizzle") && (parts.name.endsWith(".sql") || parent === "meta");
  return inDrizzle || /^v\d[\d._]*__\w+\.sql$/.test(parts.name);
}

function isExample(parts: PathParts): boolean {
  const folders = urlless(parts);
  return (
    STORY_NAME.test(parts.name) ||
    hasFolder(folders, EXAMPLE) ||
    hasFolderOutsideSource(folders, EXAMPLE_OUTSIDE_SOURCE) ||
    EXAMPLE_WORD.test(packageFolder(parts)) ||
    folders.some((folder, index) => EXAMPLE_FOLDER.test(folder) && !isInSource(folders.slice(0, index))) ||
    isProjectTemplate(folders)
  );
}

/** `templates/<name>/…` holds projects to copy; mail and page templates lie in a source folder or directly in it. */
function isProjectTemplate(folders: readonly string[]): boolean {
  const at = folders.findIndex((folder) => folder === "templates" || folder === "template");
  if (at === -1 || at === folders.length - 1) return false;
  const above = folders.slice(0, at);
  return !isInSource(above) && !above.some((folder) => /e?mail|notif|message|pdf|render/.test(folder));
}

function isDocs(parts: PathParts): boolean {
  return DOCS_NAME.test(parts.name) || hasFolderOutsideSource(urlless(parts), DOCS_OUTSIDE_SOURCE);
}

/** `docker/dependencies/…`: what developers run beside the product. */
const DEVELOPMENT = /(?:^|\/)(?:docker|infra|compose)\/(?:dev|development|local|dependencies|mocks?)(?:\/|$)/;

function isScript(parts: PathParts): boolean {
  const folders = urlless(parts);
  if (DEVELOPMENT.test(folders.join("/"))) return true;
  if (isScriptName(parts.name) && !hasFolder(folders, SERVED)) return true;
  return hasFolder(folders, SCRIPT) || SCRIPT_AT_TOP.has(folders[0] ?? "");
}

/** Folders with a dot; those of the few conventions by which one is served or bundled left out. */
const isHidden = (folder: string): boolean => /^\.\w/.test(folder) && !/^\.(?:well-known|server|client)$/.test(folder);

function isConfig(parts: PathParts, path: string): boolean {
  if (parts.folders.some((folder) => CONFIG.has(folder))) return true;
  // Whatever the tool is: its own set-up, kept out of sight.
  if (parts.folders.some((folder, index) => isHidden(folder) && !isInSource(parts.folders.slice(0, index))))
    return true;
  const language = classifyLanguage(path);
  if (language === "env" || language === "dockerfile") return true;
  // Invoke's tasks lie at the root; in a package the file holds those of Celery.
  if (parts.name === "tasks.py" && parts.folders.length === 0) return true;
  return isConfigName(parts.name, isInSource(parts.folders));
}
