import type { CallRow, ImportRow } from "../rows.js";
import { CallerOrigins } from "./caller-origins.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "./code-graph.js";
import type { Resolved } from "./resolved.js";

/** Fills in what every import means, and whether the name it takes is exported. */
export function linkImports(graph: CodeGraph): void {
  const importers = new Map<string, Set<string>>();
  const importersOfFile = new Map<string, Set<string>>();
  for (const file of graph.files.values()) {
    for (const row of file.code.facts.import ?? []) {
      linkImport(graph, file, row);
      if (row.resolved_file === null) continue;
      addTo(importers, `${row.resolved_file}\0${row.imported ?? ""}`, file.path);
      addTo(importersOfFile, row.resolved_file, file.path);
    }
  }
  for (const file of graph.files.values()) {
    file.info.importers = importersOfFile.get(file.path)?.size ?? 0;
    for (const row of file.code.facts.export ?? []) {
      const named = importers.get(`${file.path}\0${row.name}`)?.size ?? 0;
      const whole = importers.get(`${file.path}\0*`)?.size ?? 0;
      row.importers = named + whole;
    }
  }
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const known = sets.get(key);
  if (known) known.add(value);
  else sets.set(key, new Set([value]));
}

function linkImport(graph: CodeGraph, file: LinkedFile, row: ImportRow): void {
  const target = graph.target(file, row.specifier);
  row.resolution = target.resolution;
  row.resolved_file = target.resolvedFile;
  row.package = target.package;
  row.lookalike = target.lookalike ?? null;
  row.missing_path = target.missingPath ?? null;
  if (target.resolvedFile === null || row.imported === null || row.imported === "*") return;
  // `./worker.ts?worker`, `raw-loader!./x.js`: a bundler's plugin makes the exports.
  if (/[?!]/.test(row.specifier)) return;
  row.is_exported = graph.hasExport(target.resolvedFile, row.imported);
}

/** Fills in where the receiver of every call comes from; returns what follows parameters to what callers pass. */
export function linkCalls(graph: CodeGraph): CallerOrigins {
  for (const call of graph.calls) linkCall(graph, call);
  const callers = new CallerOrigins(graph);
  for (const { row, record, file } of graph.calls) {
    if (row.origin !== "parameter") continue;
    const resolved = callers.resolve(file, record.origin);
    if (isOutside(resolved)) setOutside(row, resolved);
  }
  for (const { row } of graph.calls) {
    // A factory of the project's own that only hands on a client it was given does not make one.
    if (row.client_id !== null && graph.call(row.client_id)?.row.package !== row.package) row.client_id = null;
  }
  return callers;
}

type Outside = Resolved & { kind: "package" | "builtin" };

const isOutside = (resolved: Resolved): resolved is Outside =>
  resolved.kind === "package" || resolved.kind === "builtin";

function setOutside(row: CallRow, resolved: Outside): void {
  row.origin = resolved.kind;
  row.module = resolved.specifier;
  row.package = resolved.package ?? resolved.specifier;
  row.symbol = resolved.symbol;
  row.path = resolved.members.length > 0 ? resolved.members.join(".") : null;
  row.is_linked = resolved.isLinked;
  row.is_typed = resolved.isTyped;
  row.is_conditional_origin = resolved.isConditional;
  row.client_id = resolved.madeBy;
}

function linkCall(graph: CodeGraph, call: LinkedCall): void {
  const { row, record, file } = call;
  const resolved = graph.resolve(file, record.origin);
  switch (resolved.kind) {
    case "package":
    case "builtin":
      setOutside(row, resolved);
      break;
    case "function":
      row.origin = "file";
      row.is_linked = resolved.isLinked;
      row.target_function_id = resolved.id;
      break;
    case "global":
      row.origin = "global";
      row.symbol = resolved.name;
      row.path = resolved.members.length > 0 ? resolved.members.join(".") : null;
      break;
    case "text":
      row.origin = "local";
      break;
    case "file":
      row.origin = "file";
      if (row.kind === "new") row.target_function_id = resolved.constructorId ?? null;
      break;
    default:
      row.origin = resolved.kind;
  }
  const wrappers = record.enclosingCalls.map(({ callId }) => graph.call(callId + file.callOffset)?.row.callee ?? "");
  row.wrappers_json = JSON.stringify(wrappers);
}
