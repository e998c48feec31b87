import { ts } from "ts-morph";
import type { NotedOrigin } from "./file-code.js";
import { importOrigin } from "./import-origin.js";
import { advance, isKnown, noted, repositoryOf, typed, UNKNOWN } from "./noted-origin.js";
import type { Binding, Scope } from "./scope.js";
import type { OriginSource, ShapeBuilder } from "./shapes.js";

interface TypeSource extends OriginSource {
  scopeAt(node: ts.Node): Scope | null;
  ofBinding(binding: Binding, depth?: number): NotedOrigin;
}

/** Where a value comes from, by the type it is declared with. */
export class TypeOrigins {
  readonly #source: TypeSource;
  readonly #shapes: ShapeBuilder;
  readonly #aliases = new Set<ts.Node>();

  constructor(source: TypeSource, shapes: ShapeBuilder) {
    this.#source = source;
    this.#shapes = shapes;
  }

  ofType(type: ts.TypeNode | undefined, depth: number): NotedOrigin {
    if (!type) return UNKNOWN;
    if (ts.isParenthesizedTypeNode(type)) return this.#source.ofType(type.type, depth + 1);
    if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) {
      for (const part of type.types) {
        const found = this.#source.ofType(part, depth + 1);
        if (isKnown(found)) return found;
      }
      return UNKNOWN;
    }
    if (ts.isTypeQueryNode(type))
      return ts.isIdentifier(type.exprName) ? this.#source.of(type.exprName, depth + 1) : UNKNOWN;
    if (ts.isTypeLiteralNode(type)) return typed(noted({ kind: "shape", id: this.#shapes.idOf(type), steps: [] }));
    if (ts.isTypeReferenceNode(type)) return this.#ofTypeReference(type, depth);
    return UNKNOWN;
  }

  #ofTypeReference(type: ts.TypeReferenceNode, depth: number): NotedOrigin {
    const [argument] = type.typeArguments ?? [];
    const { typeName } = type;
    const isDeclared =
      !ts.isIdentifier(typeName) || (this.#source.scopeAt(type)?.lookup(typeName.text) ?? null) !== null;
    if (isDeclared) {
      const found = this.ofTypeName(typeName, type, depth);
      const isRepository = argument !== undefined && ts.isIdentifier(typeName) && REPOSITORY.test(typeName.text);
      return isRepository ? repositoryOf(found, this.#source.ofType(argument, depth + 1)) : found;
    }
    if (TRANSPARENT_TYPES.has(typeName.text)) return this.#source.ofType(argument, depth + 1);
    if (typeName.text === "ReturnType") return advance(this.#source.ofType(argument, depth + 1), "()");
    if (typeName.text === "InstanceType") return advance(this.#source.ofType(argument, depth + 1), "new");
    return UNKNOWN;
  }

  ofTypeName(typeName: ts.EntityName | ts.Expression, at: ts.Node, depth: number): NotedOrigin {
    const [name, ...members] = namesOf(typeName);
    const binding = name === undefined ? null : (this.#source.scopeAt(at)?.lookup(name) ?? null);
    if (!binding) return UNKNOWN;
    const { node, kind } = binding;
    const steps = members.map((member) => `.${member}`);
    if (kind === "import") return typed(advance(importOrigin(node), ...steps, "new"));
    if (kind === "class") return typed(advance(this.#source.ofBinding(binding, depth + 1), ...steps, "new"));
    if (ts.isTypeAliasDeclaration(node)) return this.#ofAlias(node, depth);
    if (ts.isInterfaceDeclaration(node)) return typed(this.#source.ofBinding(binding, depth + 1));
    return UNKNOWN;
  }

  #ofAlias(node: ts.TypeAliasDeclaration, depth: number): NotedOrigin {
    if (this.#aliases.has(node)) return UNKNOWN;
    this.#aliases.add(node);
    const found = this.#source.ofType(node.type, depth + 1);
    this.#aliases.delete(node);
    return found;
  }
}

/** `a.b.C` as its parts; empty for anything else. */
function namesOf(node: ts.EntityName | ts.Expression): string[] {
  if (ts.isIdentifier(node)) return [node.text];
  if (ts.isQualifiedName(node)) return [...namesOf(node.left), node.right.text];
  return ts.isPropertyAccessExpression(node) ? [...namesOf(node.expression), node.name.text] : [];
}

/** Types of TypeORM's repositories, and of classes that extend them: `Repository<User>`. */
export const REPOSITORY = /Repo(sitory)?$/;

/** Types that stand for what they wrap. */
const TRANSPARENT_TYPES = new Set([
  "Promise",
  "Awaited",
  "Readonly",
  "Partial",
  "Required",
  "NonNullable",
  "Pick",
  "Omit",
]);
