import { ts } from "ts-morph";
import { addRows } from "../fact-set.js";
import type { EnvFile } from "./env-file.js";
import { peel, UPPER_SNAKE } from "./env-objects.js";
import { calleeText, lineOf, type Collector } from "./model.js";
import { memberName } from "./syntax.js";

/** Options in which a process, a container or a worker gets its variables. */
const ENV_OPTION = /^(env|Env|environment|envVars|environmentVariables|containerEnv|stringData)$/;
/** Calls that make what a container takes its variables from. */
const ENV_CALL = /(ConfigMap|Secret|EnvVars|Environment)$/;
const OWN_SETTING = /\b(env|config|settings)\b/i;
const ASSIGNMENT = /^([A-Z][A-Z0-9_]*)=/;

/** Variables that the program gives to processes and containers it starts: `spawn(…, { env: { TASK_ID: id } })`. */
export class EnvHandedCollector implements Collector {
  readonly #env: EnvFile;

  constructor(env: EnvFile) {
    this.#env = env;
  }

  visit(node: ts.Node): void {
    if (ts.isPropertyAssignment(node) && ENV_OPTION.test(memberName(node.name)) && isInCall(node))
      this.#given(peel(node.initializer));
    else if (ts.isCallExpression(node)) this.#call(node);
    else if (ts.isObjectLiteralExpression(node) && !ts.isPropertyAssignment(node.parent) && this.#extendsOwn(node))
      this.#object(node);
  }

  #call(node: ts.CallExpression): void {
    const callee = calleeText(node.expression);
    if (!ENV_CALL.test(callee)) return;
    for (const argument of node.arguments) {
      const object = peel(argument);
      if (ts.isObjectLiteralExpression(object) && object.properties.every(isVariable)) this.#object(object);
    }
  }

  #given(value: ts.Expression): void {
    if (ts.isObjectLiteralExpression(value)) this.#object(value);
    else if (ts.isArrayLiteralExpression(value)) for (const element of value.elements) this.#element(peel(element));
  }

  /** `"TASK_ID=7"` of Docker, `{ name: "TASK_ID", value: "7" }` of Kubernetes. */
  #element(node: ts.Expression): void {
    if (ts.isStringLiteralLike(node)) this.#write(node, ASSIGNMENT.exec(node.text)?.[1]);
    else if (ts.isTemplateExpression(node)) this.#write(node, ASSIGNMENT.exec(node.head.text)?.[1]);
    if (!ts.isObjectLiteralExpression(node)) return;
    for (const property of node.properties) {
      if (!ts.isPropertyAssignment(property) || memberName(property.name) !== "name") continue;
      const name = peel(property.initializer);
      if (ts.isStringLiteralLike(name) && UPPER_SNAKE.test(name.text)) this.#write(property, name.text);
    }
  }

  #object(object: ts.ObjectLiteralExpression): void {
    for (const property of object.properties) {
      if (!isVariable(property) || !property.name) continue;
      const name = memberName(property.name);
      // Handed through, it has to come from somewhere.
      if (ts.isPropertyAssignment(property) && OWN_SETTING.test(property.initializer.getText())) continue;
      this.#write(property, name);
    }
  }

  /** `{ ...process.env, TASK_ID: id }`. */
  #extendsOwn(object: ts.ObjectLiteralExpression): boolean {
    return object.properties.some(
      (property) =>
        ts.isSpreadAssignment(property) && this.#env.objects.readerOf(property.expression) === "process.env",
    );
  }

  #write(node: ts.Node, name: string | undefined): void {
    if (name === undefined) return;
    const { model } = this.#env;
    addRows(model.facts, "env_given", [{ file: model.path, line: lineOf(model, node), name }]);
  }
}

const isVariable = (property: ts.ObjectLiteralElementLike): boolean =>
  (ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)) &&
  UPPER_SNAKE.test(memberName(property.name));

/** Part of what a call or a construction is given. */
function isInCall(node: ts.Node): boolean {
  let current = node.parent;
  while (
    ts.isObjectLiteralExpression(current) ||
    ts.isPropertyAssignment(current) ||
    ts.isArrayLiteralExpression(current)
  )
    current = current.parent;
  return ts.isCallExpression(current) || ts.isNewExpression(current);
}
