import { isStartKey } from "../deploy/start-keys.js";
import type { FactSet } from "../fact-set.js";
import type { CallRow, FileRow, ImportRow, PackageRow } from "../rows.js";
import { readObject } from "./argument-function.js";
import { knownStarts, startOf } from "./known-starts.js";
import { dirOf, joinPath } from "./paths.js";
import { isKeptPackage, isSetAside } from "./set-aside.js";
import { unloadableFunctions } from "./unloadable-functions.js";

/** Files that are there for others than the running application; what only they import is not part of it either. */
const BESIDE = new Set(["test", "docs", "example", "archived", "vendored"]);

/** Packages smaller than this are judged in any case; of others at most this share is taken to be dead. */
const FEW_FILES = 10;
const MOST_DEAD = 0.35;

/** Kits that are copied in whole, whatever of them is used: `components/ui/accordion.tsx` of shadcn. They say nothing of how files are loaded. */
const KIT = /(^|\/)components\/ui\//;

/** An entry by its place in the package. */
const ENTRY_PLACE =
  /^((src|server|app|lib|bin|api|backend|source)\/)?[^/]+$|^(src\/)?[^/]+\/(index|main|app|server|worker|bot|cli|start|run)\.[cm]?[jt]sx?$/;
/** Names that a framework looks for. */
const ENTRY_NAME =
  /(^|\/)(page|layout|route|loading|error|global-error|template|default|not-found|middleware|proxy|instrumentation)(\.\w+)?\.[cm]?[jt]sx?$|(^|\/)\+(page|layout|server|error)|\.(client|server)\./;
/** Next.js looks for them below `app/` only, and for some of them beside it. */
const NEXT_ENTRY = /(^|\/)app\/|^(src\/)?(middleware|proxy|instrumentation)(-client)?\./;
/** Folders that Next.js, or a platform beside it, goes through. */
const NEXT_FOLDER = /(^|\/)(pages|api|functions|jobs|workers?|tasks|triggers?|cron)\//;
/** Folders that a loader of another framework may go through. */
const LOADED_FOLDER =
  /(^|\/)(pages|routes?|api|functions|commands?|events?|jobs|workers?|cron|queues?|handlers|controllers?|resolvers|subscribers|workflows|middlewares?|plugins|loaders|tasks|triggers?|listeners|entities|models|modules|islands)\//;
/** Of these, what a platform serves although the framework has no loader. */
const SERVED_FOLDER = /(^|\/)(api|functions)\//;
/** Frameworks that load nothing by themselves: only code that lists a folder does. */
const PLAIN = new Set(["express", "fastify", "hono", "koa"]);
const LISTING =
  /^(readdir|opendir|glob)(Sync)?$|^(globby|fg|fastGlob|requireDir|requireAll|importAll|autoload|loadControllers|createExpressServer)$/i;
/** Packages that find files, or decorated classes, by themselves. */
const LOADER =
  /autoload|file-?rout|require-(all|dir)|decorators|^(@tsed\/|@overnightjs\/|tsoa|routing-controllers|awilix|consign|express-load|moleculer|honox)/;
/** Supabase deploys the index of a function's folder, and what that imports. */
const EDGE_PART = /(^|\/)supabase\/functions\/[^/]+\/(?!index\.[jt]sx?$)/;
/** Every file below is a screen. */
const EXPO_FOLDER = /(^|\/)app\//;

/** Where workspaces keep what is started. */
const APP_FOLDER = /(^|\/)(apps?|services?|servers?|workers?)\//;
/** Called after a task: run by hand, if at all. */
const TASK_NAME =
  /(^|\/)(test|check|debug|verify|fix|investigate|inspect|diagnose|try|demo|scratch|temp|tmp)[-_.][\w-]+\.[cm]?[jt]s$/;
/** Names that say that a file is started, wherever it lies. */
const START_NAME =
  /^(index|main|app|server|api|worker|bot|cli|start|run|cluster|cron|jobs?|queue|scheduler|consumer|boot(strap)?|entry|launch|instrument(ation)?)\b/i;
/** Scripts of a package that is worked on or shipped for its own sake. */
const OWN_SCRIPT = /^(start|dev|develop|serve|build|deploy|preview)\b/;

/**
 * Marks the files that something started or served leads to by its imports. What nobody imports may still be named by a
 * script, a page, a deploy file or a string, or lie where a framework looks; in doubt a file counts as reached.
 */
export function markReachedFiles(facts: FactSet): void {
  const files = new Map((facts.file ?? []).map((row) => [row.path, row]));
  const imported = importsByFile(facts);
  const entries = new EntryFiles(facts, imported);
  // How Python's files are started is written down in too many ways: all but what was set aside count as reached.
  const open = [...files.values()].filter((row) => (row.language === "python" && !isSetAside(row)) || entries.has(row));
  for (const row of open) row.is_reached = true;
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    for (const path of imported.get(row.path) ?? []) {
      const target = files.get(path);
      if (!target || target.is_reached) continue;
      target.is_reached = true;
      open.push(target);
    }
  }
  trustWhatIsNotUnderstood(facts.file ?? [], entries);
}

/** Where a large part of a package seems dead, it may be loaded in a way that is not known here: nothing is said of it then. */
function trustWhatIsNotUnderstood(files: readonly FileRow[], entries: EntryFiles): void {
  const byPackage = new Map<string, FileRow[]>();
  for (const row of files) {
    if (row.role !== "app" || row.module_kind === null || row.language === "python" || KIT.test(row.path)) continue;
    if (isSetAside(row)) continue;
    const dir = row.package_dir ?? "";
    if (entries.isUnderstood(dir) || entries.isRunByHand(row, dir)) continue;
    const known = byPackage.get(dir);
    if (known) known.push(row);
    else byPackage.set(dir, [row]);
  }
  for (const rows of byPackage.values()) {
    const dead = rows.filter((row) => !row.is_reached).length;
    if (rows.length >= FEW_FILES && dead > rows.length * MOST_DEAD) for (const row of rows) row.is_reached = true;
  }
}

function importsByFile(facts: FactSet): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { file, resolved_file: target, is_erased: isErased } of facts.import ?? []) {
    if (target === null || isErased) continue;
    const known = found.get(file);
    if (known) known.push(target);
    else found.set(file, [target]);
  }
  return found;
}

class EntryFiles {
  readonly #packages: ReadonlyMap<string, PackageRow>;
  /** Folders of packages whose files are found in ways that cannot be followed, and of those that nothing uses. */
  readonly #loose: ReadonlySet<string>;
  readonly #unused: ReadonlySet<string>;
  readonly #globbed: readonly string[];
  readonly #unloadable: ReadonlySet<string>;
  /** Packages with code that lists folders. */
  readonly #listing: ReadonlySet<string>;
  /** Names without folder and extension that something outside the imports mentions. */
  readonly #named: ReadonlySet<string>;
  /** Files with routes, server actions, jobs or other functions that something outside calls. */
  readonly #served: ReadonlySet<string>;

  /** Folders of packages of which it is known what runs, with the file that starts them. */
  readonly #started: ReadonlyMap<string, string>;

  constructor(facts: FactSet, imported: ReadonlyMap<string, readonly string[]>) {
    this.#packages = new Map((facts.package ?? []).map((row) => [row.dir, row]));
    this.#unused = unusedPackages(facts);
    this.#unloadable = unloadableFunctions(facts);
    const handlers = (facts.function ?? []).filter((row) => row.handler !== null);
    this.#served = new Set([...(facts.route ?? []), ...handlers].map(({ file }) => file));
    this.#named = mentionedNames(facts);
    const { globbed, loose } = dynamicLoads(facts);
    this.#globbed = globbed;
    this.#listing = listingPackages(facts);
    this.#loose = loose;
    this.#started = knownStarts(facts, imported, { isOpen: (dir) => this.#isOpen(dir) });
  }

  /** Whether files of a package may be loaded in other ways than by name. */
  #isOpen(dir: string): boolean {
    const framework = this.#packages.get(dir)?.framework ?? null;
    const isBelow = (path: string): boolean => dir === "" || path === "" || path.startsWith(`${dir}/`);
    const isLoading = this.#loose.has(dir) || this.#listing.has(dir) || this.#globbed.some(isBelow);
    return framework === null || !PLAIN.has(framework) || isLoading;
  }

  has(file: FileRow): boolean {
    if (BESIDE.has(file.role)) return false;
    if (file.role !== "app") return true;
    const dir = file.package_dir ?? "";
    // Where it still runs, a manifest names it or something imports it.
    if (isSetAside(file)) return file.is_entry && !isKeptPackage(dir);
    if (EDGE_PART.test(file.path)) return false;
    // What a page loads is another matter.
    const start = file.package_dir === null || file.side === "client" ? undefined : this.#started.get(dir);
    if (start !== undefined) return start === file.path || file.is_entry || this.#isMentioned(file.path);
    if (this.#unloadable.has(file.path)) return false;
    if (this.#served.has(file.path)) return true;
    if (file.package_dir !== null && this.#unused.has(dir)) return false;
    if (this.isRunByHand(file, dir)) return file.is_entry || this.#isMentioned(file.path);
    return file.is_entry || this.#loose.has(dir) || this.#isPlaced(file, dir) || this.#isMentioned(file.path);
  }

  /** Nothing uses the package, or nothing in it is loaded but by imports. */
  isUnderstood(dir: string): boolean {
    return this.#unused.has(dir) || !this.#isOpen(dir);
  }

  /** Called after a task; or left beside the manifest, whose start script names another file. */
  isRunByHand({ path, importers }: FileRow, dir: string): boolean {
    if (importers > 0) return false;
    if (TASK_NAME.test(path)) return true;
    const name = dir === "" ? path : path.slice(dir.length + 1);
    return !name.includes("/") && !START_NAME.test(name) && startOf(this.#packages.get(dir)) !== null;
  }

  #isPlaced({ path }: FileRow, dir: string): boolean {
    const name = dir === "" ? path : path.slice(dir.length + 1);
    const framework = this.#packages.get(dir)?.framework ?? null;
    const isNamed = ENTRY_NAME.test(path) && (framework !== "next" || NEXT_ENTRY.test(name));
    if ((ENTRY_PLACE.test(name) && !this.#isBesideStart(name, dir)) || isNamed) return true;
    if (framework === "next") return NEXT_FOLDER.test(path);
    if ((framework === "expo" || framework === "react-native") && EXPO_FOLDER.test(path)) return true;
    if (framework !== null && PLAIN.has(framework) && !this.#listing.has(dir)) return SERVED_FOLDER.test(path);
    return LOADED_FOLDER.test(path);
  }

  /** `lib/` is what a library offers; a service that says what it starts loads from there what it imports. */
  #isBesideStart(name: string, dir: string): boolean {
    return name.startsWith("lib/") && startOf(this.#packages.get(dir)) !== null;
  }

  #isMentioned(path: string): boolean {
    return this.#named.has(stemOf(path)) || this.#globbed.some((folder) => path.startsWith(folder));
  }
}

/** `src/mail/worker.job.ts` → `worker.job` */
const stemOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "");

/** Private packages of a workspace that no other package depends on, and that nothing starts, builds or deploys. */
function unusedPackages(facts: FactSet): Set<string> {
  const needed = new Set((facts.dependency ?? []).filter((row) => row.is_workspace).map(({ name }) => name));
  const deployed = new Set((facts.deployed_app ?? []).map(({ dir }) => dir));
  const unused = (facts.package ?? []).filter(
    (row) =>
      row.is_workspace &&
      row.is_private &&
      !row.is_root &&
      !APP_FOLDER.test(row.dir) &&
      !deployed.has(row.dir) &&
      !(row.name !== null && needed.has(row.name)) &&
      !Object.keys(readObject(row.scripts_json)).some((name) => OWN_SCRIPT.test(name)),
  );
  return new Set(unused.map(({ dir }) => dir));
}

/** Scripts, deploy files, pages, strings with a file's name in them, and imports that lead nowhere known. */
function mentionedNames(facts: FactSet): Set<string> {
  const texts: string[] = [];
  for (const { scripts_json: scripts } of facts.package ?? []) texts.push(scripts ?? "");
  for (const { key, value } of facts.deploy_setting ?? [])
    if (isStartKey(key) || key === "build-command") texts.push(value ?? "");
  for (const { src } of facts.page_script ?? []) texts.push(src ?? "");
  for (const { value } of facts.literal ?? []) if (value !== null && /\.[cm]?[jt]sx?$/.test(value)) texts.push(value);
  texts.push(...lostSpecifiers(facts));
  const names = new Set<string>();
  for (const text of texts) {
    for (const [word] of text.matchAll(/[\w.@+-]+/g)) {
      names.add(word);
      const stem = word.replace(/\.[^.]*$/, "");
      if (stem !== "") names.add(stem);
    }
  }
  // Everybody's entry is called so: the place says more than the name.
  for (const common of ["index", "src", "dist", "main", "app", "server"]) names.delete(common);
  return names;
}

/** Imports that lead nowhere known. A path, and an alias by which others lead somewhere, are understood: the file is missing, and no other is meant. */
function lostSpecifiers(facts: FactSet): string[] {
  const dirs = new Map((facts.file ?? []).map((row) => [row.path, row.package_dir]));
  const aliasOf = ({ file, specifier }: Pick<ImportRow, "file" | "specifier">): string | null =>
    /^[@~]\//.test(specifier) ? `${dirs.get(file) ?? ""} ${specifier.slice(0, 2)}` : null;
  const imports = facts.import ?? [];
  const understood = new Set(imports.filter((row) => row.resolved_file !== null).map(aliasOf));
  return imports
    .filter((row) => row.resolved_file === null && /^(missing|unknown|virtual)$/.test(row.resolution))
    .filter(({ specifier }) => !/^\.\.?(\/|$)/.test(specifier))
    .filter((row) => aliasOf(row) === null || !understood.has(aliasOf(row)))
    .map(({ specifier }) => specifier);
}

/** Packages that may go through their own folders. */
function listingPackages(facts: FactSet): Set<string> {
  const files = new Map((facts.file ?? []).map((row) => [row.path, row]));
  const calls = (facts.call ?? [])
    .filter((row) => LISTING.test(row.method) && !isOwnFolder(row))
    .map(({ file }) => file);
  const imports = (facts.import ?? []).filter((row) => LOADER.test(row.specifier));
  const found = [...calls, ...imports.map(({ file }) => file)];
  return new Set(
    found.filter((file) => files.get(file)?.role === "app").map((file) => files.get(file)?.package_dir ?? ""),
  );
}

/** `readdirSync(__dirname)`: the files beside it, as in the `models/index.js` of Sequelize. */
const isOwnFolder = ({ argument_1: text }: Pick<CallRow, "argument_1">): boolean =>
  /^(__dirname|import\.meta\.dirname)$/.test(text ?? "");

/** What import.meta.glob and `import(`./x/${name}`)` may load: a folder, or when the start is not known, the whole package. */
function dynamicLoads(facts: FactSet): { readonly globbed: readonly string[]; readonly loose: ReadonlySet<string> } {
  const files = new Map((facts.file ?? []).map((row) => [row.path, row]));
  const globbed: string[] = [];
  const loose = new Set<string>();
  for (const row of facts.package ?? []) if (row.has_auto_imports) loose.add(row.dir);
  for (const row of facts.call ?? []) {
    const { file, callee, argument_1: text, argument_1_kind: kind } = row;
    if (LISTING.test(row.method) && isOwnFolder(row)) globbed.push(`${dirOf(file)}/`);
    if (!/^(import|require|import\.meta\.glob(Eager)?|require\.context)$/.test(callee)) continue;
    if (kind === "string" && (callee === "import" || callee === "require")) continue;
    const info = files.get(file);
    if (info?.role !== "app") continue;
    const start = /^[`"']?(\.{1,2}\/[^$*`"']*\/)?/.exec(text ?? "")?.[1];
    const folder = start === undefined ? null : joinPath(dirOf(file), start);
    if (folder !== null) globbed.push(folder === "" ? "" : `${folder}/`);
    // A bundler has nothing to put in for `import(path)`.
    else if (info.module_kind !== "bundled") loose.add(info.package_dir ?? "");
  }
  return { globbed, loose };
}
