import { ts } from "ts-morph";
import { addRows } from "../fact-set.js";
import { peel, UPPER_SNAKE } from "./env-objects.js";
import { calleeText, lineOf, type Collector, type FileModel } from "./model.js";
import { memberName } from "./syntax.js";

/** Packages whose programs describe servers, their secrets and their settings. */
const INFRASTRUCTURE = /^(@pulumi\/|aws-cdk-lib(\/|$)|@aws-cdk\/|cdktf(\/|$)|@cdktf\/)/;
/** Options in which a task, a function or a secret gets its variables. */
const VARIABLE_OPTION =
  /^(env|envs|environment|environments|environmentVariables|containerEnvironment|variables|secrets|secretString|secretObjectValue|stringData)$/;
const MAX_ROWS = 200;

/** Variables that a program of Pulumi, the CDK or the CDK for Terraform puts into a secret or the environment of a task. */
export class InfrastructureVariableCollector implements Collector {
  readonly kinds = [ts.SyntaxKind.ObjectLiteralExpression];
  readonly #model: FileModel;
  readonly #isInfrastructure: boolean;
  readonly #lines = new Map<string, number>();

  constructor(model: FileModel) {
    this.#model = model;
    this.#isInfrastructure = model.source.statements.some(
      (statement) =>
        ts.isImportDeclaration(statement) &&
        ts.isStringLiteral(statement.moduleSpecifier) &&
        INFRASTRUCTURE.test(statement.moduleSpecifier.text),
    );
  }

  visit(node: ts.Node): void {
    if (!this.#isInfrastructure || !ts.isObjectLiteralExpression(node)) return;
    if (isListed(node)) this.#listed(node);
    else if (isGiven(node)) this.#members(node);
  }

  finish(): void {
    const rows = [...this.#lines].slice(0, MAX_ROWS).map(([name, line]) => ({
      file: this.#model.path,
      line,
      name,
      source: "infrastructure",
      value_kind: "unknown",
      value: null,
      is_commented: false,
      is_optional: false,
      environment: null,
    }));
    if (rows.length > 0) addRows(this.#model.facts, "env_declaration", rows);
  }

  /** `{ name: "API_TOKEN", valueFrom: arn }`. */
  #listed(node: ts.ObjectLiteralExpression): void {
    for (const property of node.properties) {
      if (!ts.isPropertyAssignment(property) || memberName(property.name) !== "name") continue;
      const name = peel(property.initializer);
      if (ts.isStringLiteralLike(name)) this.#declare(name.text, property);
    }
  }

  #members(node: ts.ObjectLiteralExpression): void {
    for (const property of node.properties) if (property.name) this.#declare(memberName(property.name), property);
  }

  #declare(name: string, node: ts.Node): void {
    if (UPPER_SNAKE.test(name) && !this.#lines.has(name)) this.#lines.set(name, lineOf(this.#model, node));
  }
}

/** Beside its name stands a value, or where to get one. */
const isListed = (node: ts.ObjectLiteralExpression): boolean =>
  node.properties.some((property) => property.name && /^value(From)?$/.test(memberName(property.name)));

/** What is written as text, given as an option, or made of nothing but variables. */
function isGiven(node: ts.ObjectLiteralExpression): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent)) return /(^|\.)(json)?stringify$/i.test(calleeText(parent.expression));
  if (ts.isPropertyAssignment(parent) && VARIABLE_OPTION.test(memberName(parent.name))) return true;
  const names = node.properties.flatMap((property) => (property.name ? [memberName(property.name)] : []));
  return names.length > 1 && names.every((name) => UPPER_SNAKE.test(name));
}
