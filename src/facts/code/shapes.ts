import { ts } from "ts-morph";
import type { NotedOrigin, Shape } from "./file-code.js";
import { isKnown, noted, repositoryOf, typed, UNKNOWN, advance } from "./noted-origin.js";
import type { FunctionNode } from "./scope.js";
import { isStatic, memberName } from "./syntax.js";
import { REPOSITORY } from "./type-origins.js";

export type ShapeNode =
  | ts.ClassLikeDeclaration
  | ts.ObjectLiteralExpression
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.TypeLiteralNode
  | ts.EnumDeclaration;

/** What a shape asks about the values and types of its members. */
export interface OriginSource {
  of(expression: ts.Expression, depth?: number): NotedOrigin;
  ofType(type: ts.TypeNode | undefined, depth?: number): NotedOrigin;
  ofTypeName(name: ts.EntityName | ts.Expression, at: ts.Node, depth?: number): NotedOrigin;
  ofParameter(parameter: ts.ParameterDeclaration, depth?: number): NotedOrigin;
  functionId(node: FunctionNode): number;
}

type Members = Map<string, NotedOrigin>;

/** A shape that is no class. */
const plainShape = (members: Members, base: NotedOrigin | null): Shape => ({
  members,
  instance: null,
  constructorId: null,
  base,
});

/** Members of the classes, objects, interfaces and type aliases of one file; each is looked at once, on first sight. */
export class ShapeBuilder {
  readonly shapes = new Map<number, Shape>();
  readonly #ids = new Map<ts.Node, number>();
  readonly #unions = new Map<string, number>();
  readonly #source: OriginSource;

  constructor(source: OriginSource) {
    this.#source = source;
  }

  /** Local id of a shape. */
  idOf(node: ShapeNode): number {
    const known = this.#ids.get(node);
    if (known !== undefined) return known;
    const id = this.#nextId();
    this.#ids.set(node, id);
    if (ts.isClassLike(node)) {
      this.#addClass(id, node);
    } else {
      // Registered before its members are looked at: a type may refer to itself.
      this.shapes.set(id, plainShape(new Map(), null));
      this.shapes.set(id, plainShape(this.#membersOf(node), this.#baseOf(node)));
    }
    return id;
  }

  /** One shape with the members of several: what a function returns that ends in different objects. */
  union(ids: readonly number[]): number {
    const key = ids.join(",");
    const known = this.#unions.get(key);
    if (known !== undefined) return known;
    const id = this.#nextId();
    this.#unions.set(key, id);
    const members: Members = new Map();
    for (const part of ids) {
      for (const [name, value] of this.shapes.get(part)?.members ?? []) {
        const before = members.get(name);
        if (!before || !isKnown(before)) members.set(name, value);
      }
    }
    this.shapes.set(id, plainShape(members, null));
    return id;
  }

  /** Positive ids are given to nodes and unions; a class's instance has the negative of its id. */
  #nextId(): number {
    return this.#ids.size + this.#unions.size + 1;
  }

  #addClass(id: number, node: ts.ClassLikeDeclaration): void {
    const members: Members = new Map();
    const instanceMembers: Members = new Map();
    const instance = -id;
    const own = node.members.find((member) => ts.isConstructorDeclaration(member) && member.body !== undefined);
    const constructorId = own && ts.isConstructorDeclaration(own) ? this.#source.functionId(own) : null;
    this.shapes.set(id, { members, instance, constructorId, base: null });
    this.shapes.set(instance, plainShape(instanceMembers, null));
    const clause = node.heritageClauses?.find((heritage) => heritage.token === ts.SyntaxKind.ExtendsKeyword);
    const [heritage] = clause?.types ?? [];
    if (heritage) {
      const base = this.#baseOfClass(heritage);
      this.shapes.set(id, { members, instance, constructorId, base });
      this.shapes.set(instance, plainShape(instanceMembers, advance(base, "new")));
    }
    for (const member of node.members) this.#addMember(member, members, instanceMembers);
    for (const member of node.members) this.#addAssignments(member, isStatic(member) ? members : instanceMembers);
  }

  /** `extends Repository<User>` */
  #baseOfClass({ expression, typeArguments }: ts.ExpressionWithTypeArguments): NotedOrigin {
    const base = this.#source.of(expression, 1);
    const [argument] = typeArguments ?? [];
    const isRepository = argument !== undefined && ts.isIdentifier(expression) && REPOSITORY.test(expression.text);
    return isRepository ? repositoryOf(base, this.#source.ofType(argument, 1)) : base;
  }

  #addMember(member: ts.ClassElement, statics: Members, instance: Members): void {
    const target = isStatic(member) ? statics : instance;
    if (ts.isPropertyDeclaration(member)) {
      const found = member.initializer ? this.#source.of(member.initializer, 1) : UNKNOWN;
      target.set(memberName(member.name), isKnown(found) ? found : typed(this.#source.ofType(member.type, 1)));
    } else if (ts.isMethodDeclaration(member) && member.body) {
      target.set(memberName(member.name), this.#function(member));
    } else if (ts.isGetAccessorDeclaration(member) && member.body) {
      target.set(memberName(member.name), advance(this.#function(member), "()"));
    } else if (ts.isConstructorDeclaration(member)) {
      for (const parameter of member.parameters) {
        if ((parameter.modifiers?.length ?? 0) > 0 && ts.isIdentifier(parameter.name)) {
          target.set(parameter.name.text, this.#source.ofParameter(parameter, 1));
        }
      }
    }
  }

  /** `this.x = …` anywhere in a method. What a parameter brings says less than the member's own type. */
  #addAssignments(member: ts.ClassElement, members: Members): void {
    const visit = (node: ts.Node): void => {
      if (ts.isClassLike(node) || ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) return;
      const target = ts.isBinaryExpression(node) ? assignedMember(node) : null;
      if (target !== null && ts.isBinaryExpression(node)) {
        const before = members.get(target);
        const found = this.#source.of(node.right, 1);
        const isBetter = isKnown(found) && (found.origin.kind !== "parameter" || !before || !isKnown(before));
        if (isBetter || !before) members.set(target, found);
      }
      ts.forEachChild(node, visit);
    };
    if (!ts.isPropertyDeclaration(member)) ts.forEachChild(member, visit);
  }

  #membersOf(node: Exclude<ShapeNode, ts.ClassLikeDeclaration>): Members {
    const members: Members = new Map();
    if (ts.isObjectLiteralExpression(node)) {
      for (const property of node.properties) this.#addProperty(property, members);
    } else if (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node)) {
      for (const member of node.members) {
        if (ts.isPropertySignature(member)) {
          members.set(memberName(member.name), typed(this.#source.ofType(member.type, 1)));
        }
      }
    }
    return members;
  }

  #addProperty(property: ts.ObjectLiteralElementLike, members: Members): void {
    const name = property.name ? memberName(property.name) : null;
    if (name === null) return;
    if (ts.isPropertyAssignment(property)) members.set(name, this.#source.of(property.initializer, 1));
    else if (ts.isShorthandPropertyAssignment(property)) members.set(name, this.#source.of(property.name, 1));
    else if (ts.isMethodDeclaration(property)) members.set(name, this.#function(property));
    else if (ts.isGetAccessorDeclaration(property)) members.set(name, advance(this.#function(property), "()"));
  }

  #function(node: FunctionNode): NotedOrigin {
    return noted({ kind: "function", id: this.#source.functionId(node), steps: [] });
  }

  /** Object that is spread, interface that is extended, type that an alias stands for. */
  #baseOf(node: ShapeNode): NotedOrigin | null {
    if (ts.isTypeAliasDeclaration(node)) return typed(this.#source.ofType(node.type, 1));
    if (ts.isInterfaceDeclaration(node)) {
      const parent = node.heritageClauses?.[0]?.types[0]?.expression;
      return parent ? typed(this.#source.ofTypeName(parent, node, 1)) : null;
    }
    if (!ts.isObjectLiteralExpression(node)) return null;
    const spread = node.properties.find((property) => ts.isSpreadAssignment(property));
    return spread && ts.isSpreadAssignment(spread) ? this.#source.of(spread.expression, 1) : null;
  }
}

/** Name of the member that `this.x = …` sets; null for any other expression. */
function assignedMember(node: ts.BinaryExpression): string | null {
  const { left, operatorToken } = node;
  if (!ts.isPropertyAccessExpression(left) || left.expression.kind !== ts.SyntaxKind.ThisKeyword) return null;
  const isAssignment =
    operatorToken.kind === ts.SyntaxKind.EqualsToken ||
    operatorToken.kind === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    operatorToken.kind === ts.SyntaxKind.BarBarEqualsToken;
  return isAssignment ? left.name.text : null;
}

/** A declaration that makes a name stand for a shape. */
export const isNamedShape = (
  node: ts.Node,
): node is ts.ClassLikeDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.EnumDeclaration =>
  ts.isClassLike(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isEnumDeclaration(node);
