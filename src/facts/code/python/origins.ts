/** Where values come from, as far as one Python file tells: the same answers that the linker gets of TypeScript. */
import type { NotedOrigin, Origin, Shape } from "../file-code.js";
import { nestedStatements } from "./children.js";
import { dependedOn } from "./dependencies.js";
import { fieldDefault, isFieldCall, isSettings, pathOf, readValue, variableOrigin } from "./environment-values.js";
import type { Place } from "./model.js";
import { ScopeTree, type Binding, type FunctionScopeOwner, type Scope } from "./scopes.js";
import type { ClassStatement, Expression, FunctionStatement, Statement } from "./syntax.js";

const UNKNOWN: NotedOrigin = { origin: { kind: "unknown", steps: [] }, isTyped: false, isConditional: false };
const LOCAL: NotedOrigin = { origin: { kind: "local", steps: [] }, isTyped: false, isConditional: false };
/** Longest way through names, members and calls of one file. */
const MOST_STEPS = 12;
/** Wrappers of a type: what stands inside is meant. */
const TYPE_WRAPPERS = /^(?:Optional|Annotated|Union|ClassVar|Final|Required|NotRequired)$/;

export class PythonOrigins {
  readonly scopes: ScopeTree;
  readonly shapes = new Map<number, Shape>();
  readonly returns = new Map<number, NotedOrigin>();
  readonly #functionIds = new Map<FunctionScopeOwner, number>();
  readonly #classShapes = new Map<ClassStatement, number>();
  readonly #callIds = new Map<Expression, number>();
  /** Bindings that are being followed: `x = x or y` ends here. */
  readonly #open = new Set<Binding>();

  constructor(statements: readonly Statement[]) {
    this.scopes = new ScopeTree(statements);
  }

  /** Local id of a function or lambda; given out on first sight, from 1. */
  functionId(owner: FunctionScopeOwner): number {
    return idIn(this.#functionIds, owner);
  }

  callId(call: Expression): number {
    return idIn(this.#callIds, call);
  }

  of(expression: Expression, scope: Scope, depth = 0): NotedOrigin {
    if (depth > MOST_STEPS) return UNKNOWN;
    switch (expression.kind) {
      case "name":
        return this.#ofName(expression.name, scope, depth);
      case "member":
        return stepped(this.of(expression.object, scope, depth + 1), `.${expression.name}`);
      case "call":
        return this.#ofCall(expression, scope, depth);
      case "await":
      case "walrus":
      case "starred":
        return this.of(expression.value, scope, depth + 1);
      case "conditional":
        return { ...this.of(expression.whenTrue, scope, depth + 1), isConditional: true };
      case "binary":
        return /^(?:or|and)$/.test(expression.operator)
          ? { ...this.of(expression.left, scope, depth + 1), isConditional: true }
          : this.#ofText(expression, scope, depth);
      case "string":
        return this.#ofText(expression, scope, depth);
      case "index":
        // `SessionDep = Annotated[Session, Depends(get_db)]`: another name of the type.
        return this.#ofIndex(expression, scope, depth);
      case "lambda":
        return { ...UNKNOWN, origin: { kind: "function", id: this.functionId(expression), steps: [] } };
      default:
        return LOCAL;
    }
  }

  /** What a function gives back: the first value that says something. A generator's `yield` is what its user gets. */
  noteReturn(value: Expression | null, { functionId, scope }: Pick<Place, "functionId" | "scope">): void {
    if (value === null || value.kind === "none" || functionId === null) return;
    const known = this.returns.get(functionId)?.origin.kind;
    if (known === undefined || known === "unknown" || known === "local")
      this.returns.set(functionId, this.of(value, scope));
  }

  /** Shape of a class: its methods and attributes, and an instance with what methods assign to `self`. */
  classShape(statement: ClassStatement): number {
    const known = this.#classShapes.get(statement);
    if (known !== undefined) return known;
    const id = this.#classShapes.size * 2 + 1;
    this.#classShapes.set(statement, id);
    const scope = this.scopes.of(statement);
    if (scope === null) return id;
    const base = statement.arguments.find(({ name, isSpread }) => name === null && !isSpread);
    const parent = scope.parent ?? scope;
    const inherited = base === undefined ? null : this.of(base.value, parent);
    const members = this.#classMembers(scope);
    const methods = statement.body.filter((part): part is FunctionStatement => part.kind === "function");
    const constructor = methods.find(({ name }) => name === "__init__");
    const constructorId = constructor === undefined ? null : this.functionId(constructor);
    const own = new Map(members);
    for (const method of methods) this.#addFields(method, own);
    const instanceBase = inherited === null ? null : stepped(inherited, "new");
    const isOpen = statement.arguments.length > 1 || statement.decorators.length > 0;
    this.shapes.set(id + 1, { members: own, instance: null, constructorId: null, base: instanceBase, isOpen });
    this.shapes.set(id, { members, instance: id + 1, constructorId, base: inherited, isOpen });
    return id;
  }

  #classMembers(scope: Scope): Map<string, NotedOrigin> {
    const members = new Map<string, NotedOrigin>();
    for (const [name, binding] of scope.names) members.set(name, this.#ofBinding(binding, 1));
    return members;
  }

  /** `self.client = …` of a method. */
  #addFields(method: FunctionStatement, members: Map<string, NotedOrigin>): void {
    const [self] = method.parameters;
    const scope = this.scopes.of(method);
    if (self === undefined || scope === null) return;
    const visit = (statements: readonly Statement[]): void => {
      for (const statement of statements) {
        if (statement.kind === "assign") {
          for (const target of statement.targets) {
            const isField =
              target.kind === "member" && target.object.kind === "name" && target.object.name === self.name;
            if (!isField || members.has(target.name)) continue;
            const value = statement.value === null ? null : this.of(statement.value, scope, 1);
            const typed = statement.annotation === null ? null : this.#ofType(statement.annotation, scope, 1);
            members.set(target.name, typed ?? value ?? UNKNOWN);
          }
        }
        if (statement.kind === "function" || statement.kind === "class") continue;
        for (const body of nestedStatements(statement)) visit(body);
      }
    };
    visit(method.body);
  }

  #ofName(name: string, scope: Scope, depth: number): NotedOrigin {
    const binding = scope.lookup(name);
    if (binding === null) return { ...UNKNOWN, origin: { kind: "global", name, steps: [] } };
    return this.#ofBinding(binding, depth);
  }

  #ofBinding(binding: Binding, depth: number): NotedOrigin {
    if (this.#open.has(binding) || depth > MOST_STEPS) return UNKNOWN;
    this.#open.add(binding);
    const found = this.#followBinding(binding, depth + 1);
    this.#open.delete(binding);
    return found;
  }

  #followBinding(binding: Binding, depth: number): NotedOrigin {
    const { imported, definition, parameter } = binding;
    if (imported !== null) {
      const isTop = imported.name === null && imported.bindsTop;
      const specifier = isTop ? (imported.local ?? imported.module) : imported.module;
      return { ...UNKNOWN, origin: { kind: "import", specifier, name: imported.name ?? "*", steps: [] } };
    }
    if (definition?.kind === "function")
      return { ...UNKNOWN, origin: { kind: "function", id: this.functionId(definition), steps: [] } };
    if (definition?.kind === "class")
      return { ...UNKNOWN, origin: { kind: "shape", id: this.classShape(definition), steps: [] } };
    if (parameter !== null) return this.#ofParameter(binding, parameter, depth);
    if (binding.annotation !== null) {
      const typed = this.#ofType(binding.annotation, binding.scope, depth);
      if (typed !== null) return typed;
    }
    return this.#ofValues(binding, depth);
  }

  #ofValues(binding: Binding, depth: number): NotedOrigin {
    const { values, scope } = binding;
    const given = values
      .map((value) => (scope.kind === "class" && value !== null && isFieldCall(value) ? fieldDefault(value) : value))
      .filter((value) => value !== null && value.kind !== "none");
    const [first] = given;
    if (first === undefined || first === null) return this.#ofSetting(binding) ?? LOCAL;
    const found = this.of(first, scope, depth);
    return given.length > 1 ? { ...found, isConditional: true } : found;
  }

  /** A field of pydantic's settings that has no default is a variable of its name. */
  #ofSetting({ scope, annotation }: Binding): NotedOrigin | null {
    const { ownerClass, parent } = scope;
    if (scope.kind !== "class" || ownerClass === null || parent === null || annotation === null) return null;
    if (!isSettings(ownerClass, (base) => this.of(base, parent, 1))) return null;
    const name = [...scope.names].find(([, each]) => each.annotation === annotation)?.[0];
    return name === undefined ? null : { ...UNKNOWN, origin: variableOrigin(name.toUpperCase()) };
  }

  #ofParameter(binding: Binding, parameter: NonNullable<Binding["parameter"]>, depth: number): NotedOrigin {
    const { owner, index, syntax } = parameter;
    const { ownerClass } = binding.scope;
    if (index === 0 && ownerClass !== null && owner.kind === "function" && isInstanceMethod(owner)) {
      const id = this.classShape(ownerClass);
      return { ...UNKNOWN, origin: { kind: "shape", id, steps: ["new"] } };
    }
    const outer = binding.scope.parent ?? binding.scope;
    const typed = syntax.annotation === null ? null : this.#ofType(syntax.annotation, outer, depth);
    if (typed !== null) return typed;
    const dependency = syntax.default === null ? null : dependedOn(syntax.default);
    if (dependency !== null) return stepped(this.of(dependency, outer, depth + 1), "()");
    if (syntax.default?.kind === "string" && /^https?:\/\//.test(syntax.default.text))
      return { ...this.of(syntax.default, outer, depth + 1), isConditional: true };
    // A caller does not write `self`.
    const position = ownerClass !== null && owner.kind === "function" && !isStatic(owner) ? index - 1 : index;
    const origin: Origin = { kind: "parameter", functionId: this.functionId(owner), index: position, steps: [] };
    return { ...UNKNOWN, origin };
  }

  #ofIndex(expression: Expression & { kind: "index" }, scope: Scope, depth: number): NotedOrigin {
    const { object, index } = expression;
    const isVariable = index?.kind === "string" && pathOf(this.of(object, scope, depth + 1)) === "os.environ";
    if (isVariable) return { ...UNKNOWN, origin: variableOrigin(index.text) };
    return this.#innerType(expression, scope, depth);
  }

  #innerType(expression: Expression & { kind: "index" }, scope: Scope, depth: number): NotedOrigin {
    const inner = wrappedType(expression);
    return inner === null ? LOCAL : this.of(inner, scope, depth + 1);
  }

  /** An instance of the annotated type; null for built-in and unknown types. */
  #ofType(annotation: Expression, scope: Scope, depth: number): NotedOrigin | null {
    if (depth > MOST_STEPS) return null;
    if (annotation.kind === "index") {
      const inner = wrappedType(annotation);
      return inner === null ? null : this.#ofType(inner, scope, depth + 1);
    }
    if (annotation.kind === "binary") return this.#ofType(annotation.left, scope, depth + 1);
    if (annotation.kind !== "name" && annotation.kind !== "member") return null;
    const type = this.of(annotation, scope, depth + 1);
    if (type.origin.kind !== "import" && type.origin.kind !== "shape") return null;
    return { ...stepped(type, "new"), isTyped: true };
  }

  #ofCall(call: Expression & { kind: "call" }, scope: Scope, depth: number): NotedOrigin {
    const callee = this.of(call.callee, scope, depth + 1);
    const read = readValue(call, callee);
    if (read !== null) return "from" in read ? this.of(read, scope, depth + 1) : { ...UNKNOWN, origin: read };
    const { origin } = callee;
    const isClass = origin.kind === "shape" && origin.steps.length === 0;
    const isMade = isClass || (origin.kind === "import" && /(?:^|\.)[A-Z]\w*$/.test(lastName(origin)));
    const isOutside = origin.kind === "import";
    const made = stepped(callee, isMade ? "new" : "()");
    return isOutside && isMade && callee.madeBy === undefined ? { ...made, madeBy: this.callId(call) } : made;
  }

  #ofText(expression: Expression, scope: Scope, depth: number): NotedOrigin {
    if (expression.kind === "string") {
      const [hole] = expression.holes;
      const startsWithHole = hole !== undefined && expression.text.startsWith("${}");
      const base = startsWithHole ? this.of(hole, scope, depth + 1) : null;
      const text = startsWithHole ? expression.text.slice(3) : expression.text;
      return { ...UNKNOWN, origin: { kind: "text", text, base, steps: [] } };
    }
    if (expression.kind !== "binary" || expression.operator !== "+") return LOCAL;
    const right = expression.right.kind === "string" ? expression.right.text : "${}";
    if (expression.left.kind === "string")
      return { ...UNKNOWN, origin: { kind: "text", text: expression.left.text + right, base: null, steps: [] } };
    return {
      ...UNKNOWN,
      origin: { kind: "text", text: right, base: this.of(expression.left, scope, depth + 1), steps: [] },
    };
  }
}

/** What stands inside `Optional[…]` or `Annotated[…, …]`; null for other subscripts. */
function wrappedType({ object, index }: Expression & { kind: "index" }): Expression | null {
  const name = object.kind === "member" ? object.name : nameOf(object);
  if (!TYPE_WRAPPERS.test(name) || index === null) return null;
  return index.kind === "sequence" ? (index.items[0] ?? null) : index;
}

const nameOf = (expression: Expression): string => (expression.kind === "name" ? expression.name : "");

/** Last member of the way to a value, or the name it begins with. */
function lastName(origin: Origin & { kind: "import" }): string {
  const last = origin.steps.at(-1);
  return last === undefined ? origin.name : last.replace(/^\./, "");
}

const stepped = (noted: NotedOrigin, step: string): NotedOrigin => ({
  ...noted,
  origin: { ...noted.origin, steps: [...noted.origin.steps, step] },
});

const isDecorated = ({ decorators }: FunctionStatement, names: RegExp): boolean =>
  decorators.some((decorator) => decorator.kind === "name" && names.test(decorator.name));

const isStatic = (owner: FunctionStatement): boolean => isDecorated(owner, /^staticmethod$/);

const isInstanceMethod = (owner: FunctionStatement): boolean => !isDecorated(owner, /^(?:staticmethod|classmethod)$/);

function idIn<K>(ids: Map<K, number>, key: K): number {
  const id = ids.get(key) ?? ids.size + 1;
  ids.set(key, id);
  return id;
}
