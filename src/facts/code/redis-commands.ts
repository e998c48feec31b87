import { ts } from "ts-morph";
import { addRows } from "../fact-set.js";
import type { RedisCommandRow } from "../rows.js";
import { calleeText, lineOf, textOf, type Collector, type FileModel } from "./model.js";
import { REDIS_COMMANDS, setsLifetime } from "./redis-vocabulary.js";
import { memberName, unwrap } from "./syntax.js";
import { isFunctionLike } from "./scope.js";

/** Ways to send a command by its name. */
const RAW = /^(call|sendCommand|send_command|customCommand|command)$/;
const SCRIPT = /^(eval|evalsha|evalSha|evalRo|defineCommand|defineScript|createScript)$/;
const BATCHES: ReadonlyMap<string, "multi" | "pipeline"> = new Map([
  ["multi", "multi"],
  ["pipeline", "pipeline"],
  ["createPipeline", "pipeline"],
  ["batch", "pipeline"],
]);
/** Callbacks of these run in the same breath as what is written around them. */
const CONTINUES = /^(then|catch|finally|map|forEach|flatMap|all|allSettled|exec|execute)$/;

/** Variables that lead to a batch are followed this far. */
const MAX_DEPTH = 5;
const MAX_TEXT = 160;

/** Redis commands, however they are sent. Whose client it is, the linker says; other receivers' rows are dropped there. */
export class RedisCommandCollector implements Collector {
  readonly kinds = [ts.SyntaxKind.CallExpression];
  readonly #model: FileModel;

  constructor(model: FileModel) {
    this.#model = model;
  }

  visit(node: ts.Node): void {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const sent = sentCommand(node, node.expression.name.text);
    if (!sent) return;
    const model = this.#model;
    const receiver = node.expression.expression;
    const batch = batchOf(model, receiver, 0);
    const scope = scopeOf(node);
    const row: RedisCommandRow = {
      id: (model.facts.redis_command?.length ?? 0) + 1,
      file: model.path,
      line: lineOf(model, node.expression.name),
      call_id: model.callId(node),
      scope_id: scope ? model.finder.functionId(scope) : null,
      client: null,
      receiver: calleeText(batch ? batch.connection : receiver),
      command: sent.command === "SETEX" || sent.command === "PSETEX" ? "SET" : sent.command,
      key: sent.key ? keyText(model, sent.key) : null,
      batch: batch?.kind ?? "none",
      batch_id: batch ? model.callId(batch.call) : null,
      has_ttl: this.#hasTtl(sent),
      is_nx: sent.command === "SETNX" || sent.rest.some((argument) => mentions(argument, /^nx$/i)),
      condition: conditionAround(model, node, scope),
    };
    addRows(model.facts, "redis_command", [row]);
  }

  /** Whether the command sets the key's lifetime itself; null when its arguments do not say. */
  #hasTtl({ command, rest }: Sent): boolean | null {
    if (command === "EVAL") {
      // The script is the first argument, or an option of the second: defineCommand("hit", { lua }).
      const scripts = rest.slice(0, 2).map((argument) => scriptText(this.#model, argument));
      if (scripts.some((script) => setsLifetime(script))) return true;
      return scripts[0] === "" ? null : false;
    }
    if (command !== "SET") return command === "SETEX" || command === "PSETEX";
    const options = rest.slice(1);
    if (options.some((option) => mentions(option, /^(ex|px|exat|pxat|keepttl|expiration|expiryMode|expiry)$/i)))
      return true;
    return options.every((option) => isLiteral(option)) ? false : null;
  }
}

/** A command as it was sent: its name, its key, and what follows the key. */
interface Sent {
  readonly command: string;
  readonly key: ts.Expression | undefined;
  readonly rest: readonly ts.Expression[];
}

function sentCommand(node: ts.CallExpression, method: string): Sent | null {
  const [first, second, ...others] = node.arguments;
  if (SCRIPT.test(method)) return { command: "EVAL", key: undefined, rest: node.arguments };
  if (RAW.test(method) && first) {
    // call("INCR", key), send_command("INCR", [key]) and sendCommand(["INCR", key])
    const words = [first, second, ...others].flatMap((part) => (part ? elementsOf(part) : []));
    const [name, key, ...rest] = words;
    const command = name && ts.isStringLiteralLike(name) ? name.text.toUpperCase() : "";
    return REDIS_COMMANDS.has(command) ? { command, key, rest } : null;
  }
  const command = method.toUpperCase();
  if (!REDIS_COMMANDS.has(command) || !first) return null;
  return { command, key: first, rest: second ? [second, ...others] : [] };
}

const elementsOf = (node: ts.Expression): readonly ts.Expression[] => {
  const value = unwrap(node);
  return ts.isArrayLiteralExpression(value) ? value.elements : [value];
};

interface Batch {
  readonly kind: "multi" | "pipeline";
  readonly call: ts.CallExpression;
  readonly connection: ts.Expression;
}

/** The `multi()` or `pipeline()` a receiver belongs to: in the same chain, or in the variable that holds it. */
function batchOf(model: FileModel, receiver: ts.Expression, depth: number): Batch | null {
  if (depth > MAX_DEPTH) return null;
  const node = unwrap(receiver);
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const kind = BATCHES.get(node.expression.name.text);
    if (kind) return { kind, call: node, connection: node.expression.expression };
    return batchOf(model, node.expression.expression, depth + 1);
  }
  if (!ts.isIdentifier(node)) return null;
  const binding = model.finder.binding(node);
  if (!binding || !ts.isVariableDeclaration(binding.node)) return null;
  const values = [binding.node.initializer, ...binding.assignments].filter((value) => value !== undefined);
  for (const value of values) {
    const found = batchOf(model, value, depth + 1);
    if (found) return found;
  }
  return null;
}

/** Text of a key; a constant's text stands for its name, so that both spellings meet. */
function keyText(model: FileModel, key: ts.Expression): string {
  const node = unwrap(key);
  if (ts.isIdentifier(node)) {
    const binding = model.finder.binding(node);
    const value = binding?.isConst && ts.isVariableDeclaration(binding.node) ? binding.node.initializer : undefined;
    const text = value && unwrap(value);
    if (text && (ts.isStringLiteralLike(text) || ts.isTemplateExpression(text))) return textOf(model, text, MAX_TEXT);
  }
  return textOf(model, node, MAX_TEXT);
}

/** The function a command runs in; callbacks that only go on with it are left out. */
function scopeOf(node: ts.Node): (ts.Node & Parameters<FileModel["finder"]["functionId"]>[0]) | null {
  for (let current: ts.Node = node.parent; !ts.isSourceFile(current); current = current.parent) {
    if (isFunctionLike(current) && !isContinuation(current)) return current;
  }
  return null;
}

function isContinuation(node: ts.Node): boolean {
  const call = node.parent;
  if (!ts.isCallExpression(call) || call.expression === node || !ts.isPropertyAccessExpression(call.expression))
    return false;
  const { name } = call.expression;
  return CONTINUES.test(name.text) || REDIS_COMMANDS.has(name.text.toUpperCase());
}

/** Text of the innermost condition a node depends on within a function; null when it always runs. */
function conditionAround(model: FileModel, node: ts.Node, scope: ts.Node | null): string | null {
  for (let current = node; current !== scope && !ts.isSourceFile(current); current = current.parent) {
    const { parent } = current;
    if (ts.isIfStatement(parent) && current !== parent.expression) {
      return branchText(model, parent.expression, current === parent.elseStatement);
    }
    if (ts.isConditionalExpression(parent) && current !== parent.condition) {
      return branchText(model, parent.condition, current === parent.whenFalse);
    }
    const isAnd = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
    if (isAnd && current === parent.right) return branchText(model, parent.left, false);
    if (ts.isCaseClause(parent) && current !== parent.expression) return textOf(model, parent.expression, MAX_TEXT);
  }
  return null;
}

function branchText(model: FileModel, condition: ts.Expression, isElse: boolean): string {
  const text = textOf(model, condition, MAX_TEXT);
  return isElse ? `!(${text})` : text;
}

/** Whether an option is this word, or an object with it as a key. */
function mentions(node: ts.Expression, word: RegExp): boolean {
  const value = unwrap(node);
  if (ts.isStringLiteralLike(value)) return word.test(value.text);
  if (ts.isArrayLiteralExpression(value)) return value.elements.some((element) => mentions(element, word));
  if (!ts.isObjectLiteralExpression(value)) return false;
  return value.properties.some((property) => property.name !== undefined && word.test(memberName(property.name)));
}

function isLiteral(node: ts.Expression): boolean {
  const value = unwrap(node);
  return ts.isStringLiteralLike(value) || ts.isNumericLiteral(value) || ts.isObjectLiteralExpression(value);
}

/** Source of a script: a literal, a constant of this file, or an object that holds one. */
function scriptText(model: FileModel, node: ts.Expression): string {
  const value = unwrap(node);
  if (ts.isStringLiteralLike(value)) return value.text;
  if (ts.isTemplateExpression(value) || ts.isObjectLiteralExpression(value)) return value.getText();
  if (!ts.isIdentifier(value)) return "";
  const binding = model.finder.binding(value);
  const initializer = binding && ts.isVariableDeclaration(binding.node) ? binding.node.initializer : undefined;
  return initializer ? initializer.getText() : "";
}
