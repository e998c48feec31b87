import { ts } from "ts-morph";
import type { FileModel } from "./model.js";
import { isFunctionLike } from "./scope.js";
import { isFallback, unwrap } from "./syntax.js";

/** What code does that does not answer everybody alike. */
const LOOKS_UP =
  /\.(includes|indexOf|has|test|some|every|match|endsWith|startsWith|find|findOne|get)\((?!\s*["'`]origin)|\b(is|check|validate|verify|match|assert)\w*(origin|allowed|trusted|cors|domain)\w*\(|\b\w*(allow|trust|white)\w*\[|\b\w*origin\w*\s*[!=]==?|[!=]==?\s*\w*origin|new URL\(/i;
const BRANCHES = /\b(if|switch|for|while)\b|(?<!\?)\?(?![?.:])|&&|[!=]==?|\bawait\b/;
const LONGEST = 6000;

/** Every origin: /.*\/, /^.*$/, /./ */
const EVERYTHING = /^\/(\^?\.[*+]?\$?|\^|\^https\?:\\\/\\\/\.[*+]\$?)?\/[a-z]*$/;

/** Conditions that ask where this runs: a set-up for development is none for production. */
const ENVIRONMENT = /prod|dev(?!ice)|local|staging|NODE_ENV|\benv\b/i;

/** Says who may call across origins: star | reflected | listed | checked | environment | unknown, as in cors_setting.value. */
export class CorsValues {
  readonly #model: FileModel;

  constructor(model: FileModel) {
    this.#model = model;
  }

  /** The value of an Access-Control-Allow-Origin header. */
  headerOf(expression: ts.Expression): string {
    const value = unwrap(expression);
    if (ts.isStringLiteralLike(value)) return value.text === "*" ? "star" : "listed";
    if (!this.#isOrigin(value, 0)) return "unknown";
    return LOOKS_UP.test(this.#functionAround(value)) ? "checked" : "reflected";
  }

  /** The `origin` option of a CORS middleware. */
  optionOf(expression: ts.Expression): string {
    const value = unwrap(expression);
    if (isTrue(value)) return "reflected";
    if (value.kind === ts.SyntaxKind.FalseKeyword) return "listed";
    if (ts.isStringLiteralLike(value)) return value.text === "*" ? "star" : "listed";
    if (ts.isRegularExpressionLiteral(value)) return EVERYTHING.test(value.text) ? "reflected" : "listed";
    if (ts.isArrayLiteralExpression(value)) return this.#listOf(value);
    if (isListed(value)) return "listed";
    if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return this.functionOf(value);
    // Without the variable, everybody.
    if (ts.isBinaryExpression(value) && isFallback(value)) {
      const rest = this.optionOf(value.right);
      return rest === "reflected" || (rest === "listed" && isListed(unwrap(value.left))) ? rest : "unknown";
    }
    return ts.isIdentifier(value) ? this.#namedOption(value) : "unknown";
  }

  /** A function that is asked for each origin. */
  functionOf(node: ts.FunctionLikeDeclaration): string {
    const text = this.#textOf(node);
    const body = text.replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, "");
    if (LOOKS_UP.test(body) || BRANCHES.test(body.replace(/(\|\||\?\?)\s*(["'`][^"'`]*["'`]|null|undefined)/g, "")))
      return "checked";
    const [first] = node.parameters;
    const name = first && ts.isIdentifier(first.name) ? first.name.text : "origin";
    const everybody = new RegExp(
      `\\(\\s*(null|undefined)\\s*,\\s*(true|${name})\\s*[,)]|(=>|return)\\s*\\(?\\s*(true|${name})\\b(?!\\s*[.([])|\\.origin\\b|\\[?["']origin["']`,
      "i",
    );
    return everybody.test(body) ? "reflected" : "unknown";
  }

  #listOf(value: ts.ArrayLiteralExpression): string {
    // Whatever else stands in a list, `*` included, is compared as it is.
    const items = value.elements.map((element) => this.optionOf(element));
    return items.includes("reflected") ? "reflected" : "listed";
  }

  #namedOption(node: ts.Identifier): string {
    const declaration = this.#model.finder.binding(node)?.node;
    if (!declaration) return "unknown";
    if (ts.isFunctionDeclaration(declaration)) return this.functionOf(declaration);
    const initializer = this.#initializerOf(node);
    return initializer && !ts.isIdentifier(initializer) ? this.optionOf(initializer) : "unknown";
  }

  #initializerOf(node: ts.Identifier): ts.Expression | null {
    const binding = this.#model.finder.binding(node);
    const declaration = binding?.node;
    if (binding?.isConst !== true || !declaration || !ts.isVariableDeclaration(declaration)) return null;
    return ts.isIdentifier(declaration.name) && declaration.initializer ? unwrap(declaration.initializer) : null;
  }

  /** The request's own Origin header, maybe with something for requests that have none. */
  #isOrigin(node: ts.Expression, hops: number): boolean {
    const value = unwrap(node);
    if (ts.isBinaryExpression(value)) return isFallback(value) && this.#isOrigin(value.left, hops);
    if (ts.isAsExpression(value)) return this.#isOrigin(value.expression, hops);
    if (ts.isPropertyAccessExpression(value)) return value.name.text === "origin" && isHeaders(value.expression);
    if (ts.isElementAccessExpression(value))
      return isOriginName(value.argumentExpression) && isHeaders(value.expression);
    if (ts.isCallExpression(value)) {
      const [name] = value.arguments;
      return (
        /(^|\.)(get|header|getHeader)$/.test(value.expression.getText()) && name !== undefined && isOriginName(name)
      );
    }
    if (!ts.isIdentifier(value) || hops > 3) return false;
    const initializer = this.#initializerOf(value);
    return initializer !== null && this.#isOrigin(initializer, hops + 1);
  }

  #functionAround(node: ts.Node): string {
    let current = node;
    while (!isFunctionLike(current) && !ts.isSourceFile(current)) current = current.parent;
    return this.#textOf(current);
  }

  #textOf(node: ts.Node): string {
    const start = node.getStart(this.#model.source);
    return this.#model.source.text.slice(start, Math.min(node.end, start + LONGEST));
  }
}

export const isTrue = (node: ts.Expression): boolean =>
  node.kind === ts.SyntaxKind.TrueKeyword || (ts.isStringLiteralLike(node) && node.text === "true");

const isOriginName = (node: ts.Expression): boolean => ts.isStringLiteralLike(node) && /^origin$/i.test(node.text);

const isHeaders = (node: ts.Expression): boolean => /(^|\.)headers?(\(\))?$/i.test(node.getText());

/** A text from the environment, or a list that is split from one: never everybody. */
const isListed = (node: ts.Expression): boolean =>
  /^process\.env\b[.\w[\]"']*$|^[\w.?()'"\s!]*\.split\([^)]*\)/.test(node.getText());

/** Whether a node stands in a branch for one environment only. */
export function isForOneEnvironment(node: ts.Node): boolean {
  for (let current = node; !ts.isSourceFile(current); current = current.parent) {
    const { parent } = current;
    const isBranch =
      (ts.isIfStatement(parent) && parent.expression !== current && ENVIRONMENT.test(parent.expression.getText())) ||
      (ts.isConditionalExpression(parent) &&
        parent.condition !== current &&
        ENVIRONMENT.test(parent.condition.getText()));
    if (isBranch) return true;
  }
  return false;
}
