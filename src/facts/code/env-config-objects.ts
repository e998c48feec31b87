import { ts } from "ts-morph";
import type { EnvFile } from "./env-file.js";
import { objectOf, stringsOf } from "./env-keys.js";
import { peel } from "./env-objects.js";
import type { SchemaField, SchemaTerm } from "./env-terms.js";
import { describeDefault, NO_DEFAULT, type EnvDefault } from "./env-use.js";
import { lineOf } from "./model.js";
import { memberName } from "./syntax.js";

const MAX_DEPTH = 6;

/** convict's tree: every leaf with an `env` names a variable, and has a default. */
export function describeConvict(env: EnvFile, expression: ts.Expression): SchemaTerm | null {
  const fields: SchemaField[] = [];
  const visit = (object: ts.ObjectLiteralExpression, depth: number): void => {
    const name = stringOption(object, "env");
    const fallback = defaultOption(env, object);
    if (name !== null) fields.push({ ...fieldOf(env, object, name, fallback), isOptional: fallback.kind !== "none" });
    for (const property of object.properties) {
      if (!ts.isPropertyAssignment(property) || depth > MAX_DEPTH) continue;
      const inner = objectOf(env.model, property.initializer);
      if (inner) visit(inner, depth + 1);
    }
  };
  const root = objectOf(env.model, expression);
  if (!root) return null;
  visit(root, 0);
  return { kind: "schema", library: "json-schema", fields, bases: [] };
}

/** `{ required: ["PORT"], properties: { PORT: { type: "number", default: 3000 } } }`. */
export function describeJsonSchema(env: EnvFile, expression: ts.Expression): SchemaTerm | null {
  const root = objectOf(env.model, expression);
  const properties = root ? objectOption(env, root, "properties") : null;
  if (!root || !properties) return null;
  const required = new Set(stringsOption(env, root, "required"));
  const fields: SchemaField[] = [];
  for (const property of properties.properties) {
    if (!ts.isPropertyAssignment(property)) continue;
    const name = memberName(property.name);
    const rule = objectOf(env.model, property.initializer);
    const fallback = rule ? defaultOption(env, rule) : NO_DEFAULT;
    const field = fieldOf(env, property, name, fallback);
    fields.push({ ...field, isOptional: fallback.kind !== "none" || !required.has(name) });
  }
  return { kind: "schema", library: "json-schema", fields, bases: [] };
}

/** A class whose decorated properties are variables: class-validator. Null when it has none. */
export function describeClass(env: EnvFile, node: ts.ClassLikeDeclaration): SchemaTerm | null {
  const fields: SchemaField[] = [];
  for (const member of node.members) {
    if (!ts.isPropertyDeclaration(member)) continue;
    const decorators = (ts.getDecorators(member) ?? []).map((one) => one.expression.getText());
    if (decorators.length === 0) continue;
    const tests = { isSame: () => false, isEnv: (): boolean => false };
    const fallback = member.initializer ? describeDefault(env.model, member.initializer, tests) : NO_DEFAULT;
    const isOptional =
      member.questionToken !== undefined ||
      fallback.kind !== "none" ||
      decorators.some((text) => /^(IsOptional|ValidateIf)\(/.test(text));
    fields.push({ ...fieldOf(env, member, memberName(member.name), fallback), isOptional });
  }
  return fields.length > 0 ? { kind: "schema", library: "class-validator", fields, bases: [] } : null;
}

const fieldOf = (env: EnvFile, place: ts.Node, name: string, fallback: EnvDefault): SchemaField => ({
  name,
  file: env.model.path,
  line: lineOf(env.model, place),
  isOptional: false,
  fallback,
  isConverted: false,
});

function option(object: ts.ObjectLiteralExpression, name: string): ts.Expression | null {
  for (const property of object.properties) {
    if (ts.isPropertyAssignment(property) && memberName(property.name) === name) return property.initializer;
  }
  return null;
}

const stringOption = (object: ts.ObjectLiteralExpression, name: string): string | null => {
  const value = option(object, name);
  const node = value ? peel(value) : null;
  return node && ts.isStringLiteralLike(node) ? node.text : null;
};

const objectOption = (
  env: EnvFile,
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.ObjectLiteralExpression | null => {
  const value = option(object, name);
  return value ? objectOf(env.model, value) : null;
};

const stringsOption = (env: EnvFile, object: ts.ObjectLiteralExpression, name: string): readonly string[] => {
  const value = option(object, name);
  return (value ? stringsOf(env.model, value) : null) ?? [];
};

function defaultOption(env: EnvFile, object: ts.ObjectLiteralExpression): EnvDefault {
  const value = option(object, "default");
  return value ? describeDefault(env.model, value, { isSame: () => false, isEnv: () => false }) : NO_DEFAULT;
}
