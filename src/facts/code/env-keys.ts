import { ts } from "ts-morph";
import { peel } from "./env-objects.js";
import type { FileModel } from "./model.js";
import { isFunctionLike, type FunctionNode } from "./scope.js";
import { memberName } from "./syntax.js";

/** What the index of `process.env[index]` is. */
export type EnvKey =
  | { readonly kind: "names"; readonly names: readonly string[] }
  /** A parameter of a function around it, so that the function's callers say the name. */
  | { readonly kind: "parameter"; readonly key: ParameterKey }
  | { readonly kind: "computed" };

export interface ParameterKey {
  readonly owner: FunctionNode;
  readonly index: number;
  /** The parameter is the name, a list of names, or the rest of the arguments. */
  readonly shape: "name" | "list" | "rest";
  readonly prefix: string;
  readonly suffix: string;
}

const COMPUTED: EnvKey = { kind: "computed" };
const MAX_DEPTH = 6;
const MAX_NAMES = 200;
const ITERATORS = new Set(["forEach", "filter", "map", "some", "every", "find", "flatMap", "findIndex", "reduce"]);

/** Callbacks whose second parameter is the element. */
const isSecond = (method: string): boolean => method === "reduce";

/** Says which names an index expression stands for: a literal, a const, the variable of a loop over literals. */
export function keyOf(model: FileModel, expression: ts.Expression, depth = 0): EnvKey {
  const node = peel(expression);
  if (ts.isStringLiteralLike(node)) return names([node.text]);
  if (depth > MAX_DEPTH) return COMPUTED;
  if (ts.isTemplateExpression(node)) return ofTemplate(model, node, depth);
  if (ts.isPropertyAccessExpression(node)) return ofMember(model, node);
  if (!ts.isIdentifier(node)) return COMPUTED;
  const binding = model.finder.binding(node);
  if (!binding || binding.assignments.length > 0) return COMPUTED;
  if (ts.isParameter(binding.node)) return ofParameter(model, binding.node, depth);
  if (!ts.isVariableDeclaration(binding.node) || !ts.isIdentifier(binding.node.name)) {
    return ofDestructured(model, binding.node, depth);
  }
  const loop = binding.node.parent.parent;
  if (ts.isForOfStatement(loop)) return ofList(model, loop.expression, depth);
  if (ts.isForInStatement(loop)) return names(keysOf(model, loop.expression) ?? []);
  return binding.node.initializer ? keyOf(model, binding.node.initializer, depth + 1) : COMPUTED;
}

/** The strings of a literal list, looked up through consts, Object.keys and spreads; null when it is none. */
export function stringsOf(model: FileModel, expression: ts.Expression, depth = 0): readonly string[] | null {
  if (depth > MAX_DEPTH) return null;
  const node = peel(expression);
  if (ts.isIdentifier(node)) {
    const value = initializerOf(model, node);
    return value ? stringsOf(model, value, depth + 1) : null;
  }
  if (ts.isArrayLiteralExpression(node)) return ofElements(model, node, depth);
  if (ts.isNewExpression(node)) {
    const [values] = node.arguments ?? [];
    const isSet = ts.isIdentifier(node.expression) && node.expression.text === "Set";
    return isSet && values ? stringsOf(model, values, depth + 1) : null;
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression: owner, name } = node.expression;
  const [argument] = node.arguments;
  if (!ts.isIdentifier(owner) || owner.text !== "Object" || !argument) return null;
  if (name.text === "keys") return keysOf(model, argument);
  return name.text === "values" ? valuesOf(model, argument) : null;
}

const names = (list: readonly string[]): EnvKey =>
  list.length > 0 && list.length <= MAX_NAMES ? { kind: "names", names: list } : COMPUTED;

function ofElements(model: FileModel, node: ts.ArrayLiteralExpression, depth: number): readonly string[] | null {
  const found: string[] = [];
  for (const element of node.elements) {
    if (ts.isSpreadElement(element)) {
      const inner = stringsOf(model, element.expression, depth + 1);
      if (!inner) return null;
      found.push(...inner);
    } else {
      const key = keyOf(model, element, depth + 1);
      if (key.kind !== "names") return null;
      found.push(...key.names);
    }
  }
  return found;
}

function ofTemplate(model: FileModel, node: ts.TemplateExpression, depth: number): EnvKey {
  const [span, ...others] = node.templateSpans;
  if (!span || others.length > 0) return COMPUTED;
  const hole = keyOf(model, span.expression, depth + 1);
  const prefix = node.head.text;
  const suffix = span.literal.text;
  if (hole.kind === "names") return names(hole.names.map((name) => prefix + name + suffix));
  if (hole.kind !== "parameter") return COMPUTED;
  const { key } = hole;
  return { kind: "parameter", key: { ...key, prefix: prefix + key.prefix, suffix: key.suffix + suffix } };
}

/** `KEYS.database` of a const object or an enum of this file. */
function ofMember(model: FileModel, node: ts.PropertyAccessExpression): EnvKey {
  if (!ts.isIdentifier(node.expression)) return COMPUTED;
  const binding = model.finder.binding(node.expression);
  if (!binding) return COMPUTED;
  if (ts.isEnumDeclaration(binding.node)) {
    const member = binding.node.members.find((one) => memberName(one.name) === node.name.text);
    return member?.initializer && ts.isStringLiteralLike(member.initializer)
      ? names([member.initializer.text])
      : COMPUTED;
  }
  const value = objectOf(model, node.expression);
  for (const property of value?.properties ?? []) {
    if (!ts.isPropertyAssignment(property) || memberName(property.name) !== node.name.text) continue;
    const text = peel(property.initializer);
    return ts.isStringLiteralLike(text) ? names([text.text]) : COMPUTED;
  }
  return COMPUTED;
}

function ofParameter(model: FileModel, node: ts.ParameterDeclaration, depth: number): EnvKey {
  const owner = node.parent;
  if (!isFunctionLike(owner)) return COMPUTED;
  const index = owner.parameters.indexOf(node);
  const list = iteratedBy(owner, index);
  if (list) return ofList(model, list, depth);
  const shape = node.dotDotDotToken ? "rest" : "name";
  return { kind: "parameter", key: { owner, index, shape, prefix: "", suffix: "" } };
}

/** What `list.filter((element) => …)` goes over, for the parameter that is the element. */
function iteratedBy(owner: FunctionNode, index: number): ts.Expression | null {
  let current: ts.Node = owner;
  while (isTransparentParent(current.parent)) current = current.parent;
  const call = current.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== current) return null;
  if (!ts.isPropertyAccessExpression(call.expression) || !ITERATORS.has(call.expression.name.text)) return null;
  return index === (isSecond(call.expression.name.text) ? 1 : 0) ? call.expression.expression : null;
}

const isTransparentParent = (node: ts.Node): boolean => ts.isParenthesizedExpression(node) || ts.isAsExpression(node);

/** The elements of a list; a parameter that is iterated over makes its function a reader of lists. */
function ofList(model: FileModel, expression: ts.Expression, depth: number): EnvKey {
  const strings = stringsOf(model, expression);
  if (strings) return names(strings);
  const inner = keyOf(model, expression, depth + 1);
  if (inner.kind !== "parameter") return COMPUTED;
  return { kind: "parameter", key: { ...inner.key, shape: inner.key.shape === "rest" ? "rest" : "list" } };
}

/** `for (const [name, rule] of Object.entries(RULES))` and `for (const { name } of VARIABLES)`. */
function ofDestructured(model: FileModel, node: ts.Node, depth: number): EnvKey {
  if (!ts.isBindingElement(node)) return COMPUTED;
  const list = listOfPattern(node.parent);
  if (!list) return COMPUTED;
  if (ts.isArrayBindingPattern(node.parent)) {
    const value = peel(list);
    const isEntries =
      ts.isCallExpression(value) && value.expression.getText(model.source) === "Object.entries" && value.arguments[0];
    if (!isEntries) return COMPUTED;
    const first = node.parent.elements[0] === node;
    return names((first ? keysOf(model, isEntries) : valuesOf(model, isEntries)) ?? []);
  }
  const property = node.propertyName ?? node.name;
  return ts.isIdentifier(property) ? names(columnOf(model, list, property.text, depth) ?? []) : COMPUTED;
}

/** What is iterated over when the pattern takes apart the elements. */
function listOfPattern(pattern: ts.BindingPattern): ts.Expression | null {
  const { parent } = pattern;
  if (ts.isParameter(parent)) {
    const owner = parent.parent;
    return isFunctionLike(owner) ? iteratedBy(owner, owner.parameters.indexOf(parent)) : null;
  }
  if (!ts.isVariableDeclaration(parent)) return null;
  const loop = parent.parent.parent;
  return ts.isForOfStatement(loop) ? loop.expression : null;
}

/** One property of every object in a literal list. */
function columnOf(model: FileModel, list: ts.Expression, property: string, depth: number): string[] | null {
  const node = peel(list);
  const value = ts.isIdentifier(node) ? initializerOf(model, node) : node;
  const array = value ? peel(value) : null;
  if (!array || !ts.isArrayLiteralExpression(array)) return null;
  const found: string[] = [];
  for (const element of array.elements) {
    const object = peel(element);
    if (!ts.isObjectLiteralExpression(object)) return null;
    const entry = object.properties.find((one) => ts.isPropertyAssignment(one) && memberName(one.name) === property);
    if (!entry || !ts.isPropertyAssignment(entry)) return null;
    const key = keyOf(model, entry.initializer, depth + 1);
    if (key.kind !== "names") return null;
    found.push(...key.names);
  }
  return found;
}

function keysOf(model: FileModel, expression: ts.Expression): string[] | null {
  const object = objectOf(model, expression);
  if (!object || object.properties.some((property) => ts.isSpreadAssignment(property))) return null;
  return object.properties
    .map((property) => (property.name ? memberName(property.name) : ""))
    .filter((name) => name !== "");
}

function valuesOf(model: FileModel, expression: ts.Expression): string[] | null {
  const object = objectOf(model, expression);
  if (!object) return null;
  const found: string[] = [];
  for (const property of object.properties) {
    const value = ts.isPropertyAssignment(property) ? peel(property.initializer) : null;
    if (!value || !ts.isStringLiteralLike(value)) return null;
    found.push(value.text);
  }
  return found;
}

/** An object literal, or the one that a const of this file holds. */
export function objectOf(model: FileModel, expression: ts.Expression): ts.ObjectLiteralExpression | null {
  const node = peel(expression);
  if (ts.isObjectLiteralExpression(node)) return node;
  if (ts.isPropertyAccessExpression(node)) return memberObjectOf(model, node);
  if (!ts.isIdentifier(node)) return null;
  const value = initializerOf(model, node);
  const inner = value ? peel(value) : null;
  if (!inner) return null;
  if (ts.isObjectLiteralExpression(inner)) return inner;
  const isFrozen = ts.isCallExpression(inner) && inner.expression.getText(model.source) === "Object.freeze";
  const frozen = isFrozen && inner.arguments[0] ? peel(inner.arguments[0]) : null;
  return frozen && ts.isObjectLiteralExpression(frozen) ? frozen : null;
}

/** `mailEnv.server`, where `const mailEnv = { server: { … } }`. */
function memberObjectOf(model: FileModel, node: ts.PropertyAccessExpression): ts.ObjectLiteralExpression | null {
  const isNamed = (property: ts.ObjectLiteralElementLike): property is ts.PropertyAssignment =>
    ts.isPropertyAssignment(property) && memberName(property.name) === node.name.text;
  const member = objectOf(model, node.expression)?.properties.find(isNamed);
  return member ? objectOf(model, member.initializer) : null;
}

/** What a variable of this file that is never assigned again was set to. */
export function initializerOf(model: FileModel, node: ts.Identifier): ts.Expression | null {
  const binding = model.finder.binding(node);
  if (!binding || binding.assignments.length > 0 || !ts.isVariableDeclaration(binding.node)) return null;
  return ts.isIdentifier(binding.node.name) ? (binding.node.initializer ?? null) : null;
}
