import type { Language, Repository, RepositoryFile } from "../shared/repository.js";
import { describeCatalog } from "./catalog/describe-catalog.js";
import type { ExtractedCode } from "./code/extract-code.js";
import { isCodeLanguage } from "./code/parse.js";
import { compactTexts } from "./compact-text.js";
import { declaredRelations } from "./declared-relations.js";
import { extractConfigFile } from "./extract-config-file.js";
import type { ExtractionThread } from "./extraction/extraction-thread.js";
import { readCode, type CodeReading } from "./extraction/read-code.js";
import { extractCoverageTargets } from "./test-reports/coverage-targets.js";
import { describeReports } from "./test-reports/describe-reports.js";
import { extractReport } from "./test-reports/extract-report.js";
import { linkReports } from "./test-reports/link-reports.js";
import { isTestReport } from "../shared/test-reports.js";
import { addRows, mergeFacts, newIdOffsets, type FactSet } from "./fact-set.js";
import { markReachedFiles } from "./link/reached-files.js";
import { markStartedFiles } from "./link/started-files.js";
import { markStartedPython } from "./link/started-python.js";
import { hasSqlClient } from "./link/db/sql-clients.js";
import { linkCode } from "./link/link.js";
import { linkEnvironment } from "./link/link-environment.js";
import { linkAutoImports } from "./link/declared-globals.js";
import { licenceNotes } from "./licence-notes.js";
import { rollbackNotes } from "./rollback-notes.js";
import { envFileRows, secretRows } from "./env-files/secret-rows.js";
import { findEntryFiles } from "./link/entry-files.js";
import { readImportMap, isImportMapPath, type ImportMapInfo } from "./link/import-maps.js";
import { readPackageInfo, type PackageInfo } from "./link/package-exports.js";
import { createPythonResolver } from "./link/python-modules.js";
import type { Resolution } from "./link/resolution.js";
import { createModuleResolver } from "./link/resolve-module.js";
import { isTsconfigPath, readTsconfig, type TsconfigInfo } from "./link/tsconfig-paths.js";
import { moduleKindOf, sideOf } from "./file-side.js";
import { markExamplePackages } from "./example-packages.js";
import { markTaskFiles } from "./task-files.js";
import { linkPackages } from "./packages/link-packages.js";
import { addPython, takePython } from "./packages/python-manifests.js";
import { historyInput } from "./migrations/migration-history.js";
import { supabaseInput } from "./supabase/describe-supabase.js";
import type { FileRow, PackageRow, ProblemRow } from "./rows.js";
import { isInputWanted } from "./wanted-inputs.js";

/** Facts that do not come from the audited repository: rules/data, a database's catalogue and the date to judge by. */
export interface DataFacts {
  readonly facts: FactSet;
  /** YYYY-MM-DD. */
  readonly asOf: string;
}

interface ReadFile {
  readonly extracted: ExtractedCode;
  readonly info: FileRow;
}

/** A code file in its place; null while a thread reads it, and when it cannot be read. */
interface CodePlace {
  readonly info: FileRow;
  extracted: ExtractedCode | null;
}

/** Gathers facts file by file, then links them. Text is looked at once and not kept. */
export class FactCollector {
  readonly #facts: FactSet = {};
  readonly #offsets = newIdOffsets();
  readonly #places: CodePlace[] = [];
  #thread: ExtractionThread | null = null;
  readonly #packages: PackageInfo[] = [];
  readonly #tsconfigs: TsconfigInfo[] = [];
  readonly #importMaps: ImportMapInfo[] = [];

  /** Lets a thread read a share of the code files that are added from now on; `settle` has to be waited for then. */
  share(thread: ExtractionThread): void {
    this.#thread = thread;
  }

  /** Waits for what the thread still reads. */
  async settle(): Promise<void> {
    if (this.#thread === null) return;
    for await (const { number, reading } of this.#thread.rest()) this.#place(number, reading);
    this.#thread = null;
  }

  /** Ends the thread, whatever it does. */
  async close(): Promise<void> {
    await this.#thread?.close();
  }

  /** Reads one file's text; null when it could not be read. */
  add(file: RepositoryFile, text: string | null): void {
    const info = fileRow(file, text);
    addRows(this.#facts, "file", [info]);
    if (text === null) return;
    if (isTestReport(file.path)) {
      this.#addConfig(extractReport(file.path, text));
      return;
    }
    this.#addManifest(file.path, text);
    this.#addConfig(extractCoverageTargets(file.path, text));
    addRows(this.#facts, "declared_relation", declaredRelations(file, text));
    addRows(this.#facts, "licence_note", licenceNotes(file, text));
    addRows(this.#facts, "rollback_note", rollbackNotes(file, text));
    if (isCodeLanguage(file.language)) {
      this.#addCode(file, info, text);
      return;
    }
    this.#addConfig(extractConfigFile(file, text));
  }

  #addConfig(config: FactSet | null): void {
    if (!config) return;
    compactTexts(config);
    mergeFacts(this.#facts, config, this.#offsets);
  }

  /** Whether there is SQL in the code: its parser (sql/parse-sql.ts) must be loaded before `finish`, or stays unread. */
  get hasSql(): boolean {
    if (!hasSqlClient(this.#facts.dependency ?? [])) return false;
    return this.#code().some(({ extracted }) => extracted.code.calls.some(({ sqlText }) => sqlText !== null));
  }

  /** Links everything and returns all rows, `data` included. */
  finish(
    repository: Pick<Repository, "files" | "skipped" | "isIgnored" | "exists"> &
      Partial<Pick<Repository, "secrets" | "isTracked">>,
    data: DataFacts,
  ): FactSet {
    const facts = this.#facts;
    const code = this.#code();
    addCodeProblems(facts, this.#places);
    // Before the packages: a binary lock file is only known as a skipped one.
    addRows(facts, "skipped", [...repository.skipped]);
    addRows(facts, "secret", secretRows(repository));
    addRows(facts, "env_file", envFileRows(repository));
    // What npm's packages are linked by is npm's; Python's manifests come back when that is done.
    const python = takePython(facts);
    linkPackages(facts);
    linkAutoImports(facts.package ?? [], this.#packages);
    this.#placeFiles(code, python.packages);
    const given = new Set(repository.files.filter((file) => file.isRoleGiven === true).map(({ path }) => path));
    markExamplePackages(
      facts,
      this.#packages,
      (facts.file ?? []).filter(({ path }) => !given.has(path)),
    );
    const files = code.map(({ extracted, info }) => ({ code: extracted.code, info }));
    markTaskFiles(facts, files);
    mergeFacts(facts, data.facts, this.#offsets);
    addRows(facts, "as_of", [{ date: data.asOf }]);
    const paths = new Set(repository.files.map((file) => file.path));
    const entries = findEntryFiles(this.#packages, paths);
    for (const row of facts.file ?? []) row.is_entry = entries.has(row.path);
    const resolveModule = createModuleResolver({
      files: paths,
      packages: this.#packages,
      tsconfigs: this.#tsconfigs,
      importMaps: this.#importMaps,
      isIgnored: (path) => repository.isIgnored(path),
      exists: (path) => repository.exists(path),
    });
    const resolvePython = createPythonResolver(paths, {
      isIgnored: (path) => repository.isIgnored(path),
      exists: (path) => repository.exists(path),
    });
    const resolve = (from: string, specifier: string): Resolution =>
      /\.pyw?$/.test(from) ? resolvePython(from, specifier) : resolveModule(from, specifier);
    linkCode({ files, resolve }, facts, this.#offsets);
    markReachedFiles(facts);
    markStartedFiles(facts);
    linkEnvironment(facts);
    addPython(facts, python);
    markStartedPython(facts, (from, specifier) => resolvePython(from, specifier).resolvedFile);
    linkReports(facts, paths);
    addCollected(facts);
    return facts;
  }

  #addManifest(path: string, text: string): void {
    if (path.endsWith("package.json")) {
      const info = readPackageInfo(path, text);
      if (info) this.#packages.push(info);
    } else if (isTsconfigPath(path)) {
      const info = readTsconfig(path, text);
      if (info) this.#tsconfigs.push(info);
    } else if (isImportMapPath(path)) {
      const info = readImportMap(path, text);
      if (info) this.#importMaps.push(info);
    }
  }

  #addCode(file: RepositoryFile, info: FileRow, text: string): void {
    const number = this.#places.length;
    this.#places.push({ info, extracted: null });
    if (this.#thread?.offer(number, file, text) !== true) this.#place(number, readCode(file, text));
    for (const { number: earlier, reading } of this.#thread?.arrived() ?? []) this.#place(earlier, reading);
  }

  #place(number: number, { extracted, failure }: CodeReading): void {
    const place = this.#places[number];
    if (place === undefined) return;
    place.extracted = extracted;
    place.info.parse_error = extracted === null ? `1: ${failure}` : extracted.parseError;
    place.info.is_module = extracted?.isModule ?? false;
  }

  /** What was read, in the order in which it was added. */
  #code(): ReadFile[] {
    return this.#places.flatMap(({ info, extracted }) => (extracted === null ? [] : [{ info, extracted }]));
  }

  /** Nearest manifest, and what that says about where a file's code runs. */
  #placeFiles(code: readonly ReadFile[], python: readonly PackageRow[]): void {
    const packages = new Map((this.#facts.package ?? []).map((row) => [row.dir, row]));
    const all = new Map([...python.map((row) => [row.dir, row] as const), ...packages]);
    for (const row of this.#facts.file ?? [])
      row.package_dir = nearestPackage(row.path, row.language === "python" ? all : packages);
    for (const { extracted, info } of code) {
      const owner = info.package_dir === null ? undefined : all.get(info.package_dir);
      info.side = sideOf(info, extracted, owner);
      info.module_kind = moduleKindOf(info, owner);
    }
  }
}

function fileRow(file: RepositoryFile, text: string | null): FileRow {
  return {
    path: file.path,
    language: file.language,
    role: file.role,
    side: "unknown",
    package_dir: null,
    module_kind: null,
    bytes: file.bytes,
    lines: text === null ? 0 : countLines(text),
    is_module: false,
    importers: 0,
    is_entry: false,
    is_reached: false,
    started: null,
    parse_error: null,
  };
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}

function nearestPackage(path: string, packages: ReadonlyMap<string, unknown>): string | null {
  let dir = path;
  while (dir !== "") {
    dir = dir.slice(0, Math.max(0, dir.lastIndexOf("/")));
    if (packages.has(dir)) return dir;
  }
  return null;
}

/** Files of the application that were not read, or not whole. Problems stay in the order of the files. */
function addCodeProblems(facts: FactSet, places: readonly CodePlace[]): void {
  const problems = places.flatMap((place) => codeProblem(place) ?? []);
  if (problems.length === 0) return;
  addRows(facts, "problem", problems);
  const order = new Map((facts.file ?? []).map(({ path }, position) => [path, position]));
  facts.problem?.sort((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0));
}

function codeProblem({ info, extracted }: CodePlace): ProblemRow | null {
  if (info.parse_error === null || info.role !== "app") return null;
  const [line, ...message] = info.parse_error.split(": ");
  const isRead = extracted !== null;
  return {
    file: info.path,
    line: isRead ? Number(line) : null,
    message: `${isRead ? "Syntax error" : "Not read"}: ${message.join(": ")}`,
    remedy: isRead ? "Fix the syntax; what the parser could recover was audited." : null,
  };
}

const CODE_LANGUAGES: readonly Language[] = ["typescript", "javascript", "vue", "svelte", "astro", "python"];

const none = (detail: string): { available: boolean; detail: string } => ({ available: false, detail });
const had = (detail: string): { available: boolean; detail: string } => ({ available: true, detail });

const CATALOG_TABLE = /^(?:pg|catalog|migration)_/;

/** The same facts with another catalogue, and other migrations. */
export function replaceCatalog(facts: FactSet, catalog: FactSet): FactSet {
  const kept = Object.entries(facts).filter(([table]) => !CATALOG_TABLE.test(table) && table !== "collected");
  const changed: FactSet = { ...Object.fromEntries(kept), ...catalog };
  addCollected(changed);
  const others = (facts.collected ?? []).filter(({ need }) => need !== "catalog" && need !== "migrations");
  const own = (changed.collected ?? []).filter(({ need }) => !others.some((row) => row.need === need));
  changed.collected = [...others, ...own];
  return changed;
}

/** Which inputs there were. A rule whose input is missing answers unknown. */
function addCollected(facts: FactSet): void {
  const code = (facts.file ?? []).filter((row) => CODE_LANGUAGES.some((language) => language === row.language)).length;
  const catalog = describeCatalog(facts);
  const migrations = (facts.migration_file ?? []).length;
  const inputs = [
    { need: "code", ...had(`${code} code files`) },
    {
      need: "env",
      ...had(`${(facts.env_declaration ?? []).length} declarations, ${(facts.env_read ?? []).length} reads`),
    },
    { need: "packages", ...had(`${(facts.package ?? []).length} manifests`) },
    { need: "deploy", ...had(`${(facts.deploy_setting ?? []).length} settings`) },
    {
      need: "migrations",
      ...(migrations === 0 ? none("there are no SQL migrations") : had(`${migrations} files`)),
    },
    { need: "history", ...historyInput(facts) },
    { need: "catalog", ...(catalog === null ? none("no database was given") : had(catalog)) },
    { need: "supabase", ...supabaseInput(facts) },
    ...describeReports(facts),
  ];
  const rows = inputs.map((input) => ({ ...input, is_wanted: isInputWanted(facts, input.need) }));
  addRows(facts, "collected", rows);
}
