import { ts } from "ts-morph";
import { addRows } from "../fact-set.js";
import type { EnvExposureRow } from "../rows.js";
import type { EnvFile } from "./env-file.js";
import { peel } from "./env-objects.js";
import { namesIn } from "./env-terms.js";
import { calleeText, lineOf } from "./model.js";
import { memberName } from "./syntax.js";

const MAX_ROWS = 100;
const NEXT_CONFIG = /(^|\/)next\.config\.\w+$/;
const VARIABLE = /^[A-Z][A-Z0-9_]*$/;
/** Options beside `define` that say that what is built does not run in a browser. */
const ELSEWHERE: Readonly<Record<string, RegExp>> = {
  platform: /node|neutral/,
  target: /^["'`]?(node|electron-(main|preload)|es\d+-node)/,
  ssr: /^(?!false)/,
};

/** Variables that a bundler's configuration writes into what it builds. */
export class EnvExposureCollector {
  readonly #env: EnvFile;
  readonly #rows: EnvExposureRow[] = [];

  constructor(env: EnvFile) {
    this.#env = env;
  }

  visit(node: ts.Node): void {
    if (this.#env.model.role !== "config") return;
    if (ts.isPropertyAssignment(node)) this.#option(node);
    else if (ts.isNewExpression(node)) this.#plugin(node);
  }

  finish(): void {
    addRows(this.#env.model.facts, "env_exposure", this.#rows.slice(0, MAX_ROWS));
  }

  #option(node: ts.PropertyAssignment): void {
    const key = memberName(node.name);
    if (key === "define" && !isElsewhere(node)) this.#entries(node.initializer, "define");
    else if (key === "env" && NEXT_CONFIG.test(this.#env.model.path) && isOutermost(node))
      this.#entries(node.initializer, "next");
  }

  /** `new webpack.DefinePlugin({…})`, `new EnvironmentPlugin(["A"])`. */
  #plugin(node: ts.NewExpression): void {
    const [first] = node.arguments ?? [];
    if (!first) return;
    const callee = calleeText(node.expression);
    if (/(^|\.)DefinePlugin$/.test(callee)) this.#entries(first, "define");
    else if (/(^|\.)EnvironmentPlugin$/.test(callee)) this.#names(peel(first));
  }

  #names(node: ts.Expression): void {
    if (ts.isArrayLiteralExpression(node)) {
      for (const one of node.elements) if (ts.isStringLiteralLike(one)) this.#add(one, one.text, one.text, "plugin");
    } else if (ts.isObjectLiteralExpression(node)) {
      for (const one of node.properties) {
        const name = one.name ? memberName(one.name) : "";
        if (name !== "") this.#add(one, name, name, "plugin");
      }
    }
  }

  #entries(expression: ts.Expression, via: string, inEnvironment = via === "next"): void {
    const node = peel(expression);
    if (!ts.isObjectLiteralExpression(node)) return;
    for (const property of node.properties) {
      if (!ts.isPropertyAssignment(property)) continue;
      const name = memberName(property.name);
      const value = withoutText(property.initializer);
      if (/^(process|import\.meta)\.env$/.test(name)) this.#whole(property, value, via);
      const seen = name.replace(/^(process|import\.meta)\.env\./, "");
      const variables = [...namesIn(this.#env.terms.of(value))];
      for (const variable of variables) this.#add(property, seen, variable, via);
      // What is written or computed there is a variable only by the name under which the code asks for it.
      const isAskedFor = seen !== name || inEnvironment;
      if (variables.length === 0 && isAskedFor && VARIABLE.test(seen)) this.#add(property, seen, null, via);
    }
  }

  /** `"process.env": process.env`, or an object of some of it. */
  #whole(property: ts.Node, value: ts.Expression, via: string): void {
    if (this.#env.terms.of(value).kind === "environment") this.#add(property, null, null, via);
    else this.#entries(value, via, true);
  }

  #add(node: ts.Node, name: string | null, variable: string | null, via: string): void {
    const { model } = this.#env;
    this.#rows.push({ file: model.path, line: lineOf(model, node), name, env_name: variable, via });
  }
}

/** `x` of `JSON.stringify(x)`. */
function withoutText(expression: ts.Expression): ts.Expression {
  const node = peel(expression);
  if (!ts.isCallExpression(node) || !/^(JSON\.stringify|String)$/.test(calleeText(node.expression))) return node;
  const [first] = node.arguments;
  return first ? peel(first) : node;
}

/** What is built here runs on a server, or in a desktop program's own process. */
function isElsewhere(node: ts.PropertyAssignment): boolean {
  for (let current: ts.Node = node; !ts.isSourceFile(current); current = current.parent) {
    if (ts.isPropertyAssignment(current) && /^(main|preload|ssr|server|test)$/.test(memberName(current.name)))
      return true;
    if (!ts.isObjectLiteralExpression(current)) continue;
    for (const property of current.properties) {
      if (!ts.isPropertyAssignment(property)) continue;
      if (ELSEWHERE[memberName(property.name)]?.test(property.initializer.getText())) return true;
    }
  }
  return false;
}

/** An option of the configuration itself, not of something in it. */
const isOutermost = (node: ts.PropertyAssignment): boolean =>
  ts.isObjectLiteralExpression(node.parent) && !ts.isPropertyAssignment(node.parent.parent);
