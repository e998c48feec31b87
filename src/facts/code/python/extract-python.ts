/** Turns the text of one Python file into the same rows that TypeScript gives. Pure: the same text and path give the same rows. */
import type { FactSet } from "../../fact-set.js";
import type { FunctionRow } from "../../rows.js";
import type { CodeFile, ExtractedCode } from "../extract-code.js";
import type { CallRecord, Dependency, HandedValue, NotedOrigin, FunctionReference } from "../file-code.js";
import { describeCall } from "./calls.js";
import { expressionsIn } from "./children.js";
import { noteDatabaseExpression } from "./databases.js";
import { addDependencyTypes, dependenciesOf } from "./dependencies.js";
import { PythonEnvironment } from "./environment.js";
import { handedInAssignment, handedInCall, handedInDictionary } from "./handed-secrets.js";
import { globalNames, isLocalName, isRemembered, markClosed } from "./held.js";
import { describeFunction } from "./functions.js";
import { addExports, addImports } from "./modules.js";
import { lineIndex } from "./line-index.js";
import { addEntryLiterals, addKeyLiteral, addLiteral } from "./literals.js";
import type { Place, PythonFile, Use } from "./model.js";
import { noteCall, noteStatement, withoutJavaScript } from "./notes.js";
import { PythonOrigins } from "./origins.js";
import { parsePython } from "./parse-python.js";
import { forLoop, whileLoop } from "./loops.js";
import type { FunctionScopeOwner } from "./scopes.js";
import type { Expression, Statement } from "./syntax.js";
import { guardedBy } from "./except-effect.js";
import { enclosingOf, guardingCall, RETRYING, TIME_LIMIT } from "./surroundings.js";
import { functionReferences, memberName, namesOf, startOf } from "./walk-places.js";
import { calleeText, conditionText } from "./written.js";

export function extractPython(file: CodeFile, text: string): ExtractedCode {
  const { statements, error } = parsePython(text);
  const walk = new PythonWalk(file, text, statements);
  return { code: walk.run(statements), parseError: error, isModule: true, isClient: false };
}

/** `if __name__ == "__main__":` */
const STARTED = /^(?!!).*__name__\s*==\s*["']__main__["']|^["']__main__["']\s*==\s*__name__/;
const PARALLEL = /(?:^|\.)(?:gather|wait|as_completed)$/;
const IGNORED: Use = { result: "ignored", names: [], isAwaited: false, held: "local" };
const OTHER: Use = { ...IGNORED, result: "other" };

class PythonWalk {
  readonly #file: PythonFile;
  readonly #environment: PythonEnvironment;
  readonly #calls: CallRecord[] = [];
  /** Names that functions declare as the module's own. */
  readonly #globals: ReadonlySet<string>;
  readonly #functions: FunctionRow[] = [];
  readonly #references: FunctionReference[] = [];
  readonly #dependencies: Dependency[] = [];
  readonly #handed: HandedValue[] = [];
  /** Decorated functions: each decorator is a call that is given the function. */
  readonly #decorated = new Map<Expression, NonNullable<CallRecord["decorated"]>>();

  constructor({ path, role }: CodeFile, text: string, statements: readonly Statement[]) {
    const facts: FactSet = {};
    const origins = new PythonOrigins(statements);
    this.#file = { path, role, text, facts, origins, lineAt: lineIndex(text) };
    this.#environment = new PythonEnvironment(this.#file);
    this.#globals = globalNames(text);
  }

  run(statements: readonly Statement[]): ExtractedCode["code"] {
    const { origins, facts, path } = this.#file;
    const root = origins.scopes.root;
    this.#statements(statements, startOf(root, null));
    this.#environment.finish();
    const exports = new Map<string, NotedOrigin>();
    for (const name of root.names.keys()) exports.set(name, origins.of({ kind: "name", name, from: 0, to: 0 }, root));
    markClosed(this.#calls);
    addDependencyTypes(this.#file, root, exports);
    addExports(this.#file, root, exports);
    return {
      path,
      facts,
      calls: this.#calls.toSorted((a, b) => a.row.id - b.row.id),
      functions: this.#functions.toSorted((a, b) => a.id - b.id),
      shapes: origins.shapes,
      returns: origins.returns,
      exports,
      stars: (facts.import ?? []).flatMap(({ specifier, local }) => (local === null ? [specifier] : [])),
      references: this.#references,
      dependencies: this.#dependencies,
      handedValues: this.#handed,
      ...withoutJavaScript(),
    };
  }

  #statements(statements: readonly Statement[], place: Place): void {
    for (const statement of statements) this.#statement(statement, place);
  }

  #statement(statement: Statement, place: Place): void {
    this.#environment.statement(statement, place);
    noteStatement(this.#file, statement, place);
    this.#handed.push(...handedInAssignment(this.#file, statement, place));
    switch (statement.kind) {
      case "if":
      case "for":
      case "while":
      case "try":
      case "with":
        this.#compound(statement, place);
        return;
      case "import":
        addImports(this.#file, statement.modules, place);
        return;
      case "expression":
        this.#expression(statement.value, place, IGNORED);
        return;
      case "assign":
        this.#assignment(statement, place);
        return;
      case "return":
        if (statement.value)
          this.#expression(statement.value, place, { ...OTHER, result: "returned", held: "returned" });
        this.#file.origins.noteReturn(statement.value, place);
        return;
      case "function":
        this.#decorators(statement, place);
        for (const { annotation, default: value } of statement.parameters) {
          if (annotation) this.#expression(annotation, place, OTHER);
          if (value) this.#expression(value, place, OTHER);
        }
        this.#dependencies.push(...dependenciesOf(this.#file, statement, place.scope));
        this.#enter(statement, place, (inner) =>
          this.#statements(statement.body, { ...inner, isRemembered: isRemembered(statement) }),
        );
        return;
      case "class": {
        this.#decorators(statement, place);
        for (const { value } of statement.arguments) this.#expression(value, place, OTHER);
        this.#file.origins.classShape(statement);
        const scope = this.#file.origins.scopes.of(statement);
        if (scope) this.#statements(statement.body, { ...place, scope });
        return;
      }
      default:
        for (const value of expressionsIn(statement)) this.#expression(value, place, OTHER);
        if (statement.kind === "other") this.#statements(statement.body, place);
    }
  }

  /** Statements that hold blocks of the same function. */
  #compound(statement: Statement & { kind: "if" | "for" | "while" | "try" | "with" }, place: Place): void {
    switch (statement.kind) {
      case "for": {
        this.#expression(statement.iterable, place, OTHER);
        const around = guardingCall(this.#file, statement.iterable, RETRYING);
        const inner: Place = { ...place, loop: forLoop(statement, this.#file.text) };
        this.#statements(statement.body, { ...inner, enclosing: [...around, ...place.enclosing] });
        this.#statements(statement.otherwise, place);
        return;
      }
      case "while": {
        const inner: Place = { ...place, loop: whileLoop(statement, this.#file.text) };
        this.#expression(statement.condition, inner, { ...OTHER, result: "condition" });
        this.#statements(statement.body, inner);
        this.#statements(statement.otherwise, place);
        return;
      }
      case "try": {
        this.#statements(statement.body, guardedBy(statement.handlers, place, this.#file.text));
        for (const handler of statement.handlers) this.#statements(handler.body, { ...place, inCatch: true });
        this.#statements(statement.otherwise, place);
        this.#statements(statement.ending, { ...place, inFinally: true });
        return;
      }
      case "with": {
        for (const { value, target } of statement.items) {
          const names = target === null ? [] : namesOf(target);
          this.#expression(value, place, {
            result: names.length > 0 ? "variable" : "other",
            names,
            isAwaited: false,
            held: "closed",
          });
        }
        const limits = statement.items.flatMap(({ value }) => guardingCall(this.#file, value, TIME_LIMIT));
        this.#statements(
          statement.body,
          limits.length > 0 ? { ...place, enclosing: [...limits, ...place.enclosing] } : place,
        );
        return;
      }
      default:
        this.#branches(statement, place);
    }
  }

  #decorators(statement: Statement & { kind: "function" | "class" }, place: Place): void {
    const decorated =
      statement.kind === "class"
        ? { functionId: null, className: statement.name }
        : {
            functionId: this.#file.origins.functionId(statement),
            className: place.scope.kind === "class" ? (place.scope.ownerClass?.name ?? null) : null,
          };
    for (const decorator of statement.decorators) {
      this.#decorated.set(decorator, decorated);
      this.#expression(decorator, place, OTHER);
    }
  }

  #branches({ branches }: Statement & { kind: "if" }, place: Place): void {
    let before: string | null = null;
    for (const { condition, body } of branches) {
      if (condition) this.#expression(condition, place, { ...OTHER, result: "condition" });
      const text: string = condition ? conditionText(this.#file.text, condition) : `!(${before ?? ""})`;
      const inMain = place.inMain || (place.functionId === null && STARTED.test(text));
      this.#statements(body, { ...place, condition: text, inMain });
      before = text;
    }
  }

  #assignment(statement: Statement & { kind: "assign" }, place: Place): void {
    if (statement.value === null) return;
    const [target] = statement.targets;
    const names = statement.targets.flatMap(namesOf);
    const isField = target?.kind === "member" && calleeText(target.object) === "self";
    const isModule = place.scope.kind === "module" && place.functionId === null;
    const held = isField ? "instance" : isModule ? "module" : isLocalName(this.#globals, target) ? "local" : "outer";
    const result = target?.kind === "sequence" ? "destructured" : target?.kind === "name" ? "variable" : "property";
    this.#expression(statement.value, place, { result, names, isAwaited: false, held });
    addLiteral(this.#file, statement.value, place, {
      context: "variable",
      key: names[0] ?? memberName(target),
      call: null,
    });
    if (target?.kind === "index") addKeyLiteral(this.#file, target.index, place);
  }

  #expression(expression: Expression, place: Place, use: Use): void {
    this.#environment.expression(expression, place, use);
    noteDatabaseExpression(this.#file, expression, place);
    switch (expression.kind) {
      case "call":
        this.#call(expression, place, use);
        return;
      case "await":
        this.#expression(expression.value, place, { ...use, isAwaited: true });
        return;
      case "member":
      case "index":
        this.#expression(expression.object, place, { ...use, result: "chained", names: [], held: "local" });
        if (expression.kind === "index" && expression.index) this.#expression(expression.index, place, OTHER);
        return;
      case "lambda":
        this.#enter(expression, place, (start) => {
          const inner: Place = { ...start, enclosing: enclosingOf(place) };
          this.#expression(expression.body, inner, { ...OTHER, result: "returned", held: "returned" });
        });
        return;
      case "comprehension":
        this.#comprehension(expression, place);
        return;
      case "binary":
      case "conditional":
        for (const part of expressionsIn(expression)) this.#expression(part, place, { ...use, names: [] });
        return;
      case "walrus":
        this.#expression(expression.value, place, { ...use, result: "variable", names: namesOf(expression.target) });
        return;
      case "dictionary":
        this.#handed.push(...handedInDictionary(this.#file, expression, place));
        for (const { key, value } of expression.entries) {
          addEntryLiterals(this.#file, key, value, place);
          this.#expression(value, place, OTHER);
        }
        return;
      case "sequence":
        // What stands in a list is known by the list's name: urlpatterns.
        for (const item of expression.items)
          this.#expression(item, place, { ...OTHER, names: use.result === "variable" ? use.names : [] });
        return;
      case "name":
        this.#references.push(...functionReferences(this.#file, expression, place));
        return;
      default:
        for (const part of expressionsIn(expression)) this.#expression(part, place, OTHER);
    }
  }

  #call(call: Expression & { kind: "call" }, place: Place, use: Use): void {
    const record = describeCall(this.#file, call, place, use);
    noteCall(this.#file, call, place);
    this.#handed.push(...handedInCall(this.#file, call, place));
    const decorated = this.#decorated.get(call);
    this.#calls.push(decorated === undefined ? record : { ...record, decorated });
    this.#expression(call.callee, place, { ...OTHER, result: "chained" });
    const isParallel = place.inParallel || PARALLEL.test(record.row.callee);
    const inner: Place = { ...place, inParallel: isParallel, argumentOf: record.row.id };
    for (const { name, value } of call.arguments) {
      addLiteral(this.#file, value, inner, {
        context: name === null ? "argument" : "property",
        key: name,
        call: { text: record.row.callee, id: record.row.id },
      });
      this.#expression(value, inner, { ...OTHER, result: "argument", held: "passed" });
    }
  }

  #comprehension(expression: Expression & { kind: "comprehension" }, place: Place): void {
    const inner: Place = { ...place, loop: "items" };
    for (const [index, { iterable, conditions }] of expression.clauses.entries()) {
      if (iterable) this.#expression(iterable, index === 0 ? place : inner, OTHER);
      for (const condition of conditions) this.#expression(condition, inner, OTHER);
    }
    for (const element of expression.elements) this.#expression(element, inner, OTHER);
  }

  #enter(owner: FunctionScopeOwner, place: Place, visit: (inner: Place) => void): void {
    const { origins } = this.#file;
    const scope = origins.scopes.of(owner);
    if (scope === null) return;
    this.#functions.push(describeFunction(this.#file, owner, place.scope, place.functionId));
    visit(startOf(scope, origins.functionId(owner)));
  }
}
