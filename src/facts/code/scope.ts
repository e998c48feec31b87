import { ts } from "ts-morph";

export type BindingKind =
  | "import"
  | "variable"
  | "parameter"
  | "function"
  | "class"
  | "enum"
  | "namespace"
  | "type"
  | "catch";

/** One declared name. */
export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  /** The declaration: import specifier, variable declaration, parameter, binding element, function, class … */
  readonly node: ts.Node;
  readonly scope: Scope;
  readonly isConst: boolean;
  /** Right-hand sides of later assignments. */
  readonly assignments: ts.Expression[];
}

/** Names of one function, block, class or file. */
export class Scope {
  readonly names = new Map<string, Binding>();
  constructor(
    readonly parent: Scope | null,
    readonly node: ts.Node,
    readonly isFunction: boolean,
  ) {}

  /** The declaration a name means here; null when it is not declared in this file. */
  lookup(name: string): Binding | null {
    const own = this.names.get(name);
    if (own) return own;
    for (let scope = this.parent; scope; scope = scope.parent) {
      const binding = scope.names.get(name);
      if (binding) return binding;
    }
    return null;
  }
}

/** The scope of a whole file, with what the file assigns without declaring it. */
export class RootScope extends Scope {
  /** `db = …` without a declaration: name → values. */
  readonly undeclared = new Map<string, ts.Expression[]>();
  /** `global.db = …`, `globalThis.db = …`: name → values. */
  readonly globalMembers = new Map<string, ts.Expression[]>();
}

/** Scopes by the node that opens them. */
export type Scopes = ReadonlyMap<ts.Node, Scope>;

export interface FileScopes {
  readonly scopes: Scopes;
  readonly root: RootScope;
}

/** Declares every name of a file: hoisting, blocks, destructuring, parameters, imports, types. */
export function buildScopes(source: ts.SourceFile): FileScopes {
  const scopes = new Map<ts.Node, Scope>();
  const root = new RootScope(null, source, true);
  scopes.set(source, root);
  const isSloppy = !source.statements.some(isModuleStatement);
  const namespaces = new Map<Binding, Scope>();
  const pending: { name: string; scope: Scope; value: ts.Expression }[] = [];

  const declare = (scope: Scope, name: string, kind: BindingKind, node: ts.Node, isConst = false): void => {
    const known = scope.names.get(name);
    // A value wins over a type of the same name; the first declaration wins otherwise (overloads, var twice).
    if (known && !(known.kind === "type" && kind !== "type") && !isOverload(known)) return;
    scope.names.set(name, { name, kind, node, scope, isConst, assignments: [] });
  };

  const declarePattern = (scope: Scope, name: ts.BindingName, kind: BindingKind, isConst: boolean, node: ts.Node) => {
    if (ts.isIdentifier(name)) {
      declare(scope, name.text, kind, node, isConst);
      return;
    }
    for (const element of name.elements) {
      if (ts.isBindingElement(element)) declarePattern(scope, element.name, kind, isConst, element);
    }
  };

  const visit = (node: ts.Node, scope: Scope): void => {
    let inner = scope;
    if (SCOPE_KINDS.has(node.kind)) {
      inner = sharedNamespace(node, scope, namespaces) ?? new Scope(scope, node, isVariableScope(node));
      scopes.set(node, inner);
    }
    if (DECLARING_KINDS.has(node.kind)) declareNode(node, scope, inner, declare, declarePattern);
    // Outside strict code a function declared in a block can be called after the block as well.
    if (isSloppy && ts.isFunctionDeclaration(node) && node.name && !scope.isFunction)
      declare(functionScope(scope), node.name.text, "function", node);
    if (isTypeBody(node)) return;
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
      const { left, right } = node;
      if (ts.isIdentifier(left)) pending.push({ name: left.text, scope, value: right });
      else if (isGlobalMember(left)) note(root.globalMembers, left.name.text, right);
    }
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(source, root);
  for (const { name, scope, value } of pending) {
    const binding = scope.lookup(name);
    if (binding) binding.assignments.push(value);
    else note(root.undeclared, name, value);
  }
  return { scopes, root };
}

function note(values: Map<string, ts.Expression[]>, name: string, value: ts.Expression): void {
  const known = values.get(name);
  if (known) known.push(value);
  else values.set(name, [value]);
}

const isGlobalMember = (node: ts.Expression): node is ts.PropertyAccessExpression =>
  ts.isPropertyAccessExpression(node) &&
  ts.isIdentifier(node.expression) &&
  (node.expression.text === "global" || node.expression.text === "globalThis");

/** The parts of a namespace see each other's names. */
function sharedNamespace(node: ts.Node, scope: Scope, namespaces: Map<Binding, Scope>): Scope | null {
  if (!ts.isModuleBlock(node) || !ts.isIdentifier(node.parent.name)) return null;
  const binding = scope.names.get(node.parent.name.text);
  if (!binding) return null;
  const known = namespaces.get(binding);
  if (known) return known;
  const created = new Scope(scope, node, true);
  namespaces.set(binding, created);
  return created;
}

/** Scripts without imports and exports are not strict by themselves. */
const isModuleStatement = (node: ts.Statement): boolean =>
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node) ||
  ts.isExportAssignment(node) ||
  (ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) === true);

/** What `var` declares stays inside. */
const isVariableScope = (node: ts.Node): boolean =>
  isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node) || ts.isModuleBlock(node);

const isOverload = (binding: Binding): boolean =>
  ts.isFunctionDeclaration(binding.node) && binding.node.body === undefined;

const isAssignment = (kind: ts.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.EqualsToken ||
  kind === ts.SyntaxKind.BarBarEqualsToken ||
  kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken ||
  kind === ts.SyntaxKind.QuestionQuestionEqualsToken;

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.AccessorDeclaration;

const FUNCTION_KINDS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.FunctionExpression,
  ts.SyntaxKind.ArrowFunction,
  ts.SyntaxKind.MethodDeclaration,
  ts.SyntaxKind.Constructor,
  ts.SyntaxKind.GetAccessor,
  ts.SyntaxKind.SetAccessor,
]);

export const isFunctionLike = (node: ts.Node): node is FunctionNode => FUNCTION_KINDS.has(node.kind);

/** One look-up per node: this is asked for every node of every file. */
const SCOPE_KINDS: ReadonlySet<ts.SyntaxKind> = new Set([
  ...FUNCTION_KINDS,
  ts.SyntaxKind.Block,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.CaseBlock,
  ts.SyntaxKind.CatchClause,
  ts.SyntaxKind.ModuleBlock,
  ts.SyntaxKind.ClassStaticBlockDeclaration,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.ClassExpression,
]);

/** Nodes that declare a name. */
const DECLARING_KINDS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.VariableDeclaration,
  ts.SyntaxKind.Parameter,
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.FunctionExpression,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.ClassExpression,
  ts.SyntaxKind.EnumDeclaration,
  ts.SyntaxKind.ModuleDeclaration,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.TypeParameter,
  ts.SyntaxKind.ImportClause,
  ts.SyntaxKind.NamespaceImport,
  ts.SyntaxKind.ImportSpecifier,
  ts.SyntaxKind.ImportEqualsDeclaration,
]);

/** Types hold no values; their own names matter to nobody outside. */
const isTypeBody = (node: ts.Node): boolean =>
  node.kind === ts.SyntaxKind.InterfaceDeclaration ||
  node.kind === ts.SyntaxKind.TypeAliasDeclaration ||
  node.kind === ts.SyntaxKind.IndexSignature ||
  (node.kind >= ts.SyntaxKind.FirstTypeNode && node.kind <= ts.SyntaxKind.LastTypeNode);

type Declare = (scope: Scope, name: string, kind: BindingKind, node: ts.Node, isConst?: boolean) => void;
type DeclarePattern = (scope: Scope, name: ts.BindingName, kind: BindingKind, isConst: boolean, node: ts.Node) => void;

function declareNode(node: ts.Node, scope: Scope, inner: Scope, declare: Declare, pattern: DeclarePattern): void {
  if (ts.isVariableDeclaration(node)) {
    const list = node.parent;
    const isBlockScoped = ts.isVariableDeclarationList(list) && (list.flags & ts.NodeFlags.BlockScoped) !== 0;
    const isConst = ts.isVariableDeclarationList(list) && (list.flags & ts.NodeFlags.Const) !== 0;
    if (ts.isCatchClause(list)) pattern(scope, node.name, "catch", false, node);
    else pattern(isBlockScoped ? scope : functionScope(scope), node.name, "variable", isConst, node);
  } else if (ts.isParameter(node)) {
    pattern(scope, node.name, "parameter", false, node);
  } else if (ts.isFunctionDeclaration(node)) {
    if (node.name) declare(scope, node.name.text, "function", node);
  } else if (ts.isFunctionExpression(node) || ts.isClassExpression(node)) {
    if (node.name) declare(inner, node.name.text, ts.isClassExpression(node) ? "class" : "function", node);
  } else if (ts.isClassDeclaration(node)) {
    if (node.name) declare(scope, node.name.text, "class", node);
  } else if (ts.isEnumDeclaration(node)) {
    declare(scope, node.name.text, "enum", node, true);
  } else if (ts.isModuleDeclaration(node)) {
    if (ts.isIdentifier(node.name)) declare(scope, node.name.text, "namespace", node);
  } else if (
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeParameterDeclaration(node)
  ) {
    declare(ts.isTypeParameterDeclaration(node) ? inner : scope, node.name.text, "type", node);
  } else {
    declareImport(node, scope, declare);
  }
}

function declareImport(node: ts.Node, scope: Scope, declare: Declare): void {
  if (ts.isImportClause(node)) {
    if (node.name) declare(scope, node.name.text, "import", node);
  } else if (ts.isNamespaceImport(node) || ts.isImportSpecifier(node) || ts.isImportEqualsDeclaration(node)) {
    declare(scope, node.name.text, "import", node);
  }
}

function functionScope(scope: Scope): Scope {
  let current = scope;
  while (!current.isFunction && current.parent) current = current.parent;
  return current;
}
