import type { CallUse, EnvReaderFunction } from "../code/env-code.js";
import type { Argument } from "../code/file-code.js";
import {
  harmlessDefault,
  isStandIn,
  harmlessLiteral,
  literalDefault,
  NO_DEFAULT,
  valuelessDefault,
  type EnvDefault,
} from "../code/env-use.js";
import { missingNames, throwRow } from "../code/env-checks.js";
import { operation } from "../code/env-terms.js";
import { guardRows } from "../code/guard-rows.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { EnvReadRow } from "../rows.js";
import { callersOf } from "./callers.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "./code-graph.js";
import { addSchemas } from "./env-schemas.js";
import { EnvValues, type EnvReaders } from "./env-values.js";

/** Longest chain of helpers that hand a name on. */
const MAX_ROUNDS = 4;

/** getOptionalEnv(), optional(), maybeEnv(), tryGetEnv(). */
const OPTIONAL = /[oO]ptional|^(maybe|try)[A-Z]/;

/** Environment reads through helpers and imported objects, and the branches that other files' constants decide. */
export function linkEnvReads(graph: CodeGraph, facts: FactSet): void {
  const calls = callersOf(graph);
  const readers = findReaders(graph, calls);
  const values = new EnvValues(graph, readers);
  for (const [functionId, found] of readers) {
    for (const reader of found) {
      for (const call of calls.get(functionId) ?? []) addReads(values, call, reader, facts);
    }
  }
  for (const file of graph.files.values()) {
    addImportedReads(values, file, facts);
    addGuards(values, file, facts);
  }
  addSchemas(graph, values, facts);
}

/** Functions that read the variable their caller names, directly or by handing the name on. */
function findReaders(graph: CodeGraph, calls: ReadonlyMap<number, readonly LinkedCall[]>): EnvReaders {
  const readers = new Map<number, EnvReaderFunction[]>();
  let fresh: EnvReaderFunction[] = [];
  const add = (reader: EnvReaderFunction): void => {
    const known = readers.get(reader.functionId);
    if (known?.some((one) => isSameReader(one, reader)) === true) return;
    if (known) known.push(reader);
    else readers.set(reader.functionId, [reader]);
    fresh.push(reader);
  };
  for (const file of graph.files.values()) {
    for (const reader of file.code.env.readers) add({ ...reader, functionId: reader.functionId + file.functionOffset });
  }
  for (let round = 0; round < MAX_ROUNDS && fresh.length > 0; round++) {
    const last = fresh;
    fresh = [];
    for (const reader of last) {
      for (const call of calls.get(reader.functionId) ?? []) {
        const outer = handedOn(graph, call, reader);
        if (outer) add(outer);
      }
    }
  }
  return readers;
}

const isSameReader = (one: EnvReaderFunction, other: EnvReaderFunction): boolean =>
  one.index === other.index && one.prefix === other.prefix && one.suffix === other.suffix;

/** The function around a call, when the name it reads is its own parameter. */
function handedOn(graph: CodeGraph, call: LinkedCall, reader: EnvReaderFunction): EnvReaderFunction | null {
  const name = parameterOf(call.record.arguments[reader.index]);
  if (!name) return null;
  const functionId = name.functionId + call.file.functionOffset;
  const fallback = reader.fallbackIndex === null ? null : call.record.arguments[reader.fallbackIndex];
  const given = fallback ? parameterOf(fallback) : null;
  return {
    ...reader,
    functionId,
    index: name.index,
    fallbackIndex: given && given.functionId === name.functionId ? given.index : null,
    fallback: fallback ? defaultOf(fallback) : reader.fallback,
    isStrict: (reader.isStrict && !fallback) || graph.function(functionId)?.has_throw === true,
  };
}

function parameterOf(argument: Argument | undefined): { functionId: number; index: number } | null {
  const origin = argument?.origin?.origin;
  return origin?.kind === "parameter" && origin.steps.length === 0 ? origin : null;
}

function addReads(values: EnvValues, call: LinkedCall, reader: EnvReaderFunction, facts: FactSet): void {
  const names = values.namesAt(call, reader);
  if (names.length === 0) return;
  const use = call.file.code.env.uses.get(call.record.row.id - call.file.callOffset) ?? plainUse(call);
  const given = givenFallback(call, reader);
  const fallback = [given, reader.fallback, use.fallback].find((one) => one.kind !== "none") ?? NO_DEFAULT;
  const isStrict =
    (reader.isStrict && given.kind === "none" && reader.fallback.kind === "none") || use.fallback.isThrown;
  const rows = names.map((name): EnvReadRow => ({
    file: call.row.file,
    line: call.row.line,
    function_id: call.row.function_id,
    name,
    reader: "helper",
    usage: !isStrict && fallback.kind === "none" && OPTIONAL.test(call.row.method) ? "optional" : use.usage,
    default_kind: fallback.kind,
    default_value: harmlessDefault(name, fallback),
    default_length: fallback.value?.length ?? null,
    is_stand_in: isStandIn(fallback),
    is_required: isStrict || (use.isAsserted && fallback.kind === "none"),
    is_validated: isStrict,
    compared_to: harmlessLiteral(name, use.comparedTo),
  }));
  addRows(facts, "env_read", rows);
  if (isStrict && reader.shape !== "name")
    addRows(facts, "env_validation", [throwRow(call.row.file, call.row.line, call.row.function_id, names)]);
}

function plainUse(call: LinkedCall): CallUse {
  const usage = call.row.result === "condition" ? "condition" : call.row.result === "argument" ? "argument" : "value";
  return { usage, fallback: NO_DEFAULT, isAsserted: false, comparedTo: null };
}

/** Replacement that the call itself passes: a value, or `{ default: … }`. */
function givenFallback(call: LinkedCall, reader: EnvReaderFunction): EnvDefault {
  if (reader.fallbackIndex === null) return NO_DEFAULT;
  const argument = call.record.arguments[reader.fallbackIndex];
  return argument ? defaultOf(argument) : NO_DEFAULT;
}

function defaultOf(argument: Argument): EnvDefault {
  switch (argument.kind) {
    case "string":
    case "template":
      return literalDefault(argument.text);
    case "number":
    case "boolean":
      return { ...literalDefault(argument.text), isText: false };
    case "null":
      return NO_DEFAULT;
    case "env":
      return valuelessDefault("env");
    case "object":
      return defaultIn(argument.json);
    default:
      return argument.text === "undefined" ? NO_DEFAULT : valuelessDefault("expression");
  }
}

function defaultIn(json: string | null): EnvDefault {
  const options: unknown = json === null ? null : JSON.parse(json);
  if (typeof options !== "object" || options === null) return NO_DEFAULT;
  for (const [key, value] of Object.entries(options)) {
    if (!/^(default|defaultValue|fallback)$/.test(key)) continue;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      return literalDefault(value);
    }
    if (value !== null) return valuelessDefault("expression");
  }
  return NO_DEFAULT;
}

/** `import { env } from "./env"; env.X`, where the other file says `export const env = process.env`. */
function addImportedReads(values: EnvValues, file: LinkedFile, facts: FactSet): void {
  for (const { object, row } of file.code.env.reads) {
    const term = values.resolve(file, object);
    if (term.kind !== "environment") continue;
    const functionId = row.function_id === null ? null : row.function_id + file.functionOffset;
    addRows(facts, "env_read", [{ ...row, reader: term.reader, function_id: functionId }]);
  }
}

function addGuards(values: EnvValues, file: LinkedFile, facts: FactSet): void {
  for (const draft of file.code.env.guards) {
    const operands = draft.operands.map(({ text, term }) => ({ text, term: values.resolve(file, term) }));
    const functionId = draft.row.function_id === null ? null : draft.row.function_id + file.functionOffset;
    const rows = guardRows({ ...draft, row: { ...draft.row, function_id: functionId }, operands });
    if (rows.length === 0) continue;
    addRows(facts, "guard", rows);
    const whole = operands.map(({ term }) => term).reduce((left, right) => operation(draft.joint, left, right));
    const names = missingNames(whole, draft.isInverted, draft.row.effect, draft.row.else_effect);
    if (names.length > 0) addRows(facts, "env_validation", [throwRow(file.path, draft.row.line, functionId, names)]);
  }
}
