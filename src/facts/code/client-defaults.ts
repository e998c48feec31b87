import { ts } from "ts-morph";
import { describeArgument } from "./arguments.js";
import type { ClientDefault } from "./file-code.js";
import type { Collector, FileModel } from "./model.js";

const DEFAULTS = "defaults";

/** Settings that code puts on a client after it was made: `axios.defaults.timeout = 5000`. */
export class ClientDefaultCollector implements Collector {
  readonly kinds = [ts.SyntaxKind.BinaryExpression];
  readonly found: ClientDefault[] = [];
  readonly #model: FileModel;

  constructor(model: FileModel) {
    this.#model = model;
  }

  visit(node: ts.Node): void {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
    const { left, right } = node;
    if (!ts.isPropertyAccessExpression(left) || !ts.isPropertyAccessExpression(left.expression)) return;
    const { expression: client, name } = left.expression;
    if (name.text !== DEFAULTS) return;
    this.found.push({
      client: this.#model.finder.of(client),
      option: left.name.text,
      value: describeArgument(this.#model, right),
    });
  }
}
