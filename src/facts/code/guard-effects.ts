import { ts } from "ts-morph";
import { peel } from "./env-objects.js";
import { calleeText, endLineOf, rootOf, textOf, type FileModel } from "./model.js";
import { isFunctionLike, type FunctionNode } from "./scope.js";
import { memberName } from "./syntax.js";

/** What a branch does; the values of guard.effect. */
export type Effect =
  | "next"
  | "return-true"
  | "return-value"
  | "return"
  | "throw"
  | "reject"
  | "error"
  | "assign"
  | "call"
  | "render"
  | "other";

export interface Branch {
  readonly effect: Effect;
  readonly text: string;
  readonly calls: readonly string[];
  readonly endLine: number;
  /** Condition of the first `if` in it that refuses; null when there is none. */
  readonly refusal: string | null;
}

const MAX_CALLS = 40;
/** As much of a statement as is searched for a status code. */
const MAX_TEXT = 600;

const DENIAL =
  /\b40[13]\b|unauthori[sz]ed|forbidden|unauthenticated|not[\s_-]?authenticated|access[\s_-]?denied|permission[\s_-]?denied|invalid[\s_-]?(signature|token|secret|credentials|api[\s_-]?key)|Auth\w{0,30}(Error|Exception)|\/(login|sign-?in|auth)\b/i;
const FAILURE =
  /(?:\.(?:status|sendStatus|code|writeHead|setStatus|throw)\(\s*|\b(?:status|statusCode|code)\s*[:=]\s*|,\s*|\berror\(\s*)[45]\d\d\b|INTERNAL_SERVER_ERROR|BAD_REQUEST|NOT_FOUND|SERVICE_UNAVAILABLE|^(?:return )?(?:serverError|internalServerError|badRequest|notFound|serviceUnavailable|methodNotAllowed)\(/;
const RESPONDERS =
  /^(res|response|reply|ctx|context|c|h|socket|ws|event|Response|NextResponse|done|callback|cb|error|httpError)$/;
/** Functions that answer whether somebody may. */
const JUDGE =
  /^(verify|validate|check|authori[sz]e|authenticate|guard|compare|can(Activate|Access)|is_?(valid|auth|allow|verified|admin|permitted)|has_?(access|permission|auth|role|valid))/i;
const SUCCESS_KEYS =
  /^(ok|success|valid|isValid|authorized|isAuthorized|authenticated|isAuthenticated|allowed|verified)$/;
const EXIT = /^(process\.(exit|abort)|Deno\.exit|fail|panic|die)$/;

/** Describes the statement or expression that a condition guards. */
export function describeBranch(
  model: FileModel,
  branch: ts.Statement | ts.Expression,
  functionName: string | null,
): Branch {
  const judge = new EffectJudge(model, functionName);
  const effect = isStatement(branch) ? judge.ofStatement(branch) : judge.ofValue(branch);
  return {
    effect,
    text: textOf(model, branch),
    calls: callsIn(branch),
    endLine: endLineOf(model, branch),
    refusal: judge.refusalIn(branch),
  };
}

const REFUSALS: ReadonlySet<Effect> = new Set(["reject", "error", "throw"]);

const isStatement = (node: ts.Statement | ts.Expression): node is ts.Statement =>
  ts.isBlock(node) || ts.isStatement(node);

/** Weakest first: of several statements, the strongest effect names the branch. */
const STRENGTH: readonly Effect[] = ["other", "call", "assign", "render", "throw", "error", "next", "reject"];

class EffectJudge {
  readonly #model: FileModel;
  readonly #isJudge: boolean;

  constructor(model: FileModel, functionName: string | null) {
    this.#model = model;
    this.#isJudge = functionName !== null && JUDGE.test(functionName);
  }

  ofStatement(statement: ts.Statement): Effect {
    const statements = ts.isBlock(statement) ? statement.statements : [statement];
    let strongest: Effect = "other";
    for (const one of statements) {
      const effect = this.#single(one);
      if (ts.isThrowStatement(one)) return effect;
      // `res.status(401).end(); return;` is a rejection, `next(); return;` goes on.
      if (ts.isReturnStatement(one)) return effect === "return" && isDecided(strongest) ? strongest : effect;
      if (STRENGTH.indexOf(effect) > STRENGTH.indexOf(strongest)) strongest = effect;
    }
    return strongest;
  }

  /** Effect of an expression branch: of a ternary, && or ||. */
  ofValue(expression: ts.Expression): Effect {
    if (isReturned(expression)) return this.#returned(expression);
    const node = peel(expression);
    if (isJsx(node)) return "render";
    if (ts.isCallExpression(node) || ts.isBinaryExpression(node)) return this.#expression(node);
    return isFunctionLike(node) ? this.#ofFunction(node) : "assign";
  }

  /** What `if (secret) { if (given !== secret) return 401; }` asks within. */
  refusalIn(node: ts.Node): string | null {
    if (ts.isIfStatement(node) && REFUSALS.has(this.ofStatement(node.thenStatement))) {
      return textOf(this.#model, node.expression);
    }
    if (ts.isTryStatement(node)) return this.refusalIn(node.tryBlock);
    if (!ts.isBlock(node)) return null;
    for (const one of node.statements) {
      const found = this.refusalIn(one);
      if (found !== null) return found;
    }
    return null;
  }

  /** `isProduction ? requireAuth : (req, res, next) => next()`: a handler that lets everybody pass. */
  #ofFunction(node: FunctionNode): Effect {
    if (!node.body) return "assign";
    const effect = ts.isBlock(node.body) ? this.ofStatement(node.body) : this.#returned(node.body);
    return effect === "next" || effect === "return-true" || effect === "reject" ? effect : "assign";
  }

  #single(statement: ts.Statement): Effect {
    if (ts.isThrowStatement(statement)) return DENIAL.test(this.#text(statement)) ? "reject" : "throw";
    if (ts.isReturnStatement(statement)) return statement.expression ? this.#returned(statement.expression) : "return";
    if (ts.isExpressionStatement(statement)) return this.#expression(peel(statement.expression));
    if (ts.isVariableStatement(statement)) return "assign";
    if (ts.isIfStatement(statement)) return this.#nested(statement);
    if (ts.isTryStatement(statement)) return nestedOnly(this.ofStatement(statement.tryBlock));
    return ts.isBlock(statement) ? this.ofStatement(statement) : "other";
  }

  /** A check inside the branch: that it rejects is what the branch is for. */
  #nested(statement: ts.IfStatement): Effect {
    const then = nestedOnly(this.ofStatement(statement.thenStatement));
    if (then === "reject" || !statement.elseStatement) return then;
    const other = nestedOnly(this.ofStatement(statement.elseStatement));
    return other === "reject" ? other : then;
  }

  #expression(node: ts.Expression): Effect {
    if (ts.isBinaryExpression(node)) {
      const isAssignment = node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
      if (!isAssignment) return ts.isCallExpression(peel(node.right)) ? this.#expression(peel(node.right)) : "other";
      return this.#isResponse(node.left) ? this.#response(node, "assign") : "assign";
    }
    if (ts.isDeleteExpression(node) || ts.isPostfixUnaryExpression(node)) return "assign";
    if (!ts.isCallExpression(node)) return "other";
    const callee = calleeText(node.expression);
    if (EXIT.test(callee)) return "throw";
    if (isNext(callee)) return this.#next(node);
    if (/^(unauthorized|forbidden|notAuthorized|denyAccess|reject(Upgrade|Unauthorized)?)$/.test(callee))
      return "reject";
    return this.#isResponse(node.expression) ? this.#response(node, "call") : "call";
  }

  #returned(expression: ts.Expression): Effect {
    const node = peel(expression);
    if (node.kind === ts.SyntaxKind.TrueKeyword || isSuccess(node)) return "return-true";
    if (node.kind === ts.SyntaxKind.FalseKeyword) return this.#isJudge ? "reject" : "return-value";
    if (node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined"))
      return "return";
    if (isJsx(node)) return "render";
    if (!ts.isCallExpression(node)) return this.#response(node, "return-value");
    const callee = calleeText(node.expression);
    if (EXIT.test(callee)) return "throw";
    if (isNext(callee)) return this.#next(node);
    const [first] = node.arguments;
    if (callee === "Promise.resolve") return first ? this.#returned(first) : "return";
    return this.#response(node, "return-value");
  }

  /** `next()` goes on; `next(error)` does not. */
  #next(node: ts.CallExpression): Effect {
    const [error] = node.arguments;
    if (!error || calleeText(node.expression) === "NextResponse.next") return "next";
    const text = this.#text(error);
    if (DENIAL.test(text)) return "reject";
    return /error|new |err\b|\bex\b/i.test(text) ? "throw" : "next";
  }

  #isResponse(node: ts.Expression): boolean {
    const root = rootOf(node);
    return ts.isIdentifier(root) && RESPONDERS.test(root.text);
  }

  /** A status or a word of denial in what is answered. */
  #response(node: ts.Expression, otherwise: Effect): Effect {
    // A function that is called with a request decides by itself; a word in its body says nothing.
    if (isFunctionLike(node)) return otherwise;
    const text = this.#text(node);
    if (DENIAL.test(text)) return "reject";
    return FAILURE.test(text) ? "error" : otherwise;
  }

  #text(node: ts.Node): string {
    return textOf(this.#model, node, MAX_TEXT);
  }
}

const isDecided = (effect: Effect): boolean =>
  effect === "reject" || effect === "next" || effect === "error" || effect === "throw";

/** Of what happens under a further condition only a rejection tells what the branch is about. */
const nestedOnly = (effect: Effect): Effect => {
  if (effect === "reject") return "reject";
  return effect === "render" || effect === "assign" ? effect : "call";
};

const isNext = (callee: string): boolean =>
  callee === "next" || callee === "NextResponse.next" || callee.endsWith(".next");

const isJsx = (node: ts.Node): boolean =>
  ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node);

/** `{ ok: true }` and its relatives. */
function isSuccess(node: ts.Expression): boolean {
  if (!ts.isObjectLiteralExpression(node)) return false;
  return node.properties.some(
    (property) =>
      ts.isPropertyAssignment(property) &&
      SUCCESS_KEYS.test(memberName(property.name)) &&
      property.initializer.kind === ts.SyntaxKind.TrueKeyword,
  );
}

/** The value of the function: in a return statement, or the body of an arrow. */
function isReturned(expression: ts.Expression): boolean {
  let current: ts.Node = expression;
  for (;;) {
    const { parent } = current;
    if (ts.isReturnStatement(parent)) return true;
    if (ts.isArrowFunction(parent)) return parent.body === current;
    const isPassed =
      ts.isParenthesizedExpression(parent) ||
      ts.isAwaitExpression(parent) ||
      (ts.isConditionalExpression(parent) && parent.condition !== current) ||
      (ts.isBinaryExpression(parent) && isLogical(parent.operatorToken.kind) && parent.right === current);
    if (!isPassed) return false;
    current = parent;
  }
}

const isLogical = (kind: ts.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.AmpersandAmpersandToken;

/** Calls that hand a function over to be called for every request. */
const MOUNT = /\.(use|all|register|addHook|useGlobalGuards|preHandler)$/;

/** Callees inside a branch, functions in it and functions that it mounts included. */
function callsIn(branch: ts.Node): string[] {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (found.size >= MAX_CALLS) return;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const callee = calleeText(node.expression);
      found.add(callee.slice(-120));
      if (MOUNT.test(callee)) for (const one of node.arguments ?? []) if (ts.isIdentifier(one)) found.add(one.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(branch);
  return [...found];
}
