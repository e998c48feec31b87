import { ts } from "ts-morph";
import { initializerOf } from "./env-keys.js";
import { peel } from "./env-objects.js";
import type { SchemaField, SchemaLibrary } from "./env-terms.js";
import { describeDefault, literalDefault, NO_DEFAULT, type EnvDefault } from "./env-use.js";
import { calleeText, lineOf, rootOf, type FileModel } from "./model.js";
import { returnedExpressions } from "./syntax.js";

const MODULES: readonly (readonly [RegExp, SchemaLibrary])[] = [
  [/^(zod|zod\/.*|znv|@hono\/zod-openapi|@sveltejs\/kit\/zod)$/, "zod"],
  [/^yup$/, "yup"],
  [/^(joi|@hapi\/joi)$/, "joi"],
  [/^valibot$/, "valibot"],
  [/^arktype$/, "arktype"],
  [/^envalid$/, "envalid"],
];
/** What everybody calls them, when they come from a file of the project. */
const USUAL_NAMES: ReadonlyMap<string, SchemaLibrary> = new Map([
  ["z", "zod"],
  ["Joi", "joi"],
  ["yup", "yup"],
]);

/** Validation library that an expression begins with: `z.string()…` → zod. */
export function libraryOf(model: FileModel, expression: ts.Expression): SchemaLibrary | null {
  const root = rootOf(expression);
  if (!ts.isIdentifier(root)) return null;
  const { origin } = model.finder.of(root);
  if (origin.kind !== "import") return null;
  const found = MODULES.find(([pattern]) => pattern.test(origin.specifier));
  if (found) return found[1];
  return /^[./@~#]/.test(origin.specifier) ? (USUAL_NAMES.get(root.text) ?? null) : null;
}

/** The library itself: `z`, `Joi`, `v`; not a schema made with it. */
export function libraryNamed(model: FileModel, expression: ts.Expression): SchemaLibrary | null {
  const node = peel(expression);
  if (!ts.isIdentifier(node)) return null;
  const { steps } = model.finder.of(node).origin;
  return steps.every((step) => step.startsWith(".")) ? libraryOf(model, node) : null;
}

/** Joi and yup take everything for optional that is not called required. */
const OPTIONAL_BY_DEFAULT: ReadonlySet<SchemaLibrary> = new Set<SchemaLibrary>(["joi", "yup"]);

const OPTIONAL = new Set([
  "optional",
  "nullish",
  "exactOptional",
  "optionalAsync",
  "nullishAsync",
  "notRequired",
  "undefinedable",
]);
const REQUIRED = new Set(["required", "defined", "exist"]);
const DEFAULT = new Set(["default", "_default", "prefault", "catch", "fallback"]);
const CONVERTING = new Set(["transform", "pipe", "coerce", "preprocess", "stringbool", "codec"]);
const MAX_DEPTH = 6;

/** What the chain of one field says. */
interface FieldNotes {
  isOptional: boolean;
  isRequired: boolean;
  isConverted: boolean;
  fallback: EnvDefault;
}

/** One entry of an object schema: `PORT: z.coerce.number().default(3000)`. */
export function describeField(
  model: FileModel,
  place: ts.Node,
  name: string,
  value: ts.Expression,
  library: SchemaLibrary,
): SchemaField {
  const notes: FieldNotes = {
    isOptional: false,
    isRequired: false,
    isConverted: false,
    fallback: NO_DEFAULT,
  };
  const own = libraryOf(model, value) ?? library;
  if (own === "envalid") readEnvalid(model, value, notes);
  else if (own === "arktype") readArktype(value, notes);
  else readChain(model, value, notes, 0);
  const isAssumed = OPTIONAL_BY_DEFAULT.has(own) && !notes.isRequired;
  return {
    name: own === "arktype" ? name.replace(/\?$/, "") : name,
    file: model.path,
    line: lineOf(model, place),
    isOptional:
      notes.isOptional || isAssumed || notes.fallback.kind !== "none" || (own === "arktype" && name.endsWith("?")),
    fallback: notes.fallback,
    isConverted: notes.isConverted,
  };
}

/** Goes through a chain from its end to its root, and into what wrapping functions are given. */
function readChain(model: FileModel, expression: ts.Expression, notes: FieldNotes, depth: number): void {
  if (depth > MAX_DEPTH) return;
  let node = peel(expression);
  for (;;) {
    if (ts.isCallExpression(node)) {
      readLink(model, node, notes, depth);
      node = peel(node.expression);
    } else if (ts.isPropertyAccessExpression(node)) {
      if (CONVERTING.has(node.name.text)) notes.isConverted = true;
      node = peel(node.expression);
    } else if (ts.isConditionalExpression(node)) {
      readChoice(model, node, notes, depth);
      return;
    } else if (ts.isIdentifier(node)) {
      const value = initializerOf(model, node);
      if (value) readChain(model, value, notes, depth + 1);
      return;
    } else {
      return;
    }
  }
}

function readLink(model: FileModel, call: ts.CallExpression, notes: FieldNotes, depth: number): void {
  const callee = peel(call.expression);
  const [first, second] = call.arguments;
  if (ts.isIdentifier(callee)) {
    readHelper(model, callee, call, notes, depth);
    return;
  }
  if (!ts.isPropertyAccessExpression(callee)) return;
  const method = callee.name.text;
  const isRoot = ts.isIdentifier(peel(callee.expression));
  if (OPTIONAL.has(method)) {
    notes.isOptional = true;
    // `v.optional(schema, "default")`, `z.optional(schema)`.
    if (isRoot && first) readChain(model, first, notes, depth + 1);
    if (isRoot && second) setFallback(model, notes, second);
  } else if (REQUIRED.has(method)) {
    notes.isRequired = true;
  } else if (DEFAULT.has(method)) {
    const isWrapping = isRoot && second !== undefined;
    if (isWrapping && first) readChain(model, first, notes, depth + 1);
    const value = isWrapping ? second : first;
    if (value) setFallback(model, notes, value);
  } else if (isRoot && (method === "preprocess" || method === "pipe" || method === "union" || method === "nullable")) {
    for (const argument of call.arguments) {
      const inner = peel(argument);
      const parts = ts.isArrayLiteralExpression(inner) ? [...inner.elements] : [inner];
      for (const part of parts) if (!ts.isArrowFunction(part)) readChain(model, part, notes, depth + 1);
    }
  } else if (isRoot && (method === "undefined" || method === "unknown" || method === "any")) {
    notes.isOptional = true;
  }
}

/** `intWithDefault(10)`, a function of this file that makes a schema. */
function readHelper(
  model: FileModel,
  callee: ts.Identifier,
  call: ts.CallExpression,
  notes: FieldNotes,
  depth: number,
): void {
  const binding = model.finder.binding(callee);
  const node = binding && ts.isVariableDeclaration(binding.node) ? binding.node.initializer : binding?.node;
  if (!node || !(ts.isFunctionDeclaration(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node))) return;
  const { body } = node;
  const returned = body && ts.isBlock(body) ? returnedExpressions(body)[0] : body;
  if (returned && !ts.isBlock(returned)) readChain(model, returned, notes, depth + 1);
  const [argument] = call.arguments;
  if (notes.fallback.kind === "expression" && argument) {
    const given = describeDefault(model, argument, { isSame: () => false, isEnv: () => false });
    if (given.kind === "literal" || given.kind === "empty") {
      notes.fallback = given;
    }
  }
}

/** Required in one case is required: production is one of them. */
function readChoice(model: FileModel, node: ts.ConditionalExpression, notes: FieldNotes, depth: number): void {
  const sides = [node.whenTrue, node.whenFalse].map((side) => {
    const inner: FieldNotes = { ...notes };
    readChain(model, side, inner, depth + 1);
    return inner;
  });
  notes.isOptional = sides.every((side) => side.isOptional || side.fallback.kind !== "none");
  notes.isRequired = sides.some((side) => side.isRequired);
  notes.isConverted = sides.some((side) => side.isConverted);
  if (sides.every((side) => side.fallback.kind !== "none")) notes.fallback = { ...NO_DEFAULT, kind: "expression" };
}

/** The outermost default is the one that takes effect, and it is met first. */
function setFallback(model: FileModel, notes: FieldNotes, value: ts.Expression): void {
  if (notes.fallback.kind !== "none") return;
  const found = describeDefault(model, value, {
    isSame: () => false,
    isEnv: (other) => calleeText(other).includes("process.env"),
  });
  notes.fallback = found;
  if (found.kind === "none") notes.isOptional = true;
}

/** `str({ default: "x" })`; a devDefault does not help in production. */
function readEnvalid(model: FileModel, expression: ts.Expression, notes: FieldNotes): void {
  const node = peel(expression);
  const options = ts.isCallExpression(node) && node.arguments[0] ? peel(node.arguments[0]) : null;
  if (!options || !ts.isObjectLiteralExpression(options)) return;
  for (const property of options.properties) {
    if (!ts.isPropertyAssignment(property) || property.name.getText() !== "default") continue;
    setFallback(model, notes, property.initializer);
  }
}

/** `"string?"`, `"string = 'x'"`, `"number.integer = 3000"`. */
function readArktype(expression: ts.Expression, notes: FieldNotes): void {
  const node = peel(expression);
  if (!ts.isStringLiteralLike(node)) return;
  if (node.text.endsWith("?")) notes.isOptional = true;
  const value = /\s=\s*(?:'([^']*)'|"([^"]*)"|(\S+))\s*$/.exec(node.text);
  const text = value?.[1] ?? value?.[2] ?? value?.[3];
  if (text !== undefined) notes.fallback = { ...literalDefault(text), isText: value?.[3] === undefined };
  if (node.text.includes("parse")) notes.isConverted = true;
}
