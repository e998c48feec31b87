/** SQL text that a call is given, as far as one file shows it. */
import { ts } from "ts-morph";
import { literalOf } from "./arguments.js";
import type { NotedOrigin } from "./file-code.js";
import { lineOf, type FileModel } from "./model.js";
import { memberName } from "./syntax.js";

export interface SqlText {
  /** Position among the arguments; 0 for a tagged template. */
  readonly argument: number;
  /** Line on which the text begins; null when it is written somewhere else. */
  readonly line: number | null;
  /** What stands around the holes: one more than there are holes. */
  readonly parts: readonly string[];
  /** Where the values of the holes come from; null when that leads nowhere. */
  readonly holes: readonly (NotedOrigin | null)[];
}

/** A statement about data, comments before it left out. Every sign can be matched in one way only. */
const STATEMENT =
  /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()*(?:select|insert\s+into|update|delete\s+from|with|merge\s+into|truncate|call)\b/i;
export const isStatement = (text: string): boolean => STATEMENT.test(text);

/** Methods that are given SQL, also in variables. */
const SQL_METHOD =
  /query|sql|raw|execute|unsafe|^(any|one|none|many|oneOrNone|manyOrNone|oneFirst|manyFirst|maybeOne|result|run|all|get|each|prepare)$/i;

/** Longer than any statement that people write; dumps are no queries. */
const MAX_TEXT = 20_000;
const MAX_DEPTH = 6;
const HOLE = null;

/** The SQL text of a call or a tagged template; null when there is none to be seen. */
export function sqlTextOf(
  model: FileModel,
  node: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression,
): SqlText | null {
  if (ts.isTaggedTemplateExpression(node)) return fromTemplate(model, node.template);
  const isNamed = ts.isCallExpression(node) && SQL_METHOD.test(lastName(node.expression));
  for (const [argument, expression] of (node.arguments ?? []).slice(0, 3).entries()) {
    const written = literalOf(expression);
    if (!isNamed && !isText(written)) continue;
    if (ts.isIdentifier(written) && isTemplateVariable(model, written)) continue;
    const pieces = new Pieces(model);
    pieces.add(written, 0);
    const text = pieces.result(argument, isText(written) ? lineOf(model, written) : null);
    if (text) return text;
  }
  return null;
}

/** `const query = sql`…`;` is a statement of its own. */
function isTemplateVariable(model: FileModel, node: ts.Identifier): boolean {
  const declaration = model.finder.binding(node)?.node;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  return ts.isTaggedTemplateExpression(literalOf(declaration.initializer));
}

const lastName = (callee: ts.Expression): string =>
  ts.isPropertyAccessExpression(callee) ? callee.name.text : ts.isIdentifier(callee) ? callee.text : "";

const isText = (node: ts.Expression): boolean =>
  ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isBinaryExpression(node);

function fromTemplate(model: FileModel, template: ts.TemplateLiteral): SqlText | null {
  const pieces = new Pieces(model);
  pieces.addTemplate(template, 0, true);
  return pieces.result(0, lineOf(model, template));
}

/** Text and holes, in order. */
class Pieces {
  readonly #model: FileModel;
  readonly #parts: string[] = [""];
  readonly #holes: (NotedOrigin | null)[] = [];

  constructor(model: FileModel) {
    this.#model = model;
  }

  result(argument: number, line: number | null): SqlText | null {
    const [start = ""] = this.#parts;
    const length = this.#parts.reduce((sum, part) => sum + part.length, 0);
    if (length > MAX_TEXT || !isStatement(start)) return null;
    return { argument, line, parts: this.#parts, holes: this.#holes };
  }

  add(expression: ts.Expression, depth: number): void {
    const node = literalOf(expression);
    if (depth > MAX_DEPTH) this.#hole(node);
    else if (ts.isStringLiteralLike(node) || ts.isNoSubstitutionTemplateLiteral(node)) this.#text(node.text);
    else if (ts.isTemplateExpression(node)) this.addTemplate(node, depth, false);
    else if (ts.isTaggedTemplateExpression(node)) this.addTemplate(node.template, depth + 1, true);
    else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
      this.add(node.left, depth + 1);
      this.add(node.right, depth + 1);
    } else if (ts.isIdentifier(node)) this.#variable(node, depth);
    else if (ts.isObjectLiteralExpression(node)) this.#textProperty(node, depth);
    else if (ts.isCallExpression(node)) this.#call(node, depth);
    else this.#hole(node);
  }

  #text(text: string): void {
    this.#parts[this.#parts.length - 1] += text;
  }

  #hole(node: ts.Expression | typeof HOLE): void {
    const isNamed = node !== HOLE && (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node));
    this.#holes.push(isNamed ? this.#model.finder.of(node) : null);
    this.#parts.push("");
  }

  /** The holes of a tagged template are values, unless they are templates themselves. */
  addTemplate(node: ts.TemplateLiteral, depth: number, isTagged: boolean): void {
    if (ts.isNoSubstitutionTemplateLiteral(node)) return this.#text(node.text);
    this.#text(node.head.text);
    for (const span of node.templateSpans) {
      const value = literalOf(span.expression);
      if (!isTagged || this.#isFragment(value)) this.add(value, depth + 1);
      else this.#hole(value);
      this.#text(span.literal.text);
    }
    return undefined;
  }

  /** sql`…` inside sql`…`, in place or in a const. */
  #isFragment(node: ts.Expression): boolean {
    const value = ts.isIdentifier(node) ? this.#constant(node) : node;
    return value !== null && ts.isTaggedTemplateExpression(value);
  }

  #variable(node: ts.Identifier, depth: number): void {
    const value = this.#constant(node);
    if (!value) {
      this.#hole(node);
      return;
    }
    this.add(value, depth + 1);
    const binding = this.#model.finder.binding(node);
    // Something may be added to a `let` before it is used.
    if (binding?.isConst !== false) return;
    this.#text(" ");
    this.#hole(HOLE);
  }

  /** What a variable of this file was given, when that is a text. */
  #constant(node: ts.Identifier): ts.Expression | null {
    const declaration = this.#model.finder.binding(node)?.node;
    if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return null;
    const value = declaration.initializer ? literalOf(declaration.initializer) : null;
    return value && (isText(value) || ts.isTaggedTemplateExpression(value) || isMade(value)) ? value : null;
  }

  /** `{ text: "select …", values }` */
  #textProperty(node: ts.ObjectLiteralExpression, depth: number): void {
    for (const property of node.properties) {
      if (property.name && /^(text|sql)$/.test(memberName(property.name))) {
        if (ts.isPropertyAssignment(property)) return this.add(property.initializer, depth + 1);
        if (ts.isShorthandPropertyAssignment(property)) return this.add(property.name, depth + 1);
      }
    }
    return this.#hole(HOLE);
  }

  /** `["select …", "from …"].join("\n")`, `text.trim()` */
  #call(node: ts.CallExpression, depth: number): void {
    const { expression: callee } = node;
    if (!ts.isPropertyAccessExpression(callee) || !isMade(node)) return this.#hole(HOLE);
    const value = literalOf(callee.expression);
    if (!ts.isArrayLiteralExpression(value)) return this.add(value, depth + 1);
    const [separator] = node.arguments;
    for (const [index, element] of value.elements.entries()) {
      if (index > 0) this.#text(separator && ts.isStringLiteralLike(separator) ? separator.text : " ");
      this.add(element, depth + 1);
    }
  }
}

/** Text that is put together, or trimmed. */
function isMade(node: ts.Expression): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { name, expression } = node.expression;
  const value = literalOf(expression);
  return name.text === "join" ? ts.isArrayLiteralExpression(value) : name.text === "trim" && isText(value);
}
