import type { SyntaxNode } from "@lezer/common";
import type { CallArgument, Clause, DictionaryEntry, Expression, Parameter } from "./syntax.js";
import { readString } from "./string-value.js";

/** Punctuation and keywords: what stands between the parts of an expression. */
const PUNCTUATION =
  /^(?:[()[\]{},:.=*@;]|\*\*|:=|->|AssignOp|at|and|or|not|in|is|if|else|for|async|await|lambda|as|from|yield|print|ArithOp|CompareOp|BitOp|Comment|⚠|\W+)$/;

const OPERATORS = new Set(["ArithOp", "CompareOp", "BitOp", "and", "or", "in", "is", "not"]);

/** Turns nodes of the grammar into expressions. */
export class ExpressionReader {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  textOf(node: { readonly from: number; readonly to: number }): string {
    return this.#text.slice(node.from, node.to);
  }

  read(node: SyntaxNode): Expression {
    const span = { from: node.from, to: node.to };
    switch (node.name) {
      case "VariableName":
      case "self":
        return { ...span, kind: "name", name: this.textOf(node) };
      case "MemberExpression":
        return this.#member(node);
      case "CallExpression":
        return this.#call(node);
      case "String":
      case "FormatString":
      case "ContinuedString":
        return this.#string(node);
      case "Number":
        return { ...span, kind: "number", text: this.textOf(node) };
      case "Boolean":
        return { ...span, kind: "boolean", value: this.textOf(node) === "True" };
      case "None":
        return { ...span, kind: "none" };
      case "ParenthesizedExpression": {
        const [inner] = this.#parts(node);
        return inner === undefined ? { ...span, kind: "other", parts: [] } : this.read(inner);
      }
      case "TupleExpression":
      case "ArrayExpression":
      case "SetExpression":
        return { ...span, kind: "sequence", items: this.#items(node) };
      case "DictionaryExpression":
        return { ...span, kind: "dictionary", entries: this.#entries(node) };
      case "AwaitExpression":
        return this.#wrapped(node, "await");
      case "LambdaExpression":
        return this.#lambda(node);
      case "BinaryExpression":
        return this.#binary(node);
      case "UnaryExpression":
        return this.#wrapped(node, node.firstChild?.name === "not" ? "not" : "other");
      case "ConditionalExpression":
        return this.#conditional(node);
      case "NamedExpression":
        return this.#walrus(node);
      default:
        return /Comprehension/.test(node.name)
          ? this.#comprehension(node)
          : { ...span, kind: "other", parts: this.#items(node) };
    }
  }

  /** The expressions among a node's children, punctuation left out. */
  #parts(node: SyntaxNode): SyntaxNode[] {
    const parts: SyntaxNode[] = [];
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (!PUNCTUATION.test(child.name)) parts.push(child);
    }
    return parts;
  }

  #items(node: SyntaxNode): Expression[] {
    const items: Expression[] = [];
    let star = false;
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.name === "*" || child.name === "**") star = true;
      else if (!PUNCTUATION.test(child.name)) {
        const value = this.read(child);
        items.push(star ? { kind: "starred", from: value.from, to: value.to, value } : value);
        star = false;
      }
    }
    return items;
  }

  #member(node: SyntaxNode): Expression {
    const span = { from: node.from, to: node.to };
    const first = node.firstChild;
    if (first === null) return { ...span, kind: "other", parts: [] };
    const object = this.read(first);
    const property = node.getChild("PropertyName");
    if (property) return { ...span, kind: "member", object, name: this.textOf(property), nameFrom: property.from };
    const [, ...inner] = this.#parts(node);
    const isSlice = node.getChild(":") !== null;
    const index = isSlice
      ? null
      : inner.reduce<Expression | null>((whole, part) => joined(whole, this.read(part)), null);
    return { ...span, kind: "index", object, index };
  }

  #call(node: SyntaxNode): Expression {
    const span = { from: node.from, to: node.to };
    const callee = node.firstChild;
    const list = node.getChild("ArgList");
    if (callee === null) return { ...span, kind: "other", parts: [] };
    return { ...span, kind: "call", callee: this.read(callee), arguments: list ? this.arguments(list) : [] };
  }

  /** `(a, *b, c=d, **e)`, of a call, a class or a decorator. */
  arguments(list: SyntaxNode): CallArgument[] {
    const found: CallArgument[] = [];
    let name: string | null = null;
    let isSpread = false;
    // f(x for x in y): the comprehension's parts stand in the list itself.
    if (list.getChild("for")) {
      return [{ name: null, isSpread: false, value: this.#comprehension(list) }];
    }
    for (let child = list.firstChild; child; child = child.nextSibling) {
      if (child.name === "*" || child.name === "**") isSpread = true;
      else if (child.name === "VariableName" && child.nextSibling?.name === "AssignOp") name = this.textOf(child);
      else if (!PUNCTUATION.test(child.name)) {
        found.push({ name, isSpread, value: this.read(child) });
        name = null;
        isSpread = false;
      }
    }
    return found;
  }

  #string(node: SyntaxNode): Expression {
    const holes: Expression[] = [];
    const pieces = node.name === "ContinuedString" ? childrenOf(node) : [node];
    const text = pieces
      .map((piece) => readString(this.textOf(piece), piece.from, this.#replacements(piece, holes)))
      .join("");
    return { kind: "string", from: node.from, to: node.to, text, holes };
  }

  /** Where the holes of an f-string are; their expressions go to `holes`. */
  #replacements(node: SyntaxNode, holes: Expression[]): { from: number; to: number }[] {
    if (node.name !== "FormatString") return [];
    const spans = node.getChildren("FormatReplacement");
    for (const span of spans) {
      const [inner] = this.#parts(span);
      if (inner !== undefined) holes.push(this.read(inner));
    }
    return spans.map(({ from, to }) => ({ from, to }));
  }

  #entries(node: SyntaxNode): DictionaryEntry[] {
    const entries: DictionaryEntry[] = [];
    let key: Expression | null = null;
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (PUNCTUATION.test(child.name)) continue;
      const value = this.read(child);
      if (key === null && child.nextSibling?.name === ":") key = value;
      else {
        entries.push({ key, value });
        key = null;
      }
    }
    return entries;
  }

  #wrapped(node: SyntaxNode, kind: "await" | "not" | "other"): Expression {
    const span = { from: node.from, to: node.to };
    const [inner] = this.#parts(node);
    if (inner === undefined) return { ...span, kind: "other", parts: [] };
    const value = this.read(inner);
    if (kind === "await") return { ...span, kind, value };
    return kind === "not" ? { ...span, kind, value } : { ...span, kind, parts: [value] };
  }

  #lambda(node: SyntaxNode): Expression {
    const list = node.getChild("ParamList");
    const body = node.lastChild;
    const span = { from: node.from, to: node.to };
    if (body === null) return { ...span, kind: "other", parts: [] };
    return { ...span, kind: "lambda", parameters: list ? this.parameters(list) : [], body: this.read(body) };
  }

  /** Parameters of a function or lambda; bare `*` and `/` are left out. */
  parameters(list: SyntaxNode): Parameter[] {
    const found: { name: string; star: string; annotation: Expression | null; default: Expression | null }[] = [];
    let star = "";
    let isDefault = false;
    for (let child = list.firstChild; child; child = child.nextSibling) {
      const last = found.at(-1);
      if (child.name === "*" || child.name === "**") star = child.name;
      else if (child.name === ",") star = "";
      else if (child.name === "AssignOp") isDefault = true;
      else if (child.name === "TypeDef") {
        const type = child.lastChild;
        if (last && type) last.annotation = this.read(type);
      } else if (isDefault && last) {
        if (!PUNCTUATION.test(child.name)) last.default = this.read(child);
        isDefault = false;
      } else if (child.name === "VariableName" || child.name === "self") {
        found.push({ name: this.textOf(child), star, annotation: null, default: null });
      }
    }
    return found;
  }

  #binary(node: SyntaxNode): Expression {
    const span = { from: node.from, to: node.to };
    const operator = childrenOf(node)
      .filter((child) => OPERATORS.has(child.name))
      .map((child) => this.textOf(child))
      .join(" ");
    const [left, right] = this.#parts(node);
    if (left === undefined || right === undefined) return { ...span, kind: "other", parts: this.#items(node) };
    return { ...span, kind: "binary", operator, left: this.read(left), right: this.read(right) };
  }

  #conditional(node: SyntaxNode): Expression {
    const span = { from: node.from, to: node.to };
    const [whenTrue, condition, whenFalse] = this.#parts(node);
    if (whenTrue === undefined || condition === undefined || whenFalse === undefined)
      return { ...span, kind: "other", parts: this.#items(node) };
    const [yes, test, no] = [this.read(whenTrue), this.read(condition), this.read(whenFalse)];
    return { ...span, kind: "conditional", condition: test, whenTrue: yes, whenFalse: no };
  }

  #walrus(node: SyntaxNode): Expression {
    const span = { from: node.from, to: node.to };
    const [target, value] = this.#parts(node);
    if (target === undefined || value === undefined) return { ...span, kind: "other", parts: this.#items(node) };
    return { ...span, kind: "walrus", target: this.read(target), value: this.read(value) };
  }

  #comprehension(node: SyntaxNode): Expression {
    const elements: Expression[] = [];
    const clauses: { target: Expression | null; iterable: Expression | null; conditions: Expression[] }[] = [];
    let place: "element" | "target" | "iterable" | "condition" = "element";
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.name === "for") {
        clauses.push({ target: null, iterable: null, conditions: [] });
        place = "target";
      } else if (child.name === "in" && place === "target") place = "iterable";
      else if (child.name === "if") place = "condition";
      if (PUNCTUATION.test(child.name)) continue;
      const value = this.read(child);
      const clause = clauses.at(-1);
      if (clause === undefined || place === "element") elements.push(value);
      else if (place === "target") clause.target = joined(clause.target, value);
      else if (place === "iterable") clause.iterable = value;
      else clause.conditions.push(value);
    }
    const done: readonly Clause[] = clauses;
    return { kind: "comprehension", from: node.from, to: node.to, clauses: done, elements };
  }
}

/** `a, b` as one target. */
export function joined(first: Expression | null, next: Expression): Expression {
  if (first === null) return next;
  const items = first.kind === "sequence" ? first.items : [first];
  return { kind: "sequence", from: first.from, to: next.to, items: [...items, next] };
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}
