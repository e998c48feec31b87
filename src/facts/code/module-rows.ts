import type { ts } from "ts-morph";
import { addRows } from "../fact-set.js";
import type { ExportRow, ImportRow } from "../rows.js";
import { lineOf, type FileModel } from "./model.js";

export interface NewImport {
  readonly specifier: string;
  readonly imported: string | null;
  readonly local: string | null;
  readonly kind: string;
  readonly isType: boolean;
  readonly inTry?: boolean;
  readonly isChoice?: boolean;
  readonly functionId?: number | null;
}

export interface NewExport {
  readonly name: string;
  readonly local: string | null;
  readonly kind: string;
  readonly specifier: string | null;
  readonly functionId?: number | null;
}

/** Describes types only: nothing of it runs. */
const isDeclarationFile = (path: string): boolean => /\.d(\.\w+)?\.[cm]?ts$/.test(path);

/** What an import means: filled in by the linker. */
export const UNRESOLVED = {
  resolution: "unknown",
  resolved_file: null,
  package: null,
  is_exported: null,
  lookalike: null,
  missing_path: null,
} as const;

/** Adds one imported name; what it means is filled in by the linker. */
export function addImport(model: FileModel, node: ts.Node, row: NewImport): void {
  const full: ImportRow = {
    file: model.path,
    line: lineOf(model, node),
    specifier: row.specifier,
    imported: row.imported,
    local: row.local,
    kind: row.kind,
    is_type: row.isType,
    is_erased: row.isType || isDeclarationFile(model.path),
    is_unused: false,
    in_try: row.inTry ?? false,
    is_choice: row.isChoice ?? false,
    function_id: row.functionId ?? null,
    ...UNRESOLVED,
  };
  addRows(model.facts, "import", [full]);
}

/** Adds one exported name. */
export function addExport(model: FileModel, node: ts.Node, row: NewExport): void {
  const full: ExportRow = {
    file: model.path,
    line: lineOf(model, node),
    name: row.name,
    local: row.local,
    kind: row.kind,
    specifier: row.specifier,
    function_id: row.functionId ?? null,
    importers: 0,
  };
  addRows(model.facts, "export", [full]);
}
