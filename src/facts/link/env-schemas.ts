import type { SchemaSite } from "../code/env-schemas.js";
import { looksLikeEnv } from "../code/env-schemas.js";
import type { SchemaField } from "../code/env-terms.js";
import { harmlessDefault, isStandIn } from "../code/env-use.js";
import { describeEnvValue } from "../env-files/env-value.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { EnvDeclarationRow, EnvReadRow } from "../rows.js";
import type { CodeGraph, LinkedFile } from "./code-graph.js";
import type { EnvValues } from "./env-values.js";

/** Rows for every place where the environment is held against a schema, wherever the schema stands. */
export function addSchemas(graph: CodeGraph, values: EnvValues, facts: FactSet): void {
  const seen = new Set<string>();
  for (const file of graph.files.values()) {
    for (const site of file.code.env.schemas) addSite(values, file, site, seen, facts);
  }
}

function addSite(values: EnvValues, file: LinkedFile, site: SchemaSite, seen: Set<string>, facts: FactSet): void {
  const fields = values.fieldsOf(file, site.schema);
  if (site.isGuess && !looksLikeEnv(fields)) return;
  const named = fields.flatMap((field) => {
    const name = site.names === null ? field.name : site.names[field.name];
    return name === undefined ? [] : [{ field, name }];
  });
  const names = [...new Set(named.map(({ name }) => name))];
  const kind = site.kind ?? values.libraryOf(file, site.schema);
  const functionId = site.functionId === null ? null : site.functionId + file.functionOffset;
  const place = { file: file.path, line: site.line, function_id: functionId };
  addRows(facts, "env_validation", [{ ...place, kind, names_json: JSON.stringify(names) }]);
  for (const { field, name } of named) {
    // Two parses of one schema say the same twice.
    const key = `${field.file}\0${field.line}\0${name}`;
    if (seen.has(key)) continue;
    seen.add(key);
    addRows(facts, "env_declaration", [declaration(field, name)]);
    addRows(facts, "env_read", [read(field, name)]);
  }
}

function declaration(field: SchemaField, name: string): EnvDeclarationRow {
  const hasDefault = field.fallback.kind === "literal" || field.fallback.kind === "empty";
  const described = hasDefault ? describeEnvValue(name, field.fallback.value) : null;
  return {
    file: field.file,
    line: field.line,
    name,
    source: "schema",
    value_kind: described?.kind ?? "unknown",
    value: described?.value ?? null,
    is_commented: false,
    is_optional: field.isOptional,
    environment: null,
  };
}

const read = (field: SchemaField, name: string): EnvReadRow => ({
  file: field.file,
  line: field.line,
  function_id: null,
  name,
  reader: "schema",
  usage: "property",
  default_kind: field.fallback.kind,
  default_value: harmlessDefault(name, field.fallback),
  default_length: field.fallback.value?.length ?? null,
  is_stand_in: isStandIn(field.fallback),
  is_required: !field.isOptional,
  is_validated: true,
  compared_to: null,
});
