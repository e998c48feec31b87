import { ts } from "ts-morph";
import type { EnvFile } from "./env-file.js";
import { initializerOf, objectOf } from "./env-keys.js";
import { peel } from "./env-objects.js";
import { describeField, libraryNamed } from "./env-schema-fields.js";
import type { EnvTerm, SchemaField, SchemaLibrary, SchemaTerm } from "./env-terms.js";
import { memberName } from "./syntax.js";

/** Functions of the libraries that make a schema of an object. */
const OBJECT = new Set(["object", "strictObject", "looseObject", "objectAsync", "interface", "keys", "shape"]);
/** Methods that add the fields of another schema or object. */
const ADDING = new Set(["extend", "safeExtend", "merge", "and", "concat", "keys", "append", "augment", "shape"]);
/** Functions of the libraries that put schemas together: every argument counts. */
const JOINING = new Set([
  "intersection",
  "intersect",
  "union",
  "discriminatedUnion",
  "variant",
  "preprocess",
  "pipe",
  "lazy",
]);
const ALTERNATIVES = new Set(["union", "discriminatedUnion", "variant", "or"]);
const MAX_DEPTH = 8;

/** A schema of objects, by the library that made it; null for anything else. */
export function schemaOf(env: EnvFile, expression: ts.Expression, depth = 0): EnvTerm | null {
  const node = peel(expression);
  if (depth > MAX_DEPTH) return null;
  if (ts.isIdentifier(node)) return ofName(env, node, depth);
  if (ts.isPropertyAccessExpression(node)) {
    const isShape = node.name.text === "shape" || node.name.text === "entries";
    return isShape ? schemaOf(env, node.expression, depth + 1) : null;
  }
  if (!ts.isCallExpression(node)) return null;
  const callee = peel(node.expression);
  if (ts.isIdentifier(callee)) return ofArktype(env, node, callee);
  if (!ts.isPropertyAccessExpression(callee)) return null;
  return ofMethod(env, node, callee, depth);
}

function ofName(env: EnvFile, node: ts.Identifier, depth: number): EnvTerm | null {
  const value = initializerOf(env.model, node);
  if (value) return schemaOf(env, value, depth + 1);
  const term = env.terms.of(node);
  return term.kind === "ref" ? term : null;
}

function ofMethod(
  env: EnvFile,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  depth: number,
): EnvTerm | null {
  const method = callee.name.text;
  const owner = peel(callee.expression);
  const [first] = node.arguments;
  const library = libraryNamed(env.model, owner);
  if (library !== null) {
    if (OBJECT.has(method)) return first ? objectSchema(env, first, library, depth) : emptySchema(library);
    return JOINING.has(method) ? joined(env, node, method, library, depth) : null;
  }
  const base = schemaOf(env, owner, depth + 1);
  if (!base) return null;
  if (ADDING.has(method) && first) return extended(env, base, first, depth);
  if (method === "partial") return withFields(base, (field) => ({ ...field, isOptional: true }));
  if (method === "pick" || method === "omit") return picked(env, base, first, method === "pick");
  return KEEPING.has(method) ? base : null;
}

/** Methods that leave the fields alone. */
const KEEPING = new Set(
  (
    "superRefine refine transform strict passthrough strip catchall readonly brand describe meta pipe unknown noUnknown check loose " +
    "prefs preferences options label default optional nullish required transformKeys camelCase constantCase register overwrite " +
    "rename when with xor oxor nand custom external messages"
  ).split(" "),
);

export const emptySchema = (library: SchemaLibrary): SchemaTerm => ({ kind: "schema", library, fields: [], bases: [] });

const partsOf = (
  term: EnvTerm,
): { fields: readonly SchemaField[]; bases: readonly EnvTerm[]; library: SchemaLibrary } =>
  term.kind === "schema" ? term : { fields: [], bases: [term], library: "zod" };

const withFields = (term: EnvTerm, change: (field: SchemaField) => SchemaField): EnvTerm =>
  term.kind === "schema" ? { ...term, fields: term.fields.map(change) } : term;

/** The later description of a field wins. */
export function mergeSchemas(one: EnvTerm, other: EnvTerm): SchemaTerm {
  const [first, second] = [partsOf(one), partsOf(other)];
  const named = new Map(first.fields.map((field) => [field.name, field]));
  for (const field of second.fields) named.set(field.name, field);
  const library = one.kind === "schema" ? first.library : second.library;
  return { kind: "schema", library, fields: [...named.values()], bases: [...first.bases, ...second.bases] };
}

function extended(env: EnvFile, base: EnvTerm, argument: ts.Expression, depth: number): EnvTerm {
  const { library } = partsOf(base);
  const object = objectOf(env.model, argument);
  const added = object ? objectSchema(env, object, library, depth) : schemaOf(env, argument, depth + 1);
  return added ? mergeSchemas(base, added) : base;
}

function picked(env: EnvFile, base: EnvTerm, argument: ts.Expression | undefined, isKept: boolean): EnvTerm {
  const object = argument ? objectOf(env.model, argument) : null;
  if (!object || base.kind !== "schema") return base;
  const names = new Set(object.properties.map((property) => (property.name ? memberName(property.name) : "")));
  return { ...base, fields: base.fields.filter((field) => names.has(field.name) === isKept) };
}

/** `z.object({ … })`, and any other object whose values are schemas. */
export function objectSchema(env: EnvFile, argument: ts.Expression, library: SchemaLibrary, depth = 0): EnvTerm | null {
  const object = objectOf(env.model, argument);
  if (!object) return schemaOf(env, argument, depth + 1);
  const named = new Map<string, SchemaField>();
  const bases: EnvTerm[] = [];
  for (const property of object.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = spreadSchema(env, property.expression, library, depth);
      if (!spread) continue;
      const parts = partsOf(spread);
      for (const field of parts.fields) named.set(field.name, field);
      bases.push(...parts.bases);
    } else if (ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)) {
      const name = memberName(property.name);
      const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
      if (name === "") continue;
      const field = describeField(env.model, property, name, value, library);
      named.set(field.name, field);
    }
  }
  return { kind: "schema", library, fields: [...named.values()], bases };
}

/** `...base.shape`, `...shared`, `...(isServer ? { … } : {})`. */
function spreadSchema(env: EnvFile, expression: ts.Expression, library: SchemaLibrary, depth: number): EnvTerm | null {
  const node = peel(expression);
  const isConditional = ts.isConditionalExpression(node) || ts.isBinaryExpression(node);
  const value = ts.isConditionalExpression(node) ? node.whenTrue : ts.isBinaryExpression(node) ? node.right : node;
  const found = objectOf(env.model, value)
    ? objectSchema(env, value, library, depth + 1)
    : schemaOf(env, value, depth + 1);
  return found && isConditional ? withFields(found, (field) => ({ ...field, isOptional: true })) : found;
}

/** Intersections and unions; what only some alternatives name is optional. */
function joined(
  env: EnvFile,
  node: ts.CallExpression,
  method: string,
  library: SchemaLibrary,
  depth: number,
): EnvTerm | null {
  const parts: EnvTerm[] = [];
  for (const argument of node.arguments) {
    const inner = peel(argument);
    for (const part of ts.isArrayLiteralExpression(inner) ? inner.elements : [inner]) {
      const found = schemaOf(env, part, depth + 1);
      if (found) parts.push(found);
    }
  }
  if (parts.length === 0) return null;
  const all = parts.reduce<EnvTerm>(mergeSchemas, emptySchema(library));
  if (!ALTERNATIVES.has(method)) return all;
  const isEverywhere = (field: SchemaField): boolean =>
    parts.every(
      (part) => part.kind === "schema" && part.fields.some((one) => one.name === field.name && !one.isOptional),
    );
  return withFields(all, (field) => ({ ...field, isOptional: field.isOptional || !isEverywhere(field) }));
}

/** `type({ PORT: "number" })`. */
function ofArktype(env: EnvFile, node: ts.CallExpression, callee: ts.Identifier): EnvTerm | null {
  const [first] = node.arguments;
  const isType = callee.text === "type" && first !== undefined && libraryNamed(env.model, callee) === "arktype";
  return isType ? objectSchema(env, first, "arktype") : null;
}
