import { addRows, type FactSet } from "../../fact-set.js";
import type { FileRow, LiteralRow, SunsetRow, SunsetUseRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { lastName } from "./model-names.js";

/** An entry of the table sunset, ready to match. */
interface Entry {
  readonly row: SunsetRow;
  readonly pattern: RegExp;
  readonly except: RegExp | null;
}

/** What was tested, and what else may exempt it. */
interface Sample {
  readonly text: string;
  readonly file: string;
  readonly line: number;
  /** The call that makes it, or of which it is an argument. */
  readonly call: LinkedCall | undefined;
}

const LONGEST_SHOWN = 120;

const shorten = (text: string): string => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text);

/** Places in which a text is only looked at, or stands for something else. */
const NOT_USED = new Set(["comparison", "case", "type", "key"]);

/** Finds what matches the entries of sunset, as the header of rules/data/sunset.yaml says. Needs linked calls. */
export function collectSunsetUses(graph: CodeGraph, facts: FactSet): void {
  const finder = new SunsetFinder(graph, facts);
  for (const literal of facts.literal ?? []) finder.lookAtLiteral(literal);
  for (const call of graph.calls) finder.lookAtCall(call);
  finder.lookAtEnvironment(facts);
  finder.lookAtImports(facts);
  addRows(facts, "sunset_use", finder.rows);
}

class SunsetFinder {
  readonly rows: SunsetUseRow[] = [];
  readonly #graph: CodeGraph;
  readonly #files: ReadonlyMap<string, FileRow>;
  readonly #byMatch = new Map<string, Entry[]>();
  /** Entries that need a package, by that. */
  readonly #byModule = new Map<string, Entry[]>();
  /** Most texts match nothing: one expression tells those that do. */
  readonly #anyUrl: RegExp | null;
  readonly #anyHeader: RegExp | null;

  constructor(graph: CodeGraph, facts: FactSet) {
    this.#graph = graph;
    this.#files = new Map((facts.file ?? []).map((row) => [row.path, row]));
    for (const row of facts.sunset ?? []) this.#add(row);
    this.#anyUrl = union(this.#entries("url"));
    this.#anyHeader = union(this.#entries("header"));
  }

  lookAtLiteral(row: LiteralRow): void {
    if (NOT_USED.has(row.context) || !this.#isApp(row.file)) return;
    const call = this.#graph.call(row.call_id);
    const sample = { text: row.value, file: row.file, line: row.line, call };
    if (this.#anyUrl?.test(row.value) === true) this.#match(this.#entries("url"), sample);
    const header = headerOf(row, call);
    if (header === null) return;
    const text = `${header}: ${row.value}`;
    if (this.#anyHeader?.test(text) === true) this.#match(this.#entries("header"), { ...sample, text });
  }

  lookAtCall(call: LinkedCall): void {
    const { row } = call;
    if (!this.#isApp(row.file)) return;
    // The modules of the table are npm's: Python's of the same name have other calls.
    const entries = row.package === null || this.#isPython(row.file) ? [] : (this.#byModule.get(row.package) ?? []);
    const path = pathOf(call);
    const sample = { text: path, file: row.file, line: row.line, call };
    this.#match(
      entries.filter(({ row: { match } }) => match === "call").filter(() => path !== ""),
      sample,
    );
    const forOptions = [...entries, ...this.#entries("option")].filter(({ row: { match } }) => match === "option");
    if (forOptions.length === 0) return;
    for (const text of optionTexts(call)) this.#match(forOptions, { ...sample, text });
  }

  lookAtEnvironment(facts: FactSet): void {
    const entries = this.#entries("env");
    for (const { name, file, line } of facts.env_read ?? [])
      if (name !== null && this.#isApp(file)) this.#match(entries, { text: name, file, line, call: undefined });
    for (const { value, file, line } of facts.env_declaration ?? []) {
      if (value === null || NOT_DEPLOYED.test(this.#files.get(file)?.role ?? "")) continue;
      if (this.#anyUrl?.test(value) === true)
        this.#match(this.#entries("url"), { text: value, file, line, call: undefined });
    }
  }

  lookAtImports(facts: FactSet): void {
    for (const { package: name, specifier, file, line } of facts.import ?? []) {
      const entries = (this.#byModule.get(name ?? "") ?? []).filter(({ row }) => row.match === "import");
      if (this.#isApp(file) && !this.#isPython(file))
        this.#match(entries, { text: specifier, file, line, call: undefined });
    }
  }

  #isPython(path: string): boolean {
    return this.#files.get(path)?.language === "python";
  }

  #add(row: SunsetRow): void {
    if (row.match === "literal") return;
    const source = row.match === "call" ? `(^|\\.)(?:${row.pattern})$` : row.pattern;
    const except = row.except_pattern === null ? null : new RegExp(row.except_pattern, "u");
    const entry = { row, pattern: new RegExp(source, "u"), except };
    if (row.module === null) append(this.#byMatch, row.match, entry);
    else append(this.#byModule, row.module, entry);
  }

  #match(entries: readonly Entry[], sample: Sample): void {
    for (const { row, pattern, except } of entries) {
      if (!pattern.test(sample.text) || (except !== null && isExempt(except, sample, this.#graph))) continue;
      this.rows.push({
        sunset_id: row.id,
        file: sample.file,
        line: sample.line,
        package_dir: this.#files.get(sample.file)?.package_dir ?? null,
        shown: shorten(row.match === "call" ? (sample.call?.row.callee ?? sample.text) : sample.text),
      });
    }
  }

  #entries(match: string): readonly Entry[] {
    return this.#byMatch.get(match) ?? [];
  }

  #isApp(path: string): boolean {
    return this.#files.get(path)?.role === "app";
  }
}

const NOT_DEPLOYED = /^(test|docs|archived|vendored|generated|example)$/;

const union = (entries: readonly Entry[]): RegExp | null =>
  entries.length === 0 ? null : new RegExp(entries.map(({ row }) => `(?:${row.pattern})`).join("|"), "u");

/** The text itself, the call's path and first argument, and what its client was made with can exempt. */
function isExempt(except: RegExp, { text, call }: Sample, graph: CodeGraph): boolean {
  const client = graph.call(call?.row.client_id);
  const texts = [text, call && pathOf(call), call?.row.argument_1, client && pathOf(client), client?.row.options];
  return texts.some((each) => typeof each === "string" && except.test(each));
}

const pathOf = ({ row }: LinkedCall): string =>
  row.symbol === null ? "" : row.symbol + (row.path === null ? "" : `.${row.path}`);

/** Name of the header that a text is the value of: `{ "Notion-Version": "…" }`, `headers.set("Notion-Version", "…")`. */
function headerOf(row: LiteralRow, call: LinkedCall | undefined): string | null {
  if (row.key !== null) return lastName(row.key);
  const isSetter = call !== undefined && /^(set|append|setHeader|header)$/.test(call.row.method);
  return isSetter && row.context === "argument" && call.row.argument_2 === row.value ? call.row.argument_1 : null;
}

/** "name=value" for every option of a call, nested names dotted; what is no literal as its source text. */
function* optionTexts({ row, record }: LinkedCall): Generator<string> {
  const seen = new Set<string>();
  for (const json of [row.options, ...record.arguments.map((argument) => argument.json)]) {
    if (json === null || seen.has(json)) continue;
    seen.add(json);
    yield* flatten(JSON.parse(json), "");
  }
}

function* flatten(value: unknown, name: string): Generator<string> {
  if (typeof value !== "object" || value === null) {
    if (name !== "") yield `${name}=${String(value)}`;
    return;
  }
  const source: unknown = Reflect.get(value, "$");
  if (typeof source === "string") yield `${name}=${source}`;
  else for (const [key, item] of Object.entries(value)) yield* flatten(item, name === "" ? key : `${name}.${key}`);
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
