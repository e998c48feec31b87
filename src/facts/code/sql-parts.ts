/** What code writes into the text of SQL by itself, instead of handing it over as a parameter. */
import { ts } from "ts-morph";
import { addRows } from "../fact-set.js";
import type { SqlPartRow } from "../rows.js";
import { literalOf, literalValue } from "./arguments.js";
import { parameterOf } from "./functions.js";
import { calleeText, lineOf, textOf, type Collector, type FileModel, type WalkContext } from "./model.js";
import { isFunctionLike, type Binding } from "./scope.js";
import { isStatement } from "./sql-text.js";
import { isDerived, rootName, sourcesOf } from "./sql-part-sources.js";
import { worstOrigin, type PartOrigin } from "./sql-part-origin.js";
import { memberName, unwrap } from "./syntax.js";

/** Methods that send a text, or make it part of one, as it is. */
const SENDS =
  /^(query|execute|executeSql|raw|unsafe|\$?(query|execute)RawUnsafe|prepare|exec|all|get|run|each|any|one|none|many|oneOrNone|manyOrNone|result|literal|multi)$/;
/** Their text is a clause, no statement. */
const SENDS_CLAUSE = /^(where|orWhere|andWhere|orderBy|having|select|join|groupBy|from)Raw$/;

const REQUEST =
  /^(this\.)?(req|request|ctx|c|context|event)\??\.(request\??\.|req\??\.)?(body|query|params|headers|cookies|queryStringParameters|pathParameters|rawQueryString|nextUrl)\b/;
const ASKS_REQUEST =
  /^(this\.)?(req|request|ctx|c|context)\.(req\.)?(query|queries|param|header|get|json|text|formData|parseBody)$|searchParams\.(get|getAll)$|[fF]ormData\.(get|getAll)$|^(getQuery|readBody|getRouterParam|getRouterParams|getHeader)$/;
const NUMBERS =
  /^(Number|parseInt|parseFloat|BigInt|Number\.(parseInt|parseFloat)|Math\.\w+|Date\.now|clamp\w*|toInt\w*)$/;
const QUOTES = /escape|quote|ident|literal|format|sanitiz|sqlstring/i;
const CHECKS = /parse|valid|assert|check|allow|safe|whitelist|clean|normali[sz]e/i;
/** They hand on what they are called on. */
const HANDS_ON =
  /^(trim|toString|toLowerCase|toUpperCase|replace|replaceAll|slice|substring|split|join|map|filter|at|concat|padStart)$/;

const MAX_DEPTH = 8;
/** What gives a number, or NaN, whatever stands on both sides. */
const ARITHMETIC: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
]);

/** Finds them: template holes and joined strings in the text that a call sends. */
export class SqlPartCollector implements Collector {
  readonly kinds = [ts.SyntaxKind.CallExpression, ts.SyntaxKind.BinaryExpression];
  readonly #model: FileModel;
  /** What has been added to variables so far: `sql += …`. */
  readonly #added = new Map<Binding, ts.Expression[]>();

  constructor(model: FileModel) {
    this.#model = model;
  }

  visit(node: ts.Node, context: WalkContext): void {
    if (ts.isBinaryExpression(node)) this.#noteAdded(node);
    if (!ts.isCallExpression(node)) return;
    const callee = unwrap(node.expression);
    const method = ts.isPropertyAccessExpression(callee)
      ? callee.name.text
      : ts.isIdentifier(callee)
        ? callee.text
        : "";
    const isClause = SENDS_CLAUSE.test(method);
    const [first] = node.arguments;
    if (first === undefined || (!isClause && !SENDS.test(method))) return;
    const parts: ts.Expression[] = [];
    const start = this.#pieces(textProperty(first) ?? first, parts, 0);
    if (parts.length === 0 || (!isClause && !isStatement(start))) return;
    addRows(
      this.#model.facts,
      "sql_part",
      parts.map((part) => this.#row(part, node, context)),
    );
  }

  #noteAdded({ left, operatorToken, right }: ts.BinaryExpression): void {
    if (operatorToken.kind !== ts.SyntaxKind.PlusEqualsToken || !ts.isIdentifier(left)) return;
    const binding = this.#model.finder.binding(left);
    if (binding) this.#added.set(binding, [...(this.#added.get(binding) ?? []), right]);
  }

  #row(part: ts.Expression, call: ts.CallExpression, { functionId }: WalkContext): SqlPartRow {
    const origin = this.#originOf(part, 0);
    const parameter = origin === "parameter" ? parameterOf(this.#model, this.#rootOf(part)) : null;
    return {
      file: this.#model.path,
      line: lineOf(this.#model, part),
      call_id: this.#model.callId(call),
      function_id: functionId,
      text: textOf(this.#model, part, 80),
      origin,
      parameter: parameter === null ? null : parameter.index,
      is_checked: this.#isChecked(part, call, 0),
      is_derived: isDerived(part, this.#model.finder),
    };
  }

  /** Adds the parts that are no text, and gives the text the whole begins with. */
  #pieces(expression: ts.Expression, parts: ts.Expression[], depth: number): string {
    const node = literalOf(expression);
    if (ts.isStringLiteralLike(node)) return node.text;
    if (depth > MAX_DEPTH) return "";
    if (ts.isTemplateExpression(node)) {
      let start = node.head.text;
      for (const { expression: hole, literal } of node.templateSpans) {
        start += this.#pieces(hole, parts, depth + 1) || " ";
        start += literal.text;
      }
      return start;
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
      return this.#pieces(node.left, parts, depth + 1) + this.#pieces(node.right, parts, depth + 1);
    const value = this.#textOfVariable(node);
    if (value === null) {
      parts.push(node);
      return "";
    }
    const start = this.#pieces(value.initial, parts, depth + 1);
    for (const later of value.later) this.#pieces(later, parts, depth + 1);
    return start;
  }

  /** The text that a variable is given, and what is added to it; null for anything else. */
  #textOfVariable(node: ts.Expression): { initial: ts.Expression; later: readonly ts.Expression[] } | null {
    if (!ts.isIdentifier(node)) return null;
    const binding = this.#model.finder.binding(node);
    const declaration = binding?.node;
    if (!binding || !declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
      return null;
    const initial = declaration.initializer ? literalOf(declaration.initializer) : null;
    return initial && isText(initial)
      ? { initial, later: [...binding.assignments, ...(this.#added.get(binding) ?? [])] }
      : null;
  }

  #originOf(expression: ts.Expression, depth: number): PartOrigin {
    const node = unwrap(expression);
    if (depth > MAX_DEPTH) return "unknown";
    const inner = (each: ts.Expression): PartOrigin => this.#originOf(each, depth + 1);
    if (literalValue(node) !== undefined && !ts.isTemplateExpression(node)) return "constant";
    if (ts.isTemplateExpression(node)) return worstOrigin(node.templateSpans.map((span) => inner(span.expression)));
    if (ts.isAwaitExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
      return inner(node.expression);
    if (ts.isConditionalExpression(node)) {
      const found = worstOrigin([inner(node.whenTrue), inner(node.whenFalse)]);
      return found === "constant" ? "choice" : found;
    }
    if (ts.isBinaryExpression(node) && ARITHMETIC.has(node.operatorToken.kind)) return "number";
    if (ts.isBinaryExpression(node)) return worstOrigin([inner(node.left), inner(node.right)]);
    if (ts.isPrefixUnaryExpression(node)) return "number";
    if (ts.isCallExpression(node)) return this.#originOfCall(node, depth);
    const text = calleeText(node);
    if (REQUEST.test(text)) return this.#isRequest(node) ? "request" : "unknown";
    if (/^(process\.env|import\.meta\.env|Deno\.env|env)\b/.test(text)) return "environment";
    if (ts.isElementAccessExpression(node)) return this.#isTable(node.expression) ? "choice" : inner(node.expression);
    if (ts.isPropertyAccessExpression(node)) return node.name.text === "length" ? "number" : inner(node.expression);
    return ts.isIdentifier(node) ? this.#originOfName(node, depth) : "unknown";
  }

  #originOfCall(node: ts.CallExpression, depth: number): PartOrigin {
    const text = calleeText(node.expression);
    const callee = unwrap(node.expression);
    const method = ts.isPropertyAccessExpression(callee) ? callee.name.text : text;
    if (NUMBERS.test(text) || /^(getTime|indexOf|findIndex|toFixed|toISOString)$/.test(method)) return "number";
    if (ASKS_REQUEST.test(text)) return "request";
    if (QUOTES.test(method)) return "quoted";
    if (CHECKS.test(method) && text !== "JSON.parse") return "checked";
    if (ts.isPropertyAccessExpression(callee) && HANDS_ON.test(method)) {
      const given = node.arguments.map((each) => unwrap(each)).find(isFunctionLike);
      const made =
        given && ts.isArrowFunction(given) && ts.isExpression(given.body) ? this.#madeOfEach(given, depth) : null;
      if (made !== null) return made;
      return this.#originOf(callee.expression, depth + 1);
    }
    if (/^(String|decodeURIComponent|JSON\.parse)$/.test(text) && node.arguments[0])
      return this.#originOf(node.arguments[0], depth + 1);
    return "call";
  }

  /** `ids.map((_, index) => `$${index + 1}`)`: marks for parameters, made of no element. */
  #madeOfEach({ parameters, body }: ts.ArrowFunction, depth: number): PartOrigin | null {
    const [element, index] = parameters.map(({ name }) => name.getText(this.#model.source));
    const text = body.getText(this.#model.source);
    const isAsked = (name: string | undefined): boolean =>
      name !== undefined && new RegExp(`\\b${name.replaceAll(/[^\w]/g, "\\$&")}\\b`).test(text);
    if (isAsked(element) || !ts.isExpression(body)) return null;
    return isAsked(index) ? "number" : this.#originOf(body, depth + 1);
  }

  #originOfName(node: ts.Identifier, depth: number): PartOrigin {
    const binding = this.#model.finder.binding(node);
    if (!binding) return "unknown";
    if (binding.kind === "parameter") return isPlainNumber(binding.node) ? "number" : "parameter";
    let declaration: ts.Node = binding.node;
    while (ts.isBindingElement(declaration) || isPattern(declaration)) declaration = declaration.parent;
    if (!ts.isVariableDeclaration(declaration)) return "constant";
    const loop = declaration.parent.parent;
    if (ts.isForOfStatement(loop)) return this.#originOf(loop.expression, depth + 1);
    if (!declaration.initializer)
      return binding.assignments.length === 0 ? "unknown" : this.#worstOf(binding.assignments, depth);
    const value = literalOf(declaration.initializer);
    if (ts.isArrayLiteralExpression(value))
      return worstOrigin(value.elements.map((each) => this.#originOf(each, depth + 1)));
    if (ts.isObjectLiteralExpression(value) || ts.isNewExpression(value))
      return ts.isNewExpression(value) ? "unknown" : "choice";
    return worstOrigin([this.#originOf(value, depth + 1), this.#worstOf(binding.assignments, depth)]);
  }

  #worstOf(expressions: readonly ts.Expression[], depth: number): PartOrigin {
    return worstOrigin(expressions.map((each) => this.#originOf(each, depth + 1)));
  }

  /** `req` as a function's parameter, not as a constant of that name. */
  #isRequest(node: ts.Expression): boolean {
    const root = this.#rootOf(node);
    if (!ts.isIdentifier(root)) return root.kind === ts.SyntaxKind.ThisKeyword;
    return this.#model.finder.binding(root)?.kind === "parameter";
  }

  #rootOf(expression: ts.Expression): ts.Expression {
    let current = unwrap(expression);
    for (;;) {
      if (
        ts.isPropertyAccessExpression(current) ||
        ts.isElementAccessExpression(current) ||
        ts.isCallExpression(current)
      )
        current = unwrap(current.expression);
      else return current;
    }
  }

  /** `COLUMNS[sort]`: an object that stands in the code. */
  #isTable(expression: ts.Expression): boolean {
    const node = unwrap(expression);
    if (!ts.isIdentifier(node)) return false;
    const binding = this.#model.finder.binding(node);
    if (!binding || binding.kind === "parameter") return false;
    if (!ts.isVariableDeclaration(binding.node)) return true;
    const value = binding.node.initializer ? literalOf(binding.node.initializer) : null;
    return value !== null && (ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value));
  }

  /** The value is asked about, or all that it is derived from. */
  #isChecked(part: ts.Expression, call: ts.Node, depth: number): boolean {
    const name = rootName(part);
    if (name !== null && this.#isLookedAt(name, call)) return true;
    const sources = depth > 3 ? [] : sourcesOf(part, this.#model.finder);
    return sources.length > 0 && sources.every((each) => this.#isChecked(each, call, depth + 1));
  }

  /** Something in the function around asks about the value: a list of what is allowed, a pattern, a comparison. */
  #isLookedAt(name: string, call: ts.Node): boolean {
    let around: ts.Node = call;
    while (around.parent && !isFunctionLike(around)) around = around.parent;
    const outer = around.parent?.parent && ts.isCallExpression(around.parent) ? around : around;
    const text = outer.getText(this.#model.source).slice(0, 20_000);
    const word = name.replaceAll("$", "\\$");
    return new RegExp(
      `\\b(includes|has|test|match|indexOf|hasOwn|hasOwnProperty|isInteger|isNaN|isFinite|some|valid\\w*|assert\\w*|is[A-Z]\\w*|safeParse|parse)\\([^()]*\\b${word}\\b|switch\\s*\\([^()]*\\b${word}\\b|\\b${word}\\b\\s*[!=]==?\\s*['"]|\\[\\s*[\\w.]*\\b${word}\\s*\\]|\\b${word}\\s+in\\s|\\b${word}\\.(match|test)\\(`,
    ).test(text);
  }
}

const isPattern = (node: ts.Node): boolean => ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node);

const isText = (node: ts.Expression): boolean =>
  ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isBinaryExpression(node);

/** `{ text: "select …", values }` */
function textProperty(expression: ts.Expression): ts.Expression | null {
  const node = literalOf(expression);
  if (!ts.isObjectLiteralExpression(node)) return null;
  for (const property of node.properties)
    if (ts.isPropertyAssignment(property) && /^(text|sql)$/.test(memberName(property.name)))
      return property.initializer;
  return null;
}

/** `limit: number` */
function isPlainNumber(node: ts.Node): boolean {
  return (
    ts.isParameter(node) &&
    node.type !== undefined &&
    /^(number|bigint|boolean|Date)(\s*\|\s*(null|undefined))?$/.test(node.type.getText())
  );
}
