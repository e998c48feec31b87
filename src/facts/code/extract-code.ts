import { ts } from "ts-morph";
import type { Language, Role } from "../../shared/repository.js";
import type { FactSet } from "../fact-set.js";
import type { FunctionRow } from "../rows.js";
import { describeCall } from "./calls.js";
import { isCallNode, type CallNode } from "./call-result.js";
import { catchEffectOf } from "./catch-effect.js";
import { ClientDefaultCollector } from "./client-defaults.js";
import { COLLECTORS } from "./collectors.js";
import type { CallRecord, EnclosingCall, FileCode, FunctionReference } from "./file-code.js";
import { markUnusedImports } from "./unused-imports.js";
import { emptyEnvCode } from "./env-code.js";
import { addScriptNames, waivedLinesOf } from "./global-names.js";
import { describeFunction, functionName, observeBody } from "./functions.js";
import { insideCallback, insideLoop } from "./loop-range.js";
import { isLoop, startOfLoop } from "./loops.js";
import { calleeText, lineOf, MODULE_CONTEXT, type Collector, type FileModel, type WalkContext } from "./model.js";
import { IdentifierReads } from "./identifier-reads.js";
import { ModuleCollector } from "./modules.js";
import { OriginFinder } from "./origin.js";
import { parseSource, type ParsedSource } from "./parse.js";
import { emptySettingCode } from "./settings.js";
import { emptyTypeormCode } from "./typeorm-code.js";
import { isHandedOut, branchOfStart } from "./syntax.js";
import { buildScopes, isFunctionLike, type FunctionNode } from "./scope.js";

export interface CodeFile {
  readonly path: string;
  readonly language: Language;
  readonly role: Role;
}

export interface ExtractedCode {
  readonly code: FileCode;
  /** First syntax error as "line: message"; the rest was still read. */
  readonly parseError: string | null;
  readonly isModule: boolean;
  /** Has a "use client" directive. */
  readonly isClient: boolean;
}

/** Turns the text of one TypeScript or JavaScript file into rows. Pure: the same text and path give the same rows. */
export function extractCode(file: CodeFile, text: string): ExtractedCode {
  const parsed = parseSource(file.path, file.language, text);
  const { source, error } = parsed;
  const walk = new FileWalk(file, source);
  walk.run();
  walk.markUnused(parsed);
  const directives = directivesOf(source);
  return {
    code: walk.result(directives.has("use server")),
    parseError: error,
    isModule: walk.modules.module.isModule,
    isClient: directives.has("use client"),
  };
}

const PARALLEL = /^Promise\.(all|allSettled|any|race)$/;

class FileWalk {
  readonly modules: ModuleCollector;
  readonly #clientDefaults: ClientDefaultCollector;
  readonly #model: FileModel;
  readonly #collectors: readonly Collector[];
  readonly #byKind: (readonly Collector[] | undefined)[] = [];
  readonly #functions = new Map<number, FunctionRow>();
  readonly #functionNodes: FunctionNode[] = [];
  readonly #sites: { node: CallNode; context: WalkContext }[] = [];
  readonly #reads: IdentifierReads;
  readonly #references: FunctionReference[] = [];
  readonly #calls: CallRecord[] = [];
  #hasDecorators = false;
  #hasJsx = false;

  constructor(file: CodeFile, source: ts.SourceFile) {
    const callIds = new Map<ts.Node, number>();
    const { scopes, root } = buildScopes(source);
    const callId = (node: ts.Node): number => {
      const id = callIds.get(node) ?? callIds.size + 1;
      callIds.set(node, id);
      return id;
    };
    const facts: FactSet = {};
    const finder = new OriginFinder(scopes, root, callId);
    const own = {
      testedNames: new Set<string>(),
      waivedLines: waivedLinesOf(source),
      env: emptyEnvCode(),
      settings: emptySettingCode(),
      typeorm: emptyTypeormCode(),
    };
    this.#model = { ...file, ...own, source, facts, finder, callId };
    this.#reads = new IdentifierReads(finder);
    this.modules = new ModuleCollector(this.#model);
    this.#clientDefaults = new ClientDefaultCollector(this.#model);
    this.#collectors = [this.modules, this.#clientDefaults, ...COLLECTORS.map((create) => create(this.#model))];
  }

  run(): void {
    this.#visit(this.#model.source, MODULE_CONTEXT);
    for (const collector of this.#collectors) collector.finish?.();
    if (!this.modules.module.isModule) addScriptNames(this.#model);
    this.#markExported();
    // Calls are described last: what becomes of a result is only known when every identifier was seen.
    for (const { node, context } of this.#sites)
      this.#calls.push(describeCall(this.#model, node, context, this.#reads));
    this.#model.finder.finishReturns(this.#functionNodes);
  }

  result(isServerActions: boolean): FileCode {
    const { finder, facts, path, env, settings, typeorm } = this.#model;
    const { exports, stars, isCommonJs } = this.modules.module;
    return {
      path,
      facts,
      calls: this.#calls.toSorted((a, b) => a.row.id - b.row.id),
      functions: [...this.#functions.values()].toSorted((a, b) => a.id - b.id),
      shapes: finder.shapes,
      returns: finder.returns,
      globals: finder.globals(),
      exports,
      stars,
      isCommonJs,
      isServerActions,
      references: this.#references,
      dependencies: [],
      handedValues: [],
      env,
      settings,
      clientDefaults: this.#clientDefaults.found,
      typeorm,
    };
  }

  #visit(node: ts.Node, context: WalkContext): void {
    if (ts.isIdentifier(node)) this.#identifier(node, context);
    else if (ts.isDecorator(node)) this.#hasDecorators = true;
    else if (ts.isJsxOpeningLikeElement(node) || ts.isJsxFragment(node)) this.#hasJsx = true;
    const inner = isFunctionLike(node) ? this.#enterFunction(node, context) : context;
    if (context.functionId !== null) {
      const row = this.#functions.get(context.functionId);
      if (row) observeBody(this.#model, node, row, this.#functions);
    }
    if (isCallNode(node)) this.#sites.push({ node, context });
    for (const collector of this.#collectorsOf(node.kind)) collector.visit(node, context);
    this.#descend(node, inner);
  }

  /** `markup` is what a component of the file holds beside its scripts. */
  markUnused({ isTypeScript, markup }: Pick<ParsedSource, "isTypeScript" | "markup">): void {
    if (this.#hasDecorators) return; // they write types down, so that imports of types stay
    const { handedOn } = this.modules.module;
    markUnusedImports(this.#model.facts.import ?? [], {
      isUsed: (name) => this.#reads.has(name) || handedOn.has(name),
      hasJsx: this.#hasJsx,
      isTypeScript,
      markup,
    });
  }

  /** `export { f }`, `module.exports = { f }`: exported apart from its declaration. */
  #markExported(): void {
    for (const { origin } of this.modules.module.exports.values()) {
      const row = origin.kind === "function" && origin.steps.length === 0 ? this.#functions.get(origin.id) : undefined;
      if (row) row.is_exported = true;
    }
  }

  #collectorsOf(kind: ts.SyntaxKind): readonly Collector[] {
    let found = this.#byKind[kind];
    if (!found) {
      found = this.#collectors.filter(({ kinds }) => kinds === undefined || kinds.includes(kind));
      this.#byKind[kind] = found;
    }
    return found;
  }

  #descend(node: ts.Node, context: WalkContext): void {
    if (isLoop(node)) {
      const inner = insideLoop(this.#model, node, context);
      const isOnce = (child: ts.Node): boolean => child === startOfLoop(node);
      ts.forEachChild(node, (child) => this.#visit(child, isOnce(child) ? context : inner));
    } else if (ts.isTryStatement(node)) {
      const { catchClause } = node;
      const guarded = catchClause && { ...context, inTry: true, catchEffect: catchEffectOf(catchClause.block) };
      this.#visit(node.tryBlock, guarded ?? context);
      if (catchClause) this.#visit(catchClause, { ...context, inCatch: true });
      if (node.finallyBlock) this.#visit(node.finallyBlock, { ...context, inFinally: true });
    } else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      this.#visit(node.expression, context);
      const isParallel = context.inParallel || PARALLEL.test(calleeText(node.expression));
      for (const argument of node.arguments ?? [])
        this.#visit(argument, { ...context, inParallel: isParallel, argumentOf: node });
    } else if (ts.isIfStatement(node)) {
      const start = context.functionId === null ? branchOfStart(node.expression) : null;
      const main = { ...context, inMain: true };
      this.#visit(node.expression, context);
      this.#visit(node.thenStatement, start === "then" ? main : context);
      if (node.elseStatement) this.#visit(node.elseStatement, start === "else" ? main : context);
    } else if (!isTypeOnly(node)) {
      const inner = ts.isCaseClause(node) ? { ...context, inCase: true } : context;
      ts.forEachChild(node, (child) => this.#visit(child, inner));
    }
  }

  #enterFunction(node: FunctionNode, context: WalkContext): WalkContext {
    const row = describeFunction(this.#model, node, context.functionId);
    this.#functions.set(row.id, row);
    this.#functionNodes.push(node);
    const name = functionName(node) ?? context.functionName;
    const own: WalkContext = { ...MODULE_CONTEXT, functionId: row.id, functionName: name, inMain: context.inMain };
    const call = callOfInline(node);
    if (!call) return { ...own, enclosingCalls: this.#callsAroundOption(node, context) };
    // An inline callback runs inside what surrounds it: a loop, a try, a retry wrapper.
    return {
      ...own,
      ...insideCallback(this.#model, call, context),
      inTry: context.inTry,
      catchEffect: context.catchEffect,
      inCatch: context.inCatch,
      inFinally: context.inFinally,
      inCase: context.inCase,
      inParallel: context.inParallel,
      enclosingCalls: [{ callId: this.#model.callId(call), property: null }, ...context.enclosingCalls],
    };
  }

  /** `task({ run: async () => … })`: run by the call, but neither in the loop nor in the try around it. */
  #callsAroundOption(node: FunctionNode, context: WalkContext): readonly EnclosingCall[] {
    const call = callOfOption(node);
    if (!call) return [];
    return [{ callId: this.#model.callId(call), property: functionName(node) }, ...context.enclosingCalls];
  }

  #identifier(node: ts.Identifier, context: WalkContext): void {
    if (!isRead(node)) return;
    this.#reads.add(node);
    this.#reference(node, context);
  }

  /** Functions that are passed on, stored or returned instead of being called. */
  #reference(node: ts.Identifier, context: WalkContext): void {
    let current: ts.Node = node;
    while (ts.isPropertyAccessExpression(current.parent) && current.parent.expression === current)
      current = current.parent;
    const { parent } = current;
    if (!ts.isExpression(current)) return;
    if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === current) return;
    const binding = this.#model.finder.binding(node);
    if (!binding || binding.kind === "parameter" || binding.kind === "catch" || binding.kind === "type") return;
    const origin = this.#model.finder.of(current);
    const { kind } = origin.origin;
    if (kind !== "function" && kind !== "import" && kind !== "shape") return;
    if (isHandedOut(current)) return;
    const isArgument = (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== current;
    this.#references.push({
      origin,
      line: lineOf(this.#model, node),
      kind: isArgument ? "argument" : "reference",
      callId: isArgument ? this.#model.callId(parent) : null,
      callerId: context.functionId,
    });
  }
}

/** Type positions hold no calls or values. */
const isTypeOnly = (node: ts.Node): boolean =>
  (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node));

/** The call of which a function is written in place as an argument. */
function callOfInline(node: FunctionNode): ts.CallExpression | ts.NewExpression | null {
  let current: ts.Node = node;
  while (ts.isParenthesizedExpression(current.parent) || ts.isAsExpression(current.parent)) current = current.parent;
  const { parent } = current;
  const isArgument = (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== current;
  return isArgument ? parent : null;
}

/** The call of which a function is written in place as a property of an object argument. */
function callOfOption(node: FunctionNode): ts.CallExpression | ts.NewExpression | null {
  const property = ts.isMethodDeclaration(node) ? node : node.parent;
  if (!ts.isMethodDeclaration(property) && !ts.isPropertyAssignment(property)) return null;
  const { parent } = property;
  if (!ts.isObjectLiteralExpression(parent)) return null;
  const call = parent.parent;
  const isArgument = (ts.isCallExpression(call) || ts.isNewExpression(call)) && call.expression !== parent;
  return isArgument ? call : null;
}

/** False for names that are declared, members, keys, labels or import and export specifiers. */
function isRead(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isPropertyAssignment(parent))
    return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (
    ts.isFunctionLike(parent) ||
    ts.isClassLike(parent) ||
    ts.isEnumDeclaration(parent) ||
    ts.isModuleDeclaration(parent)
  ) {
    return ts.isArrowFunction(parent) && parent.body === node;
  }
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return false;
  if (ts.isExportSpecifier(parent) || ts.isLabeledStatement(parent) || ts.isJsxAttribute(parent)) return false;
  return !(ts.isPropertyDeclaration(parent) && parent.name === node);
}

/** String statements at the top of a file: "use client", "use server", "use strict". */
function directivesOf(source: ts.SourceFile): Set<string> {
  const found = new Set<string>();
  for (const statement of source.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) break;
    found.add(statement.expression.text);
  }
  return found;
}
