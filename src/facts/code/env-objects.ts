import { ts } from "ts-morph";
import { calleeText, type FileModel } from "./model.js";
import type { Binding } from "./scope.js";
import { isFunctionLike } from "./scope.js";
import { memberName } from "./syntax.js";

/** Where an environment variable is read from; the values of env_read.reader that code can show by itself. */
export type EnvReader = "process.env" | "import.meta.env" | "Deno.env" | "Bun.env" | "bindings" | "$env" | "helper";

/** Names as platforms, shells and people write variables. */
export const UPPER_SNAKE = /^[A-Z][A-Z0-9_]*$/;

const PROCESS_MODULES = new Set(["process", "node:process"]);
/** `env` imported from these is the environment. */
const ENV_MODULES: ReadonlyMap<string, EnvReader> = new Map([
  ["process", "process.env"],
  ["node:process", "process.env"],
  ["bun", "Bun.env"],
  ["cloudflare:workers", "bindings"],
  ["$env/dynamic/private", "$env"],
  ["$env/dynamic/public", "$env"],
]);
/** Every name imported from these is a variable. */
const VARIABLE_MODULES = new Set(["$env/static/private", "$env/static/public", "astro:env/server", "astro:env/client"]);
const GLOBAL_OBJECTS = new Set(["globalThis", "global", "window", "self"]);
/** Names that frameworks on Cloudflare give to the object that carries `env`. */
const BINDING_OWNERS = new Set(["c", "ctx", "context", "platform"]);
const BINDING_MEMBERS = new Set(["cloudflare", "platform", "runtime"]);
const BINDING_CALLS = /^(getCloudflareContext|getRequestContext|getOptionalRequestContext|useContext|getContext)$/;
const BINDING_TYPES = /(^|\.)(\w*Env|\w*Bindings)$/;
const PROCESS_ENV_TYPES = /^(NodeJS\.)?ProcessEnv$|^typeof process\.env$|^(NodeJS\.)?Dict<string>$/;
/** Handlers of a worker, whose second parameter is its environment. */
const WORKER_HANDLERS = new Set(["fetch", "scheduled", "queue", "email", "tail", "trace", "test"]);
const WORKER_CLASSES = /^(DurableObject|WorkerEntrypoint|WorkflowEntrypoint|Container|Agent|McpAgent|AIChatAgent)$/;
const MAX_DEPTH = 8;

/** Takes away everything that does not change a value: parentheses, `!`, `await`, `as`, `satisfies`. */
export function peel(expression: ts.Expression): ts.Expression {
  let node = expression;
  while (isTransparent(node)) node = node.expression;
  return node;
}

type Transparent =
  | ts.ParenthesizedExpression
  | ts.NonNullExpression
  | ts.AwaitExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.TypeAssertion;

export const isTransparent = (node: ts.Node): node is Transparent =>
  ts.isParenthesizedExpression(node) ||
  ts.isNonNullExpression(node) ||
  ts.isAwaitExpression(node) ||
  ts.isAsExpression(node) ||
  ts.isSatisfiesExpression(node) ||
  ts.isTypeAssertionExpression(node);

/** Recognises the objects that hold the environment: process.env in every spelling, its aliases, bindings. */
export class EnvObjects {
  readonly #model: FileModel;
  readonly #known = new Map<Binding, EnvReader | null>();

  constructor(model: FileModel) {
    this.#model = model;
  }

  /** What kind of environment an expression holds; null when it is none. */
  readerOf(expression: ts.Expression, depth = 0): EnvReader | null {
    if (depth > MAX_DEPTH) return null;
    const node = peel(expression);
    if (ts.isIdentifier(node)) return this.#ofIdentifier(node, depth);
    if (ts.isPropertyAccessExpression(node))
      return node.name.text === "env" ? this.#ofOwner(node.expression, depth) : null;
    if (ts.isElementAccessExpression(node)) {
      const { argumentExpression: key } = node;
      return ts.isStringLiteralLike(key) && key.text === "env" ? this.#ofOwner(node.expression, depth) : null;
    }
    if (ts.isCallExpression(node)) return this.#ofCall(node);
    if (ts.isConditionalExpression(node)) {
      return this.readerOf(node.whenTrue, depth + 1) ?? this.readerOf(node.whenFalse, depth + 1);
    }
    if (ts.isBinaryExpression(node) && isFallback(node.operatorToken.kind)) {
      return this.readerOf(node.left, depth + 1) ?? this.readerOf(node.right, depth + 1);
    }
    return null;
  }

  /** What kind of environment a destructuring takes apart; null when it is none. */
  readerOfPattern(pattern: ts.ObjectBindingPattern): EnvReader | null {
    const { parent } = pattern;
    if (ts.isBindingElement(parent)) return this.#ofElement(parent, 0);
    if (ts.isParameter(parent)) return this.#ofParameter(parent, 0);
    return parent.initializer ? this.readerOf(parent.initializer) : null;
  }

  /** Variable that an imported name is: `import { SECRET } from "$env/static/private"`. */
  importedVariable(node: ts.ImportSpecifier): string | null {
    if (node.isTypeOnly || node.parent.parent.isTypeOnly) return null;
    const specifier = specifierOf(node);
    return specifier !== null && VARIABLE_MODULES.has(specifier) ? (node.propertyName ?? node.name).text : null;
  }

  /** `process` itself, not something else of that name. */
  isProcess(expression: ts.Expression): boolean {
    const node = peel(expression);
    if (ts.isPropertyAccessExpression(node)) {
      const owner = peel(node.expression);
      return node.name.text === "process" && ts.isIdentifier(owner) && GLOBAL_OBJECTS.has(owner.text);
    }
    if (ts.isCallExpression(node)) return isRequireOf(node, PROCESS_MODULES);
    if (!ts.isIdentifier(node)) return false;
    const binding = this.#model.finder.binding(node);
    if (!binding) return node.text === "process";
    if (binding.kind === "import") return PROCESS_MODULES.has(specifierOf(binding.node) ?? "");
    if (!ts.isVariableDeclaration(binding.node)) return false;
    const { initializer } = binding.node;
    // `declare const process: …` in code that does without Node's types.
    if (!initializer) return node.text === "process";
    const value = peel(initializer);
    return (ts.isCallExpression(value) || ts.isPropertyAccessExpression(value)) && this.isProcess(value);
  }

  #ofIdentifier(node: ts.Identifier, depth: number): EnvReader | null {
    const binding = this.#model.finder.binding(node);
    if (!binding) return null;
    const known = this.#known.get(binding);
    if (known !== undefined) return known;
    // Set first: a variable that is defined by itself is no environment.
    this.#known.set(binding, null);
    const reader = this.#ofBinding(binding, depth + 1);
    this.#known.set(binding, reader);
    return reader;
  }

  #ofBinding(binding: Binding, depth: number): EnvReader | null {
    const { node } = binding;
    if (binding.kind === "import") return importedReader(node);
    if (ts.isBindingElement(node)) return this.#ofElement(node, depth);
    if (ts.isParameter(node)) return this.#ofParameter(node, depth);
    if (!ts.isVariableDeclaration(node) || !node.initializer || binding.assignments.length > 0) return null;
    return ts.isIdentifier(node.name) ? this.readerOf(node.initializer, depth) : null;
  }

  /** `{ env }` taken from something that carries it. */
  #ofElement(node: ts.BindingElement, depth: number): EnvReader | null {
    const name = node.propertyName ?? node.name;
    const pattern = node.parent;
    if (!ts.isIdentifier(name) || name.text !== "env" || node.dotDotDotToken || !ts.isObjectBindingPattern(pattern)) {
      return null;
    }
    const { parent } = pattern;
    if (ts.isVariableDeclaration(parent)) return parent.initializer ? this.#ofOwner(parent.initializer, depth) : null;
    if (ts.isBindingElement(parent)) {
      const outer = parent.propertyName ?? parent.name;
      return ts.isIdentifier(outer) && BINDING_MEMBERS.has(outer.text) ? "bindings" : null;
    }
    return isPagesFunction(parent) ? "bindings" : null;
  }

  #ofParameter(node: ts.ParameterDeclaration, depth: number): EnvReader | null {
    if (node.initializer) {
      const reader = this.readerOf(node.initializer, depth + 1);
      if (reader !== null) return reader;
    }
    const type = node.type?.getText(this.#model.source) ?? "";
    if (PROCESS_ENV_TYPES.test(type)) return "process.env";
    if (type === "ImportMetaEnv") return "import.meta.env";
    if (BINDING_TYPES.test(type)) return "bindings";
    return type === "" && isWorkerEnv(node) ? "bindings" : null;
  }

  /** What `<owner>.env` is. */
  #ofOwner(expression: ts.Expression, depth: number): EnvReader | null {
    const owner = peel(expression);
    if (ts.isMetaProperty(owner)) return "import.meta.env";
    if (this.isProcess(owner)) return "process.env";
    if (ts.isIdentifier(owner)) {
      const binding = this.#model.finder.binding(owner);
      if (!binding) return owner.text === "Bun" ? "Bun.env" : null;
      if (binding.kind === "import" && specifierOf(binding.node) === "bun") return "Bun.env";
      return binding.kind === "parameter" && BINDING_OWNERS.has(owner.text) ? "bindings" : null;
    }
    if (owner.kind === ts.SyntaxKind.ThisKeyword) return this.#ofThis(owner, depth);
    if (ts.isPropertyAccessExpression(owner)) return BINDING_MEMBERS.has(owner.name.text) ? "bindings" : null;
    if (ts.isCallExpression(owner)) return BINDING_CALLS.test(calleeText(owner.expression)) ? "bindings" : null;
    return null;
  }

  /** `this.env` of a worker's class, or of one that was given an environment. */
  #ofThis(node: ts.Node, depth: number): EnvReader | null {
    let current: ts.Node = node.parent;
    while (!ts.isClassLike(current)) {
      if (ts.isSourceFile(current)) return null;
      current = current.parent;
    }
    const base = current.heritageClauses?.[0]?.types[0]?.expression;
    if (base && WORKER_CLASSES.test(calleeText(base))) return "bindings";
    for (const member of current.members) {
      if (ts.isPropertyDeclaration(member) && memberName(member.name) === "env") {
        return member.initializer ? this.readerOf(member.initializer, depth + 1) : null;
      }
      if (!ts.isConstructorDeclaration(member)) continue;
      const parameter = member.parameters.find((one) => ts.isIdentifier(one.name) && one.name.text === "env");
      if (parameter) return this.#ofParameter(parameter, depth + 1);
    }
    return null;
  }

  /** `Deno.env.toObject()`, Vite's `loadEnv(mode, dir)`, Hono's `env(c)`. */
  #ofCall(node: ts.CallExpression): EnvReader | null {
    const callee = calleeText(node.expression);
    if (callee === "Deno.env.toObject") return "Deno.env";
    if (callee !== "loadEnv" && callee !== "env") return null;
    const { origin } = this.#model.finder.of(node.expression);
    if (origin.kind !== "import") return null;
    if (origin.specifier === "vite" && origin.name === "loadEnv") return "helper";
    return origin.specifier === "hono/adapter" ? "bindings" : null;
  }
}

const isFallback = (kind: ts.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;

const isRequireOf = (node: ts.CallExpression, modules: ReadonlySet<string>): boolean => {
  const [argument] = node.arguments;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === "require";
  return isRequire && argument !== undefined && ts.isStringLiteralLike(argument) && modules.has(argument.text);
};

function importedReader(node: ts.Node): EnvReader | null {
  if (!ts.isImportSpecifier(node) || (node.propertyName ?? node.name).text !== "env") return null;
  return ENV_MODULES.get(specifierOf(node) ?? "") ?? null;
}

/** Module that an import binding takes from. */
function specifierOf(node: ts.Node): string | null {
  let current: ts.Node = node;
  while (!ts.isImportDeclaration(current)) {
    if (ts.isSourceFile(current)) return null;
    current = current.parent;
  }
  return ts.isStringLiteral(current.moduleSpecifier) ? current.moduleSpecifier.text : null;
}

/** Second parameter of a worker's `fetch(request, env, ctx)`. */
function isWorkerEnv(node: ts.ParameterDeclaration): boolean {
  const owner = node.parent;
  if (!ts.isIdentifier(node.name) || node.name.text !== "env" || !isFunctionLike(owner)) return false;
  if (owner.parameters.indexOf(node) !== 1) return false;
  if (ts.isMethodDeclaration(owner)) return WORKER_HANDLERS.has(memberName(owner.name));
  return ts.isPropertyAssignment(owner.parent) && WORKER_HANDLERS.has(memberName(owner.parent.name));
}

/** `onRequestPost({ request, env })` of Cloudflare Pages. */
function isPagesFunction(node: ts.ParameterDeclaration): boolean {
  const owner = node.parent;
  const name = ts.isFunctionDeclaration(owner)
    ? owner.name?.text
    : ts.isVariableDeclaration(owner.parent) && ts.isIdentifier(owner.parent.name)
      ? owner.parent.name.text
      : undefined;
  return name !== undefined && name.startsWith("onRequest");
}
