import { ts } from "ts-morph";
import type { EnvReadRow } from "../rows.js";
import { addRows } from "../fact-set.js";
import { constantOf, literalValue } from "./arguments.js";
import { isBan } from "./env-banned.js";
import { chosenFallback, convertedIdentifier } from "./env-fallbacks.js";
import { isMethodName, type EnvAccess } from "./env-access.js";
import type { EnvReaderFunction } from "./env-code.js";
import type { EnvFile } from "./env-file.js";
import type { ParameterKey } from "./env-keys.js";
import { peel, UPPER_SNAKE, type EnvReader } from "./env-objects.js";
import { expectedUse, isParsed } from "./env-expectations.js";
import { describeReader, mergeReaders, noteCallUse } from "./env-readers.js";
import { parameterName } from "./env-terms.js";
import {
  describeDefault,
  harmlessDefault,
  harmlessLiteral,
  isTested,
  NO_DEFAULT,
  useOf,
  type EnvDefault,
  type EnvUse,
  isStandIn,
} from "./env-use.js";
import { calleeText, lineOf, type Collector, type FileModel, type WalkContext } from "./model.js";
import type { Binding } from "./scope.js";
import { memberName } from "./syntax.js";

const MAY_BE_ENV = /env|config|settings|vars|secrets/i;

/** Reads and writes of environment variables that a file makes itself. */
export class EnvReadCollector implements Collector {
  readonly #env: EnvFile;
  readonly #model: FileModel;
  readonly #rows: EnvReadRow[] = [];
  /** Functions that read the variable their caller names. */
  readonly #readers = new Map<string, EnvReaderFunction>();
  /** Rows of variables that hold nothing but what was read. */
  readonly #held = new Map<Binding, EnvReadRow[]>();
  /** Defaults that such variables get where they are used. */
  readonly #late: { readonly binding: Binding; readonly fallback: EnvDefault }[] = [];

  constructor(env: EnvFile) {
    this.#env = env;
    this.#model = env.model;
  }

  visit(node: ts.Node, context: WalkContext): void {
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) this.#access(node, context);
    else if (ts.isCallExpression(node)) this.#call(node, context);
    else if (ts.isObjectBindingPattern(node)) this.#pattern(node, context);
    else if (ts.isBinaryExpression(node)) this.#binary(node, context);
    else if (ts.isConditionalExpression(node)) this.#chosen(node);
    else if (ts.isImportSpecifier(node)) this.#import(node);
  }

  finish(): void {
    for (const { binding, fallback } of this.#late) {
      for (const row of this.#held.get(binding) ?? []) setDefault(row, fallback);
    }
    for (const row of this.#rows) this.#applyChecks(row);
    addRows(this.#model.facts, "env_read", this.#rows);
    for (const reader of this.#readers.values()) {
      const isStrict = reader.isStrict || this.#env.validated.has(parameterName(reader.functionId, reader.index));
      this.#model.env.readers.push({ ...reader, isStrict });
    }
  }

  /** What tests and schemas of this file say about a variable. */
  #applyChecks(row: EnvReadRow): void {
    if (row.name === null) return;
    if (this.#env.alternatives.has(row.name)) row.is_validated = true;
    const isOptional = this.#env.checked.get(row.name);
    if (isOptional !== undefined) row.is_validated = true;
    const hasOwn = row.default_kind === "literal" || row.default_kind === "expression" || row.default_kind === "env";
    if (isOptional === false && !hasOwn) row.is_required = true;
    if (hasOwn || !this.#env.validated.has(row.name)) return;
    row.is_validated = true;
    row.is_required = true;
  }

  #access(node: ts.PropertyAccessExpression | ts.ElementAccessExpression, context: WalkContext): void {
    if (isAssigned(node)) return;
    const access = this.#env.accessOf(node);
    if (access) this.#read(node, access, context);
    else if (ts.isPropertyAccessExpression(node)) this.#imported(node, context);
  }

  /** `env.API_URL` of an imported `env`, which may be process.env. */
  #imported(node: ts.PropertyAccessExpression, context: WalkContext): void {
    const object = peel(node.expression);
    const { text: name } = node.name;
    if (!ts.isIdentifier(object) || !MAY_BE_ENV.test(object.text) || !UPPER_SNAKE.test(name)) return;
    const term = this.#env.terms.of(object);
    if (term.kind !== "ref") return;
    const use = expectedUse(node, [name], useOf(this.#model, node, this.#env.testsFor([name])));
    this.#model.env.reads.push({ object: term, row: this.#row(node, name, "process.env", use, context.functionId) });
  }

  #call(node: ts.CallExpression, context: WalkContext): void {
    const callee = node.expression;
    if (ts.isPropertyAccessExpression(callee)) this.#writingCall(node, callee);
    const access = this.#env.accessOf(node);
    if (access) this.#read(node, access, context);
    else noteCallUse(this.#env, node);
  }

  #reader(key: ParameterKey, use: EnvUse): void {
    const reader = describeReader(this.#env, key, use);
    // A helper may try several names: `MEDUSA_${key}`, then `${key}`.
    const name = `${parameterName(reader.functionId, reader.index)}\0${reader.prefix}\0${reader.suffix}`;
    const known = this.#readers.get(name);
    this.#readers.set(name, known ? mergeReaders(known, reader) : reader);
  }

  #read(node: ts.Expression, access: EnvAccess, context: WalkContext): void {
    const names = access.key.kind === "names" ? access.key.names : [];
    if (names.length > 0 && isBan(node)) return;
    const used = expectedUse(node, names, useOf(this.#model, node, this.#env.testsFor(names)));
    const own = access.fallback ? describeDefault(this.#model, access.fallback, this.#env.testsFor(names)) : NO_DEFAULT;
    const use: EnvUse = own.kind === "none" ? used : { ...used, fallback: own };
    const rows = (names.length > 0 ? names : [null]).map((name) =>
      this.#add(node, name, access.reader, use, context.functionId),
    );
    if (access.key.kind === "parameter" && use.usage !== "delete") this.#reader(access.key.key, use);
    if (access.isStrict || isParsed(node)) for (const row of rows) row.is_required = row.is_validated = true;
    this.#hold(node, rows);
  }

  #add(node: ts.Node, name: string | null, reader: EnvReader, use: EnvUse, functionId: number | null): EnvReadRow {
    const row = this.#row(node, name, reader, use, functionId);
    this.#rows.push(row);
    return row;
  }

  #row(node: ts.Node, name: string | null, reader: EnvReader, use: EnvUse, functionId: number | null): EnvReadRow {
    const row: EnvReadRow = {
      file: this.#model.path,
      line: lineOf(this.#model, node),
      function_id: functionId,
      name,
      reader,
      usage: use.usage,
      default_kind: "none",
      default_value: null,
      default_length: null,
      is_stand_in: false,
      is_required: use.isAsserted && use.fallback.kind === "none",
      is_validated: false,
      compared_to: harmlessLiteral(name, use.comparedTo),
    };
    setDefault(row, use.fallback);
    return row;
  }

  /** Remembers `const x = process.env.X`, for a default that comes later. */
  #hold(node: ts.Expression, rows: EnvReadRow[]): void {
    let current: ts.Node = node;
    while (ts.isNonNullExpression(current.parent) || ts.isAsExpression(current.parent)) current = current.parent;
    const { parent } = current;
    if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return;
    const binding = this.#model.finder.scopeAt(parent)?.lookup(parent.name.text);
    if (binding?.node === parent) this.#held.set(binding, rows);
  }

  /** `const { A, B = "x", C: renamed } = process.env`. */
  #pattern(pattern: ts.ObjectBindingPattern, context: WalkContext): void {
    const reader = this.#env.objects.readerOfPattern(pattern);
    if (reader === null) return;
    for (const element of pattern.elements) {
      const name = nameOfElement(element);
      if (name === null || (reader === "bindings" && !UPPER_SNAKE.test(name))) continue;
      const fallback = element.initializer
        ? describeDefault(this.#model, element.initializer, this.#env.testsFor([name]))
        : NO_DEFAULT;
      const use: EnvUse = { usage: "value", fallback, isAsserted: false, comparedTo: null };
      const row = this.#add(element, name, reader, use, context.functionId);
      if (!ts.isIdentifier(element.name)) continue;
      const binding = this.#model.finder.scopeAt(pattern)?.lookup(element.name.text);
      if (binding?.node === element) this.#held.set(binding, [row]);
    }
  }

  #binary(node: ts.BinaryExpression, context: WalkContext): void {
    const { left, right, operatorToken } = node;
    switch (operatorToken.kind) {
      case ts.SyntaxKind.EqualsToken:
      case ts.SyntaxKind.BarBarEqualsToken:
      case ts.SyntaxKind.QuestionQuestionEqualsToken:
        this.#assignment(left, right);
        break;
      case ts.SyntaxKind.InKeyword:
        this.#inTest(node, context);
        break;
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken:
        if (!isTested(node)) this.#lateDefault(convertedIdentifier(left), right);
        break;
      default:
    }
  }

  /** `HOST ? HOST : "localhost"`. */
  #chosen(node: ts.ConditionalExpression): void {
    const chosen = chosenFallback(node);
    if (chosen) this.#lateDefault(chosen.name, chosen.other);
  }

  #lateDefault(left: ts.Identifier | null, right: ts.Expression): void {
    if (!left) return;
    const binding = this.#model.finder.binding(left);
    const isOwn = binding?.kind === "variable" && binding.assignments.length === 0;
    if (!isOwn) return;
    const fallback = describeDefault(this.#model, right, this.#env.testsFor([]));
    if (fallback !== NO_DEFAULT) this.#late.push({ binding, fallback });
  }

  #inTest(node: ts.BinaryExpression, context: WalkContext): void {
    const name = peel(node.left);
    const reader = this.#env.objects.readerOf(node.right);
    if (reader === null || !ts.isStringLiteralLike(name)) return;
    const use: EnvUse = { usage: "condition", fallback: NO_DEFAULT, isAsserted: false, comparedTo: null };
    this.#add(node, name.text, reader, use, context.functionId);
  }

  /** `process.env.X = "value"`, `process.env = { ...process.env, X: "value" }`. */
  #assignment(left: ts.Expression, right: ts.Expression): void {
    const value = peel(right);
    if (ts.isObjectLiteralExpression(value) && this.#env.objects.readerOf(left) === "process.env") {
      this.#writeAll(value);
      return;
    }
    if (!ts.isPropertyAccessExpression(left) && !ts.isElementAccessExpression(left)) return;
    for (const name of this.#env.namesOf(left)) this.#write(left, name, right);
  }

  /** `vi.stubEnv("X", "value")`, `Deno.env.set("X", "value")`, `Object.assign(process.env, { X: "value" })`. */
  #writingCall(node: ts.CallExpression, callee: ts.PropertyAccessExpression): void {
    const [first, second] = node.arguments;
    if (!first || !second) return;
    const method = callee.name.text;
    if (method === "stubEnv" || (method === "set" && calleeText(callee) === "Deno.env.set")) {
      const name = peel(first);
      if (ts.isStringLiteralLike(name)) this.#write(node, name.text, second);
    } else if (method === "assign" && calleeText(callee) === "Object.assign") {
      const value = peel(second);
      if (ts.isObjectLiteralExpression(value) && this.#env.objects.readerOf(first) !== null) this.#writeAll(value);
    }
  }

  #writeAll(object: ts.ObjectLiteralExpression): void {
    for (const property of object.properties) {
      if (ts.isPropertyAssignment(property)) this.#write(property, memberName(property.name), property.initializer);
      else if (ts.isShorthandPropertyAssignment(property)) this.#write(property, property.name.text, property.name);
    }
  }

  #write(node: ts.Node, name: string, value: ts.Expression): void {
    if (name === "") return;
    const literal = literalValue(peel(constantOf(this.#model, peel(value))));
    const text = literal === undefined || literal === null ? null : String(literal);
    const row = { file: this.#model.path, line: lineOf(this.#model, node), name, value: harmlessLiteral(name, text) };
    addRows(this.#model.facts, "env_write", [row]);
  }

  #import(node: ts.ImportSpecifier): void {
    const name = this.#env.objects.importedVariable(node);
    if (name === null) return;
    this.#add(node, name, "$env", { usage: "value", fallback: NO_DEFAULT, isAsserted: false, comparedTo: null }, null);
  }
}

function setDefault(row: EnvReadRow, fallback: EnvDefault): void {
  if (fallback.isThrown) row.is_required = row.is_validated = true;
  if (row.default_kind !== "none") return;
  row.default_kind = fallback.kind;
  row.default_value = harmlessDefault(row.name, fallback);
  row.default_length = fallback.value?.length ?? null;
  row.is_stand_in = isStandIn(fallback);
}

/** Target of a plain assignment: written, not read. */
function isAssigned(node: ts.Expression): boolean {
  let current: ts.Node = node;
  while (ts.isParenthesizedExpression(current.parent) || ts.isAsExpression(current.parent)) current = current.parent;
  const { parent } = current;
  return (
    ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.left === current
  );
}

/** Variable that one element of a destructured environment reads; null for the rest and for computed keys. */
function nameOfElement(element: ts.BindingElement): string | null {
  if (element.dotDotDotToken) return null;
  const name = element.propertyName ?? element.name;
  if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return null;
  return isMethodName(name.text) ? null : name.text;
}
