import type { FactSet } from "../fact-set.js";
import type { FileRow, PackageRow } from "../rows.js";
import { readObject } from "./argument-function.js";
import { isStartCommand } from "./known-starts.js";
import { scriptFiles } from "./run-commands.js";

/** Frameworks whose bundler builds every file that it finds by its place or by an import. */
const BUNDLED = new Set(["next", "nuxt", "remix", "sveltekit", "astro", "vite", "expo", "react-native", "electron"]);
/** Scripts that start the product. */
const START_SCRIPT = /^(start|serve|prod|production|worker)\b/;
/** Folders whose files frameworks and platforms go through. */
const FOUND_FOLDER = /(^|\/)(app|pages|routes|api|functions)\//;
/** Beside a manifest, or in its source folder: what people start. */
const ENTRY = /^((src|server|app|backend|source)\/)?(index|main|app|server|worker|bot|cli|start|run)\.[cm]?[jt]sx?$/;

const COMMON_NAME = /^(index|main|app|server|run|start)$/;
/** Scripts that somebody runs once, or while developing. */
const BY_HAND =
  /(^|[^a-z])(seeds?|set-?up|migrat\w*|tests?|lint|init|gen\w*|import|export|check|debug|clean\w*|create|reset|fix|verify|demo|examples?|docs?|dev)([^a-z]|$)/;

type Started = NonNullable<FileRow["started"]>;

/**
 * Marks what certainly runs, from what starts or serves an app along its imports. `is_reached` is 1 in doubt; this is not.
 * Asks for is_reached, and so comes after it.
 */
export function markStartedFiles(facts: FactSet): void {
  const files = new Map((facts.file ?? []).map((row) => [row.path, row]));
  const asked = importsByFile(facts, files);
  const open: FileRow[] = [];
  const mark = (row: FileRow, started: Started): void => {
    if (row.started === "start" || row.started === started) return;
    row.started = started;
    open.push(row);
  };
  for (const [row, started] of seeds(facts, files)) mark(row, started);
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    for (const [path, atLoad] of asked.get(row.path) ?? []) {
      const target = files.get(path);
      if (target) mark(target, row.started === "start" && atLoad ? "start" : "use");
    }
  }
}

/** What each file imports, and whether that runs while it is loaded: a bundler puts in whatever is asked for anywhere. */
function importsByFile(
  facts: FactSet,
  files: ReadonlyMap<string, FileRow>,
): ReadonlyMap<string, ReadonlyMap<string, boolean>> {
  const found = new Map<string, Map<string, boolean>>();
  for (const row of facts.import ?? []) {
    if (row.resolved_file === null || row.is_erased) continue;
    const atLoad = (row.function_id === null && !row.in_try) || files.get(row.file)?.module_kind === "bundled";
    const known = found.get(row.file) ?? new Map<string, boolean>();
    known.set(row.resolved_file, atLoad || known.get(row.resolved_file) === true);
    found.set(row.file, known);
  }
  return found;
}

function* seeds(facts: FactSet, files: ReadonlyMap<string, FileRow>): Generator<[FileRow, Started]> {
  const packages = new Map((facts.package ?? []).map((row) => [row.dir, row]));
  const commands = new Map((facts.package ?? []).map((row) => [row.dir, commandsOf(row)]));
  const first = startedFirst(facts, files);
  const listening = new Set((facts.server ?? []).map(({ file }) => file));
  const served = new Set([
    ...(facts.route ?? []).map(({ file }) => file),
    ...(facts.function ?? []).filter(({ handler }) => handler !== null).map(({ file }) => file),
  ]);
  const named = deployedNames(facts);
  const nests = nestPackages(facts, files, packages);
  // That a test imports a page says nothing; what the configuration of a tool asks for runs in that tool.
  const asked = new Set(
    (facts.import ?? []).flatMap((row) =>
      row.resolved_file !== null && /^(app|config)$/.test(files.get(row.file)?.role ?? "") ? row.resolved_file : [],
    ),
  );
  for (const row of files.values()) {
    if (row.role !== "app" || !row.is_reached || row.language === "python") continue;
    if (row.is_entry || first.has(row.path)) yield [row, "start"];
    else if (!asked.has(row.path) && isMeant(row, named.started)) yield [row, "start"];
    else if (!asked.has(row.path)) {
      const dir = row.package_dir ?? "";
      const isRun = (commands.get(dir) ?? []).some((command) => isIn(command, row));
      const isNamed = isMeant(row, named.other) || isRun;
      const isPlaced = served.has(row.path) || FOUND_FOLDER.test(inPackage(row));
      const isFound = listening.has(row.path) || (isPlaced && !nests.has(dir)) || ENTRY.test(inPackage(row)) || isNamed;
      // Beside the manifest lie the scripts of those who work on it.
      const isClient = row.side === "client" && inPackage(row).includes("/");
      if (BUNDLED.has(packages.get(dir)?.framework ?? "") && (isFound || isClient)) yield [row, "start"];
      else if (isFound) yield [row, "use"];
    }
  }
}

/** Everybody's entry is called so: the place says more than the name. */
const isMeant = (row: FileRow, names: ReadonlySet<string>): boolean =>
  names.has(stemOf(row.path)) &&
  (ENTRY.test(inPackage(row)) ||
    !COMMON_NAME.test(stemOf(row.path)) ||
    names.has(row.path.split("/").slice(-2, -1).concat(stemOf(row.path)).join("/")));

/** A command that runs `src/index.ts` says nothing of the other files of that name. */
function isIn(command: string, row: FileRow): boolean {
  const name = nameOf(row.path);
  if (!COMMON_NAME.test(stemOf(row.path))) return command.includes(name);
  return command
    .split(/[\s"'=;&|,:()]+/)
    .some((word) => word.endsWith(name) && `/${inPackage(row)}`.endsWith(`/${word.replace(/^(?:\.?\/)+/, "")}`));
}

/** Packages whose routes Nest takes from the modules that lead to its one start: it looks into no folder. */
function nestPackages(
  facts: FactSet,
  files: ReadonlyMap<string, FileRow>,
  packages: ReadonlyMap<string, PackageRow>,
): ReadonlySet<string> {
  const starts = new Map<string, Set<string>>();
  const mains = [...files.values()].filter(({ path, role }) => role === "app" && /(^|\/)main\.[cm]?[jt]s$/.test(path));
  for (const { path, package_dir: dir } of mains) starts.set(dir ?? "", (starts.get(dir ?? "") ?? new Set()).add(path));
  const made = new Set((facts.server ?? []).map(({ file }) => file));
  return new Set(
    [...starts].flatMap(([dir, paths]) => {
      const [only, ...others] = paths;
      const isOne = only !== undefined && others.length === 0 && made.has(only) && ENTRY.test(inPackageOf(only, dir));
      return isOne && packages.get(dir)?.framework === "nest" ? [dir] : [];
    }),
  );
}

/** The commands of a package's scripts, but for those that somebody runs by hand. */
const commandsOf = ({ scripts_json: scripts }: PackageRow): readonly string[] =>
  Object.entries(readObject(scripts)).flatMap(([script, command]) =>
    typeof command === "string" && !BY_HAND.test(script) ? command : [],
  );

/** What the start scripts of a package run; where they name no source file, whatever listens in it. */
function startedFirst(facts: FactSet, files: ReadonlyMap<string, FileRow>): ReadonlySet<string> {
  const scripted = new Set((facts.package ?? []).flatMap(startFiles).filter((path) => files.get(path)?.role === "app"));
  const known = new Set([...scripted].map((path) => files.get(path)?.package_dir ?? null));
  const others = [...(facts.server ?? []), ...(facts.deployed_app ?? [])].map(({ file }) => file);
  return new Set([...scripted, ...others.filter((path) => !known.has(files.get(path)?.package_dir ?? null))]);
}

const startFiles = (info: PackageRow): readonly string[] =>
  [...scriptFiles(info)].filter(([script]) => START_SCRIPT.test(script)).flatMap(([, started]) => started);

/** Names, without extension, of files that deploy files start and pages load, and that settings of deploy files mention otherwise. */
function deployedNames(facts: FactSet): { readonly started: ReadonlySet<string>; readonly other: ReadonlySet<string> } {
  const settings = facts.deploy_setting ?? [];
  const starting = settings.filter(({ key, kind }) => isStartCommand(key) && kind !== "workflow");
  const pages = (facts.page_script ?? []).map(({ src }) => src ?? "");
  return {
    started: namesIn([...starting.map(({ value }) => value ?? ""), ...pages]),
    other: namesIn(settings.map(({ value }) => value ?? "")),
  };
}

/** `node parcel/start.js` → start, parcel/start */
const namesIn = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/((?:[\w.@+-]+\/)?)([\w.@+-]+)\.[cm]?[jt]sx?\b/g)].flatMap(([, folder = "", name = ""]) => [
        name,
        folder + name,
      ]),
    ),
  );

const inPackageOf = (path: string, dir: string | null): string => (dir ? path.slice(dir.length + 1) : path);
const inPackage = ({ path, package_dir: dir }: FileRow): string => inPackageOf(path, dir);
const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const stemOf = (path: string): string => nameOf(path).replace(/\.[cm]?[jt]sx?$/, "");
