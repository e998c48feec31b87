import type { FactSet } from "../fact-set.js";
import type { DeploySettingRow, FileRow } from "../rows.js";
import { readObject } from "./argument-function.js";
import { isStartCommand } from "./known-starts.js";
import { ancestorsOf, dirOf } from "./paths.js";
import { ModulePaths, modulesIn } from "./python-commands.js";

/** Files that people and platforms start, beside a manifest or in its source folder. */
const ENTRY =
  /^(?:[\w-]+\/){0,2}(?:__main__|wsgi|asgi|manage|function_app)\.py$|^(?:[\w-]+\/){0,2}(?:\w+_)?(?:main|app|server|application|workers?|bot|cli|start|run|serve|celery|scheduler|consumer|cron|lambda_function|handler|index)(?:_\w+)?\.py$|(?:^|\/)gunicorn[._]conf(?:ig)?\.py$/;
/** Beside a file's own start, `if __name__ == "__main__"`: what a process manager outside of the repository may run. */
const WORKER =
  /(?:^|\/)(?:workers?|jobs|cron|consumers|daemons?|bots?)\/[^/]+\.py$|[_-](?:worker|consumer|daemon|bot)\.py$/;
/** Migrations are run by their tool. */
const MIGRATING = /(?:^|\/)(?:alembic|migrations)\/env\.py$/;
/** What Django loads by its name from each of its apps. */
const DJANGO_NAME =
  /(?:^|\/)(?:apps|admin|models|signals|receivers|tasks|urls|routing|checks|middleware|backends|context_processors|translation|search_indexes|documents|manage|settings\w*)\.py$|\/(?:models|admin|management\/commands|templatetags|settings|migrations|tasks|middleware)\/[^/]+\.py$/;
/** Frameworks that go through folders by themselves. */
const FINDS_BY_PLACE =
  /^(?:scrapy|airflow|odoo|dagster|kedro|frappe|nameko|homeassistant|streamlit|reflex|chalice|locust|behave|pelican|pluggy|stevedore|yapsy|prefect|nonebot|django_components)$/;
/** Calls that load a module whose name is not in the import statements; with a name that is computed, any. */
const LOADS =
  /(?:^|\.)(?:import_module|__import__|iter_modules|walk_packages|find_modules|import_string|spec_from_file_location|run_module|run_path|load_extension|load_extensions|entry_points|exec)$/;
/** Scripts of an npm manifest that start the product. */
const START_SCRIPT = /^(start|serve|prod|production|worker)\b/;
/** What somebody runs once, or while developing. */
const BUILD_KEY = /^(?:run|build-command|install-command)$/;

/** What each file asks for, and whether while it is loaded. */
type Asked = Map<string, Map<string, boolean>>;

type Started = NonNullable<FileRow["started"]>;

/** What a Python import statement means: the file, or null. */
export type ResolvePython = (fromFile: string, specifier: string) => string | null;

/**
 * `started` of Python's files: from what deploy files start, and from where an application is made, along the imports. A part
 * (the files of one manifest) of which nothing of the kind is known keeps NULL, which then says nothing; see capDormant.
 */
export function markStartedPython(facts: FactSet, resolve: ResolvePython): void {
  const files = new Map(
    (facts.file ?? []).filter((row) => row.language === "python").map((row) => [row.path, row] as const),
  );
  if (files.size === 0) return;
  const paths = new ModulePaths([...files.keys()]);
  const asked = importsByFile(facts, files, paths, resolve);
  addNamed(facts, files, paths, asked);
  const open: FileRow[] = [];
  const mark = (path: string, started: Started): void => {
    const row = files.get(path);
    if (row === undefined || row.started === "start" || row.started === started) return;
    row.started = started;
    open.push(row);
  };
  const follow = (): void => {
    for (let row = open.pop(); row !== undefined; row = open.pop())
      for (const [path, atLoad] of asked.get(row.path) ?? [])
        mark(path, row.started === "start" && atLoad ? "start" : "use");
  };
  const isOwn = (path: string): boolean => files.get(path)?.role === "app" && files.get(path)?.is_reached === true;
  const roots = startRoots(facts, files, paths).filter(isOwn);
  for (const path of roots) mark(path, "start");
  follow();
  const known = new Set(roots.map((path) => files.get(path)?.package_dir ?? ""));
  const running = new Set([...files.values()].flatMap((row) => (row.started === "start" ? partOf(row) : [])));
  const dynamic = openParts(facts, files, asked);
  for (const path of mayBeStarted(facts, files, paths))
    if (isOwn(path) || files.get(path)?.role === "config") mark(path, "use");
  for (const row of files.values()) {
    const part = partOf(row);
    // A library that others start, and code that looks for its modules: whatever is there may be loaded.
    const isLoose = dynamic.has(part) || (row.started === null && !known.has(part));
    if (isLoose && running.has(part) && isOwn(row.path)) mark(row.path, "use");
  }
  follow();
}

const partOf = ({ package_dir: dir }: FileRow): string => dir ?? "";

/** What each file imports, with the packages around it, and whether that runs while it is loaded. */
function importsByFile(
  facts: FactSet,
  files: ReadonlyMap<string, FileRow>,
  paths: ModulePaths,
  resolve: ResolvePython,
): Asked {
  const found: Asked = new Map();
  for (const path of files.keys())
    found.set(path, new Map(packagesAround(path, files).map((init) => [init, true] as const)));
  for (const { file, specifier, imported, resolved_file: target, resolution, ...row } of facts.import ?? []) {
    if (!files.has(file) || row.is_erased || resolution === "builtin") continue;
    const inner = `${specifier}${specifier.endsWith(".") ? "" : "."}${imported ?? ""}`;
    // from app.routes import boats: a module as often as a name in __init__.py
    const module = imported === null || imported === "*" ? null : resolve(file, inner);
    const meant = [target, module].filter((path) => path !== null);
    if (meant.length === 0 && !specifier.startsWith(".")) meant.push(...paths.find(specifier), ...paths.find(inner));
    const known = found.get(file) ?? new Map<string, boolean>();
    const atLoad = row.function_id === null && !row.in_try;
    for (const path of meant) known.set(path, atLoad || known.get(path) === true);
    found.set(file, known);
  }
  return found;
}

/** `a/b/c.py` → a/b/__init__.py, a/__init__.py: loaded before it. */
function packagesAround(path: string, files: ReadonlyMap<string, FileRow>): string[] {
  const around: string[] = [];
  for (const folder of ancestorsOf(dirOf(path))) {
    const init = folder === "" ? "__init__.py" : `${folder}/__init__.py`;
    if (!files.has(init)) break;
    if (init !== path) around.push(init);
  }
  return around;
}

/** Files that a deployment or a start script names, and where applications are made in parts where none does. */
function startRoots(facts: FactSet, files: ReadonlyMap<string, FileRow>, paths: ModulePaths): string[] {
  const named = (facts.deploy_setting ?? [])
    .filter(isStarting)
    .flatMap(({ file, value }) => modulesIn(value ?? "").flatMap((name) => paths.near(dirOf(file), name)));
  for (const { dir, scripts_json: scripts } of facts.package ?? [])
    for (const [script, command] of Object.entries(readObject(scripts)))
      if (typeof command === "string" && START_SCRIPT.test(script))
        named.push(...modulesIn(command).flatMap((name) => paths.near(dir, name)));
  const taken = new Set(named.map((path) => files.get(path)?.package_dir ?? ""));
  const made = [...(facts.server ?? []), ...(facts.deployed_app ?? [])].map(({ file }) => file);
  return [...named, ...made.filter((path) => files.has(path) && !taken.has(files.get(path)?.package_dir ?? ""))];
}

const isStarting = ({ kind, key }: DeploySettingRow): boolean =>
  kind !== "workflow" && (isStartCommand(key) || key === "script" || key === "release") && !isBuildStep(kind, key);

const isBuildStep = (kind: string, key: string): boolean => kind === "dockerfile" && BUILD_KEY.test(key);

/** What else is there to be started: entries by name, jobs and functions, and whatever a string or a setting names. */
function mayBeStarted(facts: FactSet, files: ReadonlyMap<string, FileRow>, paths: ModulePaths): Set<string> {
  const found = new Set<string>();
  const django = partsImporting(facts, files, /^django$/);
  for (const row of files.values()) {
    const dir = partOf(row);
    const name = dir === "" ? row.path : row.path.slice(dir.length + 1);
    if (ENTRY.test(name) || MIGRATING.test(row.path) || (django.has(dir) && DJANGO_NAME.test(row.path)))
      found.add(row.path);
  }
  for (const { file } of facts.server ?? []) found.add(file);
  for (const { file, handler } of facts.function ?? []) if (handler === "job") found.add(file);
  for (const { file, in_main: isMain } of facts.call ?? []) if (isMain && WORKER.test(file)) found.add(file);
  const serverless = (facts.deploy_setting ?? []).some(({ kind }) => kind === "vercel");
  if (serverless) for (const path of files.keys()) if (/(?:^|\/)api\//.test(path)) found.add(path);
  for (const text of textsOf(facts)) for (const name of modulesIn(text)) addAll(found, paths.find(name));
  return found;
}

function* textsOf(facts: FactSet): Generator<string> {
  for (const { value } of facts.deploy_setting ?? []) if (value !== null) yield value;
  for (const { scripts_json: scripts } of facts.package ?? []) if (scripts !== null) yield scripts;
}

/** Modules that the strings of a file name: settings, `include("crm.urls")`, lists of tasks. They count where that file runs. */
function addNamed(facts: FactSet, files: ReadonlyMap<string, FileRow>, paths: ModulePaths, to: Asked): void {
  const add = (file: string, text: string): void => {
    const known = files.has(file) ? to.get(file) : undefined;
    if (known === undefined) return;
    for (const path of modulesIn(text).flatMap((name) => paths.find(name)))
      if (!known.has(path)) known.set(path, false);
  };
  for (const { file, value } of facts.literal ?? []) if (value !== null) add(file, value);
  for (const { file, argument_1: text, argument_1_kind: kind, options } of facts.call ?? []) {
    if (text !== null && kind === "string") add(file, text);
    if (options !== null) add(file, options);
  }
}

function addAll(to: Set<string>, paths: readonly string[]): void {
  for (const path of paths) to.add(path);
}

/** Parts that load modules by names that are computed, or whose framework looks for them. */
function openParts(facts: FactSet, files: ReadonlyMap<string, FileRow>, asked: Asked): Set<string> {
  const found = partsImporting(facts, files, FINDS_BY_PLACE);
  for (const { file, callee, argument_1_kind: kind } of facts.call ?? []) {
    const row = files.get(file);
    if (row?.role === "app" && LOADS.test(callee) && kind !== "string") found.add(partOf(row));
  }
  // A library of the repository may look for the modules of whoever uses it.
  const users = [...asked].flatMap(([file, targets]) => {
    const from = files.get(file);
    const to = [...targets.keys()].flatMap((path) => files.get(path) ?? []);
    return from !== undefined && to.some((row) => found.has(partOf(row))) ? partOf(from) : [];
  });
  for (const part of users) found.add(part);
  return found;
}

function partsImporting(facts: FactSet, files: ReadonlyMap<string, FileRow>, packages: RegExp): Set<string> {
  const found = new Set<string>();
  for (const { file, package: name } of facts.import ?? []) {
    const row = files.get(file);
    if (row?.role === "app" && packages.test(name?.split(".")[0] ?? "")) found.add(partOf(row));
  }
  return found;
}
