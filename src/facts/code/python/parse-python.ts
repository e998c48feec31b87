/** Python source as statements. The grammar recovers from errors, so a broken file still gives what is whole in it. */
import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/python";
import { closeGaps, firstSyntaxError } from "./grammar-gaps.js";
import { childrenOf, ExpressionReader, joined } from "./read-expression.js";
import { readImports } from "./read-imports.js";
import type { Expression, Handler, Statement, WithItem } from "./syntax.js";

export interface ParsedPython {
  readonly statements: readonly Statement[];
  /** First syntax error as "line: message"; null when there is none. */
  readonly error: string | null;
}

export function parsePython(text: string): ParsedPython {
  const tree = parser.parse(closeGaps(text));
  return { statements: new StatementReader(text).body(tree.topNode), error: firstSyntaxError(tree, text) };
}

class StatementReader {
  readonly #text: string;
  readonly #expressions: ExpressionReader;

  constructor(text: string) {
    this.#text = text;
    this.#expressions = new ExpressionReader(text);
  }

  body(node: SyntaxNode | null): Statement[] {
    if (node === null) return [];
    return childrenOf(node).flatMap((child) => this.#statement(child));
  }

  #statement(node: SyntaxNode): Statement[] {
    const span = { from: node.from, to: node.to };
    switch (node.name) {
      case "StatementGroup":
        return this.body(node);
      case "ExpressionStatement": {
        const value = this.#list(node);
        return value === null ? [] : [{ ...span, kind: "expression", value }];
      }
      case "AssignStatement":
        return [this.#assignment(node)];
      case "UpdateStatement": {
        const [target, , value] = childrenOf(node);
        if (target === undefined || value === undefined) return [];
        return [{ ...span, kind: "augment", target: this.#read(target), value: this.#read(value) }];
      }
      case "FunctionDefinition":
      case "ClassDefinition":
        return this.#definition(node, []);
      case "DecoratedStatement":
        return this.#decorated(node);
      case "IfStatement":
        return [this.#if(node)];
      case "ForStatement":
        return this.#for(node);
      case "WhileStatement":
        return this.#while(node);
      case "TryStatement":
        return [this.#try(node)];
      case "WithStatement":
        return [{ ...span, kind: "with", items: this.#withItems(node), body: this.body(node.getChild("Body")) }];
      case "ReturnStatement":
        return [{ ...span, kind: "return", value: this.#list(node) }];
      case "RaiseStatement": {
        const [value] = this.#values(node);
        return [{ ...span, kind: "raise", value: value ?? null }];
      }
      case "ImportStatement":
        return [{ ...span, kind: "import", modules: readImports(node, this.#text) }];
      case "MatchStatement":
        return [this.#match(node)];
      case "Comment":
        return [];
      default:
        if (node.type.isError || !node.name.endsWith("Statement")) return [];
        return [{ ...span, kind: "other", values: this.#values(node), body: [] }];
    }
  }

  #read(node: SyntaxNode): Expression {
    return this.#expressions.read(node);
  }

  /** The expressions among the children of a statement. */
  #values(node: SyntaxNode): Expression[] {
    return childrenOf(node)
      .filter((child) => isExpression(child))
      .map((child) => this.#read(child));
  }

  /** `a, b` as one expression. */
  #list(node: SyntaxNode): Expression | null {
    return this.#values(node).reduce<Expression | null>((whole, value) => joined(whole, value), null);
  }

  #assignment(node: SyntaxNode): Statement {
    const targets: Expression[] = [];
    let annotation: Expression | null = null;
    let part: Expression | null = null;
    let isBehindOperator = false;
    for (const child of childrenOf(node)) {
      if (child.name === "AssignOp") {
        if (part !== null) targets.push(part);
        part = null;
        isBehindOperator = true;
      } else if (child.name === "TypeDef") annotation = child.lastChild ? this.#read(child.lastChild) : null;
      else if (isExpression(child)) part = joined(part, this.#read(child));
    }
    // `x: int` names a type and gives no value.
    const value = isBehindOperator ? part : null;
    if (!isBehindOperator && part !== null) targets.push(part);
    return { kind: "assign", from: node.from, to: node.to, targets, annotation, value };
  }

  #decorated(node: SyntaxNode): Statement[] {
    const decorators = node.getChildren("Decorator").map((decorator) => this.#decorator(decorator));
    const definition = node.getChild("FunctionDefinition") ?? node.getChild("ClassDefinition");
    return definition === null ? [] : this.#definition(definition, decorators);
  }

  /** `@a.b(c)`: the grammar gives the names and the arguments side by side. */
  #decorator(node: SyntaxNode): Expression {
    let value: Expression | null = null;
    for (const child of childrenOf(node)) {
      if (child.name === "ArgList" && value !== null)
        value = {
          kind: "call",
          from: value.from,
          to: child.to,
          callee: value,
          arguments: this.#expressions.arguments(child),
        };
      else if ((child.name === "VariableName" || child.name === "PropertyName") && value !== null) {
        const name = this.#expressions.textOf(child);
        value = { kind: "member", from: value.from, to: child.to, object: value, name, nameFrom: child.from };
      } else if (isExpression(child)) value = this.#read(child);
    }
    return value ?? { kind: "other", from: node.from, to: node.to, parts: [] };
  }

  #definition(node: SyntaxNode, decorators: readonly Expression[]): Statement[] {
    const name = node.getChild("VariableName");
    if (name === null) return [];
    const shared = {
      from: node.from,
      to: node.to,
      name: this.#expressions.textOf(name),
      nameFrom: name.from,
      decorators,
      body: this.body(node.getChild("Body")),
    };
    if (node.name === "ClassDefinition") {
      const list = node.getChild("ArgList");
      return [{ ...shared, kind: "class", arguments: list ? this.#expressions.arguments(list) : [] }];
    }
    const parameters = node.getChild("ParamList");
    const returns = node.getChild("TypeDef")?.lastChild;
    return [
      {
        ...shared,
        kind: "function",
        isAsync: node.firstChild?.name === "async",
        parameters: parameters ? this.#expressions.parameters(parameters) : [],
        returns: returns ? this.#read(returns) : null,
      },
    ];
  }

  #if(node: SyntaxNode): Statement {
    const branches: { condition: Expression | null; body: Statement[] }[] = [];
    let condition: Expression | null = null;
    for (const child of childrenOf(node)) {
      if (child.name === "Body") {
        branches.push({ condition, body: this.body(child) });
        condition = null;
      } else if (isExpression(child)) condition = this.#read(child);
    }
    return { kind: "if", from: node.from, to: node.to, branches };
  }

  #for(node: SyntaxNode): Statement[] {
    let target: Expression | null = null;
    let iterable: Expression | null = null;
    let isIterable = false;
    for (const child of childrenOf(node)) {
      if (child.name === "in") isIterable = true;
      else if (!isExpression(child)) continue;
      else if (isIterable) iterable = joined(iterable, this.#read(child));
      else target = joined(target, this.#read(child));
    }
    if (target === null || iterable === null) return [];
    const [body, otherwise] = node.getChildren("Body").map((child) => this.body(child));
    return [
      { kind: "for", from: node.from, to: node.to, target, iterable, body: body ?? [], otherwise: otherwise ?? [] },
    ];
  }

  #while(node: SyntaxNode): Statement[] {
    const [condition] = this.#values(node);
    if (condition === undefined) return [];
    const [body, otherwise] = node.getChildren("Body").map((child) => this.body(child));
    return [{ kind: "while", from: node.from, to: node.to, condition, body: body ?? [], otherwise: otherwise ?? [] }];
  }

  #try(node: SyntaxNode): Statement {
    const parts: Record<"body" | "otherwise" | "ending", Statement[]> = { body: [], otherwise: [], ending: [] };
    const handlers: Handler[] = [];
    let place: "body" | "except" | "otherwise" | "ending" = "body";
    let type: Expression | null = null;
    let name: string | null = null;
    for (const child of childrenOf(node)) {
      if (child.name === "except") place = "except";
      else if (child.name === "else") place = "otherwise";
      else if (child.name === "finally") place = "ending";
      else if (child.name === "Body") {
        if (place === "except") handlers.push({ type, name, body: this.body(child) });
        else parts[place] = this.body(child);
        [type, name] = [null, null];
      } else if (isExpression(child)) {
        if (type === null) type = this.#read(child);
        else name = this.#expressions.textOf(child);
      }
    }
    return { kind: "try", from: node.from, to: node.to, handlers, ...parts };
  }

  #withItems(node: SyntaxNode): WithItem[] {
    const items: { value: Expression; target: Expression | null }[] = [];
    let isTarget = false;
    for (const child of childrenOf(node)) {
      const last = items.at(-1);
      if (child.name === "as") isTarget = true;
      else if (!isExpression(child)) continue;
      else if (isTarget && last !== undefined) {
        // A list of names was closed up to be read at all.
        last.target = this.#expressions.textOf(child).startsWith("(")
          ? { kind: "other", from: child.from, to: child.to, parts: [] }
          : this.#read(child);
        isTarget = false;
      } else items.push({ value: this.#read(child), target: null });
    }
    return items;
  }

  #match(node: SyntaxNode): Statement {
    const clauses = node.getChild("MatchBody")?.getChildren("MatchClause") ?? [];
    const body = clauses.flatMap((clause) => this.body(clause.getChild("Body")));
    return { kind: "other", from: node.from, to: node.to, values: this.#values(node), body };
  }
}

const isExpression = (node: SyntaxNode): boolean =>
  /(?:Expression|String|Name|^Number|^Boolean|^None|^self|^Ellipsis)$/.test(node.name);
