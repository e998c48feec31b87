import { addRows } from "../../fact-set.js";
import type { ExportRow, ImportRow } from "../../rows.js";
import type { NotedOrigin } from "../file-code.js";
import { UNRESOLVED } from "../module-rows.js";
import type { Place, PythonFile } from "./model.js";
import type { Scope } from "./scopes.js";
import type { ImportedModule } from "./syntax.js";

/** One row for each imported name; what it means is filled in by the linker. */
export function addImports(file: PythonFile, modules: readonly ImportedModule[], place: Place): void {
  const rows = modules.map((imported): ImportRow => {
    const opening = openingLines(file, imported.from);
    const isTyping = isTypeChecking(opening);
    return {
      file: file.path,
      line: file.lineAt(imported.from),
      specifier: imported.module,
      imported: imported.name ?? "*",
      local: imported.local,
      kind: "import",
      is_type: isTyping,
      is_erased: isTyping,
      is_unused: false,
      in_try: place.inTry || place.inCatch || isSuppressed(opening),
      is_choice: !isTyping && isChosen(opening),
      function_id: place.functionId,
      ...UNRESOLVED,
    };
  });
  addRows(file.facts, "import", rows);
}

/** Lines that open the blocks around an indented statement, innermost first, up to the function it is in. */
function openingLines({ text }: PythonFile, offset: number): string[] {
  const start = text.lastIndexOf("\n", offset) + 1;
  let indentation = text.slice(start, offset).search(/\S|$/);
  if (indentation === 0) return [];
  const before = text
    .slice(Math.max(0, start - 4_000), start)
    .trimEnd()
    .split("\n");
  const found: string[] = [];
  for (const line of before.toReversed()) {
    const own = line.length - line.trimStart().length;
    if (line.trim() === "" || line.trim().startsWith("#") || own >= indentation) continue;
    found.push(line.trim());
    indentation = own;
    if (own === 0 || /^\s*(?:async\s+)?def\b/.test(line)) break;
  }
  return found;
}

/** Never runs. */
const isTypeChecking = (opening: readonly string[]): boolean =>
  opening.some((line) => /^if\s+(?:\w+\.)?TYPE_CHECKING\s*:/.test(line));

/** One of several ways that something chooses from. */
const isChosen = (opening: readonly string[]): boolean =>
  opening.some((line) => /^(?:(?:if|elif|match|case|while|for)\b|else\s*:)/.test(line));

/** `with suppress(ImportError):` */
const isSuppressed = (opening: readonly string[]): boolean =>
  opening.some((line) => /^with\s+(?:\w+\.)?suppress\(/.test(line));

/** Every name of a module can be imported from it; adds to `exports` those that its functions make. */
export function addExports(file: PythonFile, root: Scope, exports: Map<string, NotedOrigin>): void {
  for (const name of namesMadeLater(file.text)) if (!exports.has(name)) exports.set(name, MADE_LATER);
  const rows: ExportRow[] = [];
  for (const [name, { kind, definition, imported }] of root.names) {
    if (imported !== null) continue;
    const from = definition?.nameFrom ?? 0;
    rows.push({
      file: file.path,
      line: definition === null ? 1 : file.lineAt(from),
      name,
      local: name,
      kind: kind === "function" || kind === "class" ? kind : "variable",
      specifier: null,
      function_id: definition?.kind === "function" ? file.origins.functionId(definition) : null,
      importers: 0,
    });
  }
  addRows(file.facts, "export", rows);
}

const MADE_LATER: NotedOrigin = { origin: { kind: "unknown", steps: [] }, isTyped: false, isConditional: false };

/** `global connection` in a function may make the name; what writes to `globals()` may make any, as a module's own __getattr__ does. */
function namesMadeLater(text: string): string[] {
  const declared = [...text.matchAll(/^[ \t]+global[ \t]+([\w, \t]+)/gm)].flatMap(([, names = ""]) =>
    names.split(/[,\s]+/),
  );
  const isAnything = /\bglobals\(\)|\bsys\.modules\[__name__\]/.test(text);
  return [...declared.filter((name) => name !== ""), ...(isAnything ? ["__getattr__"] : [])];
}
