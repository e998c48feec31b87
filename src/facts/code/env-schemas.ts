import { ts } from "ts-morph";
import { describeConvict, describeJsonSchema } from "./env-config-objects.js";
import type { EnvFile } from "./env-file.js";
import { objectOf } from "./env-keys.js";
import { peel, UPPER_SNAKE } from "./env-objects.js";
import { libraryNamed } from "./env-schema-fields.js";
import { emptySchema, mergeSchemas, objectSchema, schemaOf } from "./env-schema-terms.js";
import { UNKNOWN_TERM, type EnvTerm, type ParsedTerm, type SchemaField } from "./env-terms.js";
import { calleeText, lineOf } from "./model.js";
import { memberName } from "./syntax.js";

/** A place where the environment is held against a schema. */
export interface SchemaSite extends FoundSchema {
  readonly functionId: number | null;
}

/** What one call says about such a place. */
export interface FoundSchema {
  /** As in env_validation.kind; null: that of the schema's library. */
  readonly kind: string | null;
  readonly line: number;
  readonly schema: EnvTerm;
  /** Variable behind every field, when the caller picks them. */
  readonly names: ParsedTerm["names"];
  /** What is parsed could not be told: only a schema whose fields are all named like variables counts. */
  readonly isGuess: boolean;
}

/** A site that was found in a call, with what the call yields. */
export interface SchemaCall {
  readonly site: FoundSchema;
  readonly result: EnvTerm;
}

const PARSERS =
  /^(parse|safeParse|parseAsync|safeParseAsync|spa|decode|validate|validateSync|validateAsync|cast|attempt|assert|check|allows|is)$/;
/** Inputs that come from somebody else than the environment. */
const OTHER_INPUT = /body|json|payload|response|request|\breq\b|\bres\b|query|params|form|data|message|event/i;
const ENV_NAME = /env|config/i;

/** The validation of the environment that a call makes; null when it makes none. */
export function schemaCallAt(env: EnvFile, node: ts.CallExpression): SchemaCall | null {
  const callee = peel(node.expression);
  const text = calleeText(callee);
  const name = text.slice(text.lastIndexOf(".") + 1);
  const known = name === "" ? null : ofKnownFunction(env, node, callee, name);
  if (known) return known;
  if (ts.isPropertyAccessExpression(callee) && PARSERS.test(name)) {
    const [input] = node.arguments;
    if (libraryNamed(env.model, callee.expression) !== null) return ofArguments(env, node, name);
    const schema = input ? schemaOf(env, callee.expression) : null;
    if (schema && input) return ofParse(env, node, schema, input, name, calleeText(callee.expression));
  }
  if (ts.isIdentifier(callee) && node.arguments.length === 1) {
    const schema = libraryOfType(env, callee) ? schemaOf(env, callee) : null;
    const [input] = node.arguments;
    if (schema && input) return ofParse(env, node, schema, input, "parse", callee.text);
  }
  return node.arguments.length > 1 ? ofArguments(env, node, name) : null;
}

/** `Env(process.env)`, where Env is one of arktype's. */
const libraryOfType = (env: EnvFile, callee: ts.Identifier): boolean => {
  const term = env.terms.of(callee);
  return term.kind === "schema" && term.library === "arktype";
};

/** `envSchema.parse(process.env)`. */
function ofParse(
  env: EnvFile,
  node: ts.CallExpression,
  schema: EnvTerm,
  input: ts.Expression,
  method: string,
  schemaText: string,
): SchemaCall | null {
  const picked = inputOf(env, input);
  if (picked === "other") return null;
  const isGuess = picked === "unknown";
  if (isGuess && !mayBeEnv(schema, schemaText)) return null;
  const names = typeof picked === "object" ? picked : null;
  return schemaCall(env, node, { kind: null, schema, names, isGuess, method });
}

/** `v.parse(schema, process.env)`, `parseEnv(process.env, schema)`: any function given both. */
function ofArguments(env: EnvFile, node: ts.CallExpression, method: string): SchemaCall | null {
  for (const argument of node.arguments) {
    const inner = peel(argument);
    if (!ts.isIdentifier(inner) && !ts.isCallExpression(inner) && !ts.isPropertyAccessExpression(inner)) continue;
    const schema = schemaOf(env, inner);
    if (!schema || (schema.kind === "ref" && !/env/i.test(calleeText(inner)))) continue;
    const inputs = node.arguments.filter((other) => other !== argument).map((other) => inputOf(env, other));
    const picked = inputs.find((one) => one === "all" || typeof one === "object");
    const isGuess = picked === undefined;
    if (
      isGuess &&
      (!inputs.includes("unknown") || !mayBeEnv(schema, calleeText(inner)) || !ENV_NAME.test(node.getText()))
    ) {
      continue;
    }
    return schemaCall(env, node, {
      kind: null,
      schema,
      names: typeof picked === "object" ? picked : null,
      isGuess,
      method,
    });
  }
  return null;
}

/** Functions of libraries made for the environment. */
function ofKnownFunction(
  env: EnvFile,
  node: ts.CallExpression,
  callee: ts.Expression,
  name: string,
): SchemaCall | null {
  if (!KNOWN.test(name)) return null;
  const [first, second] = node.arguments;
  const { origin } = env.model.finder.of(callee);
  const specifier = origin.kind === "import" ? origin.specifier : "";
  const make = (kind: string, schema: EnvTerm | null): SchemaCall | null =>
    schema ? schemaCall(env, node, { kind, schema, names: null, isGuess: false, method: "parse" }) : null;
  if (/^@t3-oss\/env-|^env-nuxt/.test(specifier) && first) return make("t3-env", ofT3(env, first));
  if (specifier === "envalid" && second) return make("envalid", objectSchema(env, second, "envalid"));
  if (specifier === "znv" && second) return make("zod", objectSchema(env, second, "zod"));
  if (specifier === "convict" && first) return make("convict", describeConvict(env, first));
  if (specifier === "env-schema" && first) return make("json-schema", ofJsonOption(env, first));
  const isNest = specifier === "@nestjs/config" || /(^|\.)ConfigModule\.forRoot$/.test(calleeText(callee));
  if (name === "forRoot" && isNest && first) return ofNest(env, node, first);
  if (name === "register" && second && first && isFastifyEnv(env, first))
    return make("json-schema", ofJsonOption(env, second));
  return name === "plainToClass" || name === "plainToInstance" ? ofClass(env, node) : null;
}

const KNOWN =
  /^(createEnv|cleanEnv|customCleanEnv|parseEnv|convict|default|envSchema|forRoot|register|plainToClass|plainToInstance)$/;

/** `createEnv({ server, client, shared })` of t3-env. */
function ofT3(env: EnvFile, options: ts.Expression): EnvTerm {
  let schema: EnvTerm = emptySchema("zod");
  for (const property of objectOf(env.model, options)?.properties ?? []) {
    if (!ts.isPropertyAssignment(property) && !ts.isShorthandPropertyAssignment(property)) continue;
    if (!/^(server|client|shared)$/.test(memberName(property.name))) continue;
    const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
    const part = objectSchema(env, value, "zod");
    if (part) schema = mergeSchemas(schema, part);
  }
  return schema;
}

/** `ConfigModule.forRoot({ validationSchema })` or `{ validate }`. */
function ofNest(env: EnvFile, node: ts.CallExpression, options: ts.Expression): SchemaCall | null {
  const schema = optionOf(env, options, "validationSchema");
  const found = schema ? schemaOf(env, schema) : null;
  const isChecked = found !== null || schema !== null || optionOf(env, options, "validate") !== null;
  if (!isChecked) return null;
  const term = found ?? emptySchema("joi");
  return schemaCall(env, node, { kind: "nest", schema: term, names: null, isGuess: false, method: "none" });
}

/** `plainToInstance(EnvironmentVariables, config)` of class-validator users. */
function ofClass(env: EnvFile, node: ts.CallExpression): SchemaCall | null {
  const [type, input] = node.arguments;
  if (!type || !input) return null;
  const schema = env.terms.of(type);
  if (schema.kind !== "schema" && !(schema.kind === "ref" && /env/i.test(calleeText(type)))) return null;
  const picked = inputOf(env, input);
  if (picked === "other") return null;
  const names = typeof picked === "object" ? picked : null;
  return schemaCall(env, node, {
    kind: "class-validator",
    schema,
    names,
    isGuess: picked === "unknown",
    method: "parse",
  });
}

const isFastifyEnv = (env: EnvFile, plugin: ts.Expression): boolean => {
  const { origin } = env.model.finder.of(plugin);
  return origin.kind === "import" && /^(@fastify\/env|fastify-env)$/.test(origin.specifier);
};

const ofJsonOption = (env: EnvFile, options: ts.Expression): EnvTerm | null => {
  const schema = optionOf(env, options, "schema");
  return schema ? describeJsonSchema(env, schema) : null;
};

function optionOf(env: EnvFile, options: ts.Expression, name: string): ts.Expression | null {
  for (const property of objectOf(env.model, options)?.properties ?? []) {
    if (!property.name || memberName(property.name) !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return null;
}

/** What is validated: the whole environment, picked variables, something that cannot be told, or something else. */
function inputOf(env: EnvFile, expression: ts.Expression): "all" | "unknown" | "other" | Record<string, string> {
  if (env.objects.readerOf(expression) !== null) return "all";
  const object = objectOf(env.model, expression);
  if (object) return pickedVariables(env, object);
  const node = peel(expression);
  const isValue = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
  return isValue && !OTHER_INPUT.test(calleeText(node)) ? "unknown" : "other";
}

function pickedVariables(
  env: EnvFile,
  object: ts.ObjectLiteralExpression,
): "all" | "other" | "unknown" | Record<string, string> {
  const names: Record<string, string> = {};
  let isOpen = false;
  for (const property of object.properties) {
    if (ts.isSpreadAssignment(property)) {
      if (env.objects.readerOf(property.expression) !== null) return "all";
      isOpen = true;
    } else if (ts.isPropertyAssignment(property)) {
      const [name] = env.namesOf(valueIn(property.initializer));
      if (name !== undefined) names[memberName(property.name)] = name;
    }
  }
  if (Object.keys(names).length > 0) return names;
  return isOpen ? "unknown" : "other";
}

/** `process.env.PORT` of `Number(process.env.PORT) || 3000`. */
function valueIn(expression: ts.Expression): ts.Expression {
  const node = peel(expression);
  if (ts.isBinaryExpression(node)) return valueIn(node.left);
  const [first] = ts.isCallExpression(node) ? node.arguments : [];
  return first && ts.isCallExpression(node) && ts.isIdentifier(peel(node.expression)) ? valueIn(first) : node;
}

const mayBeEnv = (schema: EnvTerm, text: string): boolean =>
  schema.kind === "schema" && schema.bases.length === 0 ? looksLikeEnv(schema.fields) : /env/i.test(text);

/** Every field is named as variables are. */
export const looksLikeEnv = (fields: readonly Pick<SchemaField, "name">[]): boolean =>
  fields.some(({ name }) => name.includes("_")) && fields.every(({ name }) => UPPER_SNAKE.test(name));

function schemaCall(
  env: EnvFile,
  node: ts.CallExpression,
  found: Omit<FoundSchema, "line"> & { readonly method: string },
): SchemaCall {
  const { kind, schema, names, isGuess, method } = found;
  const line = lineOf(env.model, node);
  return { site: { kind, line, schema, names, isGuess }, result: resultOf({ kind: "parsed", schema, names }, method) };
}

function resultOf(parsed: ParsedTerm, method: string): EnvTerm {
  if (method === "none") return UNKNOWN_TERM;
  if (/^(safeParse|spa)/.test(method)) return { kind: "object", members: { data: parsed, output: parsed }, bases: [] };
  const isJoi = parsed.schema.kind !== "schema" || parsed.schema.library === "joi";
  if (method === "validate" && isJoi) return { kind: "object", members: { value: parsed }, bases: [] };
  return parsed;
}
