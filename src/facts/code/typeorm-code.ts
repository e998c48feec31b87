/** Entities of TypeORM (`@Entity("users") class User { @Column() email: string }`), and what its data sources are told. */
import { ts } from "ts-morph";
import { literalOf, literalValue } from "./arguments.js";
import type { NotedOrigin } from "./file-code.js";
import { lineOf, type Collector, type FileModel } from "./model.js";
import { memberName, returnedExpressions, unwrap } from "./syntax.js";

/** A member of an entity that is a column, or leads to another entity. */
export interface EntityMember {
  readonly field: string;
  /** Name that is written for its column; null when there is none, undefined when it is computed. */
  readonly column: string | null | undefined;
  readonly isPrimary: boolean;
  readonly isUnique: boolean;
  readonly type: string | null;
  /** Entity on the other side; null for a plain column. */
  readonly relation: EntityRelation | null;
}

interface EntityRelation {
  readonly entity: NotedOrigin | null;
  /** This table holds the other side's key. */
  readonly isOwner: boolean;
}

/** A class with columns; an entity when it has a table of its own. */
export interface EntityCode {
  /** Local id of the class's shape. */
  readonly shapeId: number;
  readonly name: string;
  readonly line: number;
  /** Null for a class that others extend. */
  readonly kind: "table" | "view" | null;
  /** As for the column of a member. */
  readonly target: string | null | undefined;
  readonly schema: string | null;
  readonly base: NotedOrigin | null;
  readonly members: readonly EntityMember[];
}

/** Options of a data source, as far as they decide about tables and names. */
export interface TypeormSource {
  readonly dialect: string | null;
  /** May make the tables when the application starts. */
  readonly isSynchronized: boolean;
  readonly naming: "default" | "snake" | "unknown";
}

export interface TypeormCode {
  readonly entities: EntityCode[];
  readonly sources: TypeormSource[];
}

export const emptyTypeormCode = (): TypeormCode => ({ entities: [], sources: [] });

const PACKAGE = "typeorm";
const COLUMNS = /^(PrimaryGenerated|Primary|CreateDate|UpdateDate|DeleteDate|Version)?Column$/;
const RELATIONS = /^(ManyToOne|OneToOne|OneToMany|ManyToMany)$/;
const DIALECTS: ReadonlyMap<string, string> = new Map([
  ["postgres", "postgresql"],
  ["cockroachdb", "postgresql"],
  ["aurora-postgres", "postgresql"],
  ["mysql", "mysql"],
  ["mariadb", "mysql"],
  ["aurora-mysql", "mysql"],
  ["sqlite", "sqlite"],
  ["better-sqlite3", "sqlite"],
  ["mssql", "mssql"],
  ["mongodb", "mongodb"],
]);
/** Beside a type they tell a data source from any other object. */
const SOURCE_OPTION = /^(entities|autoLoadEntities|synchronize|migrations|namingStrategy|migrationsRun)$/;

/** A decorator of TypeORM with what it is given. */
interface Decorator {
  readonly name: string;
  readonly arguments: readonly ts.Expression[];
}

export class TypeormCollector implements Collector {
  readonly kinds = [ts.SyntaxKind.ClassDeclaration, ts.SyntaxKind.ObjectLiteralExpression];
  readonly #model: FileModel;
  readonly #isUser: boolean;

  constructor(model: FileModel) {
    this.#model = model;
    this.#isUser = model.source.text.includes(PACKAGE);
  }

  visit(node: ts.Node): void {
    if (ts.isClassDeclaration(node) && this.#isUser) this.#readClass(node);
    else if (ts.isObjectLiteralExpression(node)) this.#readSource(node);
  }

  #readSource(node: ts.ObjectLiteralExpression): void {
    const names = node.properties.map(({ name }) => (name ? memberName(name) : ""));
    if (!names.some((name) => SOURCE_OPTION.test(name))) return;
    const type = stringOf(optionOf(node, "type"));
    const dialect = type === null || type === undefined ? null : (DIALECTS.get(type) ?? null);
    const strategy = optionOf(node, "namingStrategy");
    if (dialect === null && (strategy === null || !this.#isUser) && !names.includes("synchronize")) return;
    const synchronize = optionOf(node, "synchronize");
    const isSynchronized = synchronize !== null && synchronize.kind !== ts.SyntaxKind.FalseKeyword;
    const naming = names.includes("entityPrefix") ? "unknown" : this.#namingOf(strategy);
    this.#model.typeorm.sources.push({ dialect, isSynchronized, naming });
  }

  #namingOf(strategy: ts.Expression | null): TypeormSource["naming"] {
    if (!strategy) return "default";
    const { origin } = this.#model.finder.of(strategy);
    const isSnake =
      origin.kind === "import" &&
      origin.specifier === "typeorm-naming-strategies" &&
      origin.name === "SnakeNamingStrategy";
    return isSnake ? "snake" : "unknown";
  }

  #readClass(node: ts.ClassDeclaration): void {
    const decorators = this.#decoratorsOf(node);
    const members = node.members.flatMap((member) => this.#memberOf(member, uniqueFields(decorators)) ?? []);
    const entity = decorators.find(({ name }) => name === "Entity" || name === "ViewEntity");
    if ((!entity && members.length === 0) || !node.name) return;
    const shape = this.#model.finder.of(node.name);
    if (shape.origin.kind !== "shape") return;
    const options = entity?.arguments.map(literalOf).find(ts.isObjectLiteralExpression) ?? null;
    const parent = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
    this.#model.typeorm.entities.push({
      shapeId: shape.origin.id,
      name: node.name.text,
      line: lineOf(this.#model, node.name),
      kind: entity ? (entity.name === "Entity" ? "table" : "view") : null,
      target: entity ? writtenName(entity.arguments) : undefined,
      schema: options ? (stringOf(optionOf(options, "schema")) ?? null) : null,
      base: parent ? this.#model.finder.of(parent.expression) : null,
      members,
    });
  }

  #memberOf(member: ts.ClassElement, unique: ReadonlySet<string>): EntityMember | null {
    if (!ts.isPropertyDeclaration(member)) return null;
    const field = memberName(member.name);
    const decorators = this.#decoratorsOf(member);
    const column = decorators.find(({ name }) => COLUMNS.test(name));
    const relation = decorators.find(({ name }) => RELATIONS.test(name));
    const isPrimary = decorators.some(({ name }) => name.startsWith("Primary"));
    const isUnique = unique.has(field) || decorators.some(isUniqueColumn);
    const type = member.type ? member.type.getText(this.#model.source) : null;
    if (relation) {
      const join = decorators.find(({ name }) => name === "JoinColumn");
      return {
        field,
        column: join ? writtenName(join.arguments) : null,
        isPrimary,
        isUnique,
        type,
        relation: {
          entity: this.#entityOf(relation.arguments[0]),
          isOwner: relation.name === "ManyToOne" || (relation.name === "OneToOne" && join !== undefined),
        },
      };
    }
    if (!column) return null;
    // `@Column(() => Address)`: columns of another class, with a prefix.
    const [first] = column.arguments;
    const isEmbedded = first !== undefined && ts.isArrowFunction(first);
    return {
      field,
      column: isEmbedded ? undefined : optionName(column.arguments),
      isPrimary,
      isUnique,
      type,
      relation: null,
    };
  }

  /** `() => User` */
  #entityOf(argument: ts.Expression | undefined): NotedOrigin | null {
    const node = argument ? literalOf(argument) : null;
    if (!node || !ts.isArrowFunction(node)) return null;
    const [body] = ts.isBlock(node.body) ? returnedExpressions(node.body) : [node.body];
    return body ? this.#model.finder.of(unwrap(body)) : null;
  }

  #decoratorsOf(node: ts.HasDecorators): Decorator[] {
    return (ts.getDecorators(node) ?? []).flatMap(({ expression }) => {
      if (!ts.isCallExpression(expression)) return [];
      const { origin } = this.#model.finder.of(expression.expression);
      const isOwn = origin.kind === "import" && origin.specifier === PACKAGE;
      const name = isOwn ? (origin.name === "*" ? (origin.steps[0]?.slice(1) ?? "") : origin.name) : "";
      return name === "" ? [] : [{ name, arguments: expression.arguments }];
    });
  }
}

/** `@Unique(["email"])`, `@Index(["email"], { unique: true })` of a class: fields that are unique alone. */
function uniqueFields(decorators: readonly Decorator[]): Set<string> {
  const found = new Set<string>();
  for (const decorator of decorators) {
    if (decorator.name !== "Unique" && !(decorator.name === "Index" && isUniqueIndex(decorator))) continue;
    const list = decorator.arguments.map(literalOf).find(ts.isArrayLiteralExpression);
    const [only] = list?.elements ?? [];
    if (list?.elements.length === 1 && only && ts.isStringLiteralLike(only)) found.add(only.text);
  }
  return found;
}

const isUniqueIndex = ({ arguments: given }: Decorator): boolean =>
  given.some((argument) => {
    const node = literalOf(argument);
    const option = ts.isObjectLiteralExpression(node) ? optionOf(node, "unique") : null;
    return option?.kind === ts.SyntaxKind.TrueKeyword;
  });

const isUniqueColumn = (decorator: Decorator): boolean =>
  (decorator.name.endsWith("Column") || decorator.name === "Index") && isUniqueIndex(decorator);

/** `@Entity("users")`, `@JoinColumn({ name: "user_id" })` */
function writtenName(given: readonly ts.Expression[]): string | null | undefined {
  const [first] = given;
  if (!first) return null;
  const node = literalOf(first);
  if (ts.isObjectLiteralExpression(node)) return optionName(given);
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** The name among the options of a column, whose first argument may be its type. */
function optionName(given: readonly ts.Expression[]): string | null | undefined {
  const [last] = given.slice(-1);
  if (!last) return null;
  const node = literalOf(last);
  if (!ts.isObjectLiteralExpression(node)) return ts.isStringLiteralLike(node) ? null : undefined;
  if (node.properties.some(ts.isSpreadAssignment)) return undefined;
  const name = optionOf(node, "name");
  return name ? stringOf(name) : null;
}

function optionOf(node: ts.ObjectLiteralExpression, name: string): ts.Expression | null {
  for (const property of node.properties) {
    if (ts.isPropertyAssignment(property) && memberName(property.name) === name) return literalOf(property.initializer);
    if (ts.isShorthandPropertyAssignment(property) && property.name.text === name) return property.name;
  }
  return null;
}

/** A literal text; null without an expression, undefined when it is computed. */
function stringOf(node: ts.Expression | null): string | null | undefined {
  if (!node) return null;
  const value = literalValue(node);
  return typeof value === "string" ? value : undefined;
}
