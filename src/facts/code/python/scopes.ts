/** Names and what they are bound to. Python binds by function: a name that is assigned anywhere in one is local to all of it. */
import { expressionsIn, nestedStatements } from "./children.js";
import type { ClassStatement, Expression, FunctionStatement, ImportedModule, Parameter, Statement } from "./syntax.js";

export interface Binding {
  readonly kind: "import" | "function" | "class" | "parameter" | "variable";
  readonly scope: Scope;
  readonly imported: ImportedModule | null;
  readonly definition: FunctionStatement | ClassStatement | null;
  readonly parameter: { readonly owner: FunctionScopeOwner; readonly index: number; readonly syntax: Parameter } | null;
  /** What it is assigned, in order; null for what cannot be followed (a loop's target, an unpacked tuple). */
  readonly values: (Expression | null)[];
  annotation: Expression | null;
}

export type FunctionScopeOwner = FunctionStatement | (Expression & { kind: "lambda" });

export class Scope {
  readonly names = new Map<string, Binding>();
  readonly kind: "module" | "function" | "class";
  readonly parent: Scope | null;
  /** The class around a method. */
  readonly ownerClass: ClassStatement | null;

  constructor(kind: Scope["kind"], parent: Scope | null, ownerClass: ClassStatement | null) {
    this.kind = kind;
    this.parent = parent;
    this.ownerClass = ownerClass;
  }

  /** A class's names are not seen by the functions inside it. */
  lookup(name: string): Binding | null {
    const own = this.names.get(name);
    if (own) return own;
    for (let scope = this.parent; scope; scope = scope.parent) {
      const found = scope.kind === "class" ? undefined : scope.names.get(name);
      if (found) return found;
    }
    return null;
  }
}

type Owner = ClassStatement | FunctionScopeOwner;

/** The scopes of a file: the module's, and one for every function, lambda and class. */
export class ScopeTree {
  readonly root = new Scope("module", null, null);
  readonly #scopes = new Map<Owner, Scope>();

  constructor(statements: readonly Statement[]) {
    this.#declareAll(statements, this.root);
  }

  of(owner: Owner): Scope | null {
    return this.#scopes.get(owner) ?? null;
  }

  #declareAll(statements: readonly Statement[], scope: Scope): void {
    for (const statement of statements) this.#declare(statement, scope);
  }

  #declare(statement: Statement, scope: Scope): void {
    switch (statement.kind) {
      case "import":
        for (const imported of statement.modules) {
          if (imported.local !== null) put(scope, imported.local, "import", { imported });
        }
        break;
      case "function":
        put(scope, statement.name, "function", { definition: statement });
        this.#openFunction(statement, scope);
        break;
      case "class": {
        put(scope, statement.name, "class", { definition: statement });
        const inner = new Scope("class", scope, statement);
        this.#scopes.set(statement, inner);
        this.#declareAll(statement.body, inner);
        break;
      }
      case "assign":
        for (const target of statement.targets) bind(scope, target, statement.value, statement.annotation);
        break;
      case "for":
        bind(scope, statement.target, null, null);
        break;
      case "with":
        for (const { value, target } of statement.items) if (target) bind(scope, target, value, null);
        break;
      case "try":
        for (const { name } of statement.handlers)
          if (name !== null) put(scope, name, "variable", {}).values.push(null);
        break;
      default:
    }
    for (const expression of expressionsIn(statement)) this.#scan(expression, scope);
    if (statement.kind === "function" || statement.kind === "class") return;
    for (const body of nestedStatements(statement)) this.#declareAll(body, scope);
  }

  #openFunction(owner: FunctionScopeOwner, scope: Scope): void {
    const inner = new Scope("function", scope, scope.kind === "class" ? scope.ownerClass : null);
    this.#scopes.set(owner, inner);
    for (const [index, syntax] of owner.parameters.entries()) {
      put(inner, syntax.name, "parameter", { parameter: { owner, index, syntax } });
    }
    if (owner.kind === "function") this.#declareAll(owner.body, inner);
    else this.#scan(owner.body, inner);
  }

  /** Lambdas open scopes, `:=` and comprehensions bind names. */
  #scan(expression: Expression, scope: Scope): void {
    if (expression.kind === "lambda") {
      for (const { default: value } of expression.parameters) if (value) this.#scan(value, scope);
      this.#openFunction(expression, scope);
      return;
    }
    if (expression.kind === "walrus") bind(scope, expression.target, expression.value, null);
    if (expression.kind === "comprehension") {
      for (const { target } of expression.clauses) if (target) bind(scope, target, null, null);
    }
    for (const inner of expressionsIn(expression)) this.#scan(inner, scope);
  }
}

type Details = Partial<Pick<Binding, "imported" | "definition" | "parameter">>;

/** A name keeps the kind of its first binding that says something; later values are added. */
function put(scope: Scope, name: string, kind: Binding["kind"], details: Details): Binding {
  const known = scope.names.get(name);
  if (known && (kind === "variable" || known.kind !== "variable")) return known;
  const binding: Binding = {
    kind,
    scope,
    imported: details.imported ?? null,
    definition: details.definition ?? null,
    parameter: details.parameter ?? null,
    values: known?.values ?? [],
    annotation: known?.annotation ?? null,
  };
  scope.names.set(name, binding);
  return binding;
}

function bind(scope: Scope, target: Expression, value: Expression | null, annotation: Expression | null): void {
  if (target.kind === "name") {
    const binding = put(scope, target.name, "variable", {});
    if (value !== null || annotation === null) binding.values.push(value);
    binding.annotation ??= annotation;
  } else if (target.kind === "sequence") {
    const values = value?.kind === "sequence" && value.items.length === target.items.length ? value.items : [];
    for (const [index, item] of target.items.entries()) bind(scope, item, values[index] ?? null, null);
  } else if (target.kind === "starred") bind(scope, target.value, null, null);
}
