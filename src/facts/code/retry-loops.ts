import { ts } from "ts-morph";
import { addRows } from "../fact-set.js";
import type { RetryLoopRow } from "../rows.js";
import { isLoop, loopKind } from "./loops.js";
import { calleeText, endLineOf, lineOf, textOf, type Collector, type FileModel, type WalkContext } from "./model.js";
import { growthOf, mixPauses, type Pause } from "./pauses.js";
import { isFunctionLike } from "./scope.js";

/** Looks at the error, or at the status of an answer, before it goes on. */
const CHOOSES =
  /\binstanceof\b|\b(status(Code)?|code|name|type|message)\s*(===?|!==?|>=?|<)\s*|\.(includes|has|test|startsWith)\([^)]*(status|code|message|name)|\b(is|should|can)\w*(Retr|Transient|Temporary|RateLimit|Network|Timeout|Recoverable|Fatal|Permanent|Abort)\w*|retryable|retryIf|retryOn|shouldRetry|\bbail\b/i;
const COUNTS = /<=?|>=?|--|\.length|\bof\b/;
/** Waits for somebody's work, tries another name, or asks a model for a better answer: no retry of what failed. */
const OTHER_WORK =
  /(status|state)\s*[!=]==?\s*["'](completed?|succeeded|success|running|pending|queued|in_progress|processing|ready|done|finished)|\b(23505|P2002|P2025|P2034|40001|11000|ER_DUP_ENTRY)\b|duplicate|unique|collision|already.?(exists|taken)|EADDRINUSE|safeParse|JSON\.parse|validation/i;
const POLLS =
  /poll|^(wait|until)(?![a-z])|await[A-Z]|connect|listen|consume|main|loop|run(Forever|Loop)|work(er)?$|subscribe|watch|tick|drain|heartbeat/i;

/** Code that does a thing again after it failed. */
export class RetryLoopCollector implements Collector {
  readonly kinds = [
    ts.SyntaxKind.ForStatement,
    ts.SyntaxKind.ForOfStatement,
    ts.SyntaxKind.WhileStatement,
    ts.SyntaxKind.DoStatement,
    ts.SyntaxKind.CatchClause,
  ];
  readonly #model: FileModel;

  constructor(model: FileModel) {
    this.#model = model;
  }

  visit(node: ts.Node, context: WalkContext): void {
    if (this.#model.role !== "app") return;
    const row = ts.isCatchClause(node)
      ? this.#recursion(node, context)
      : isLoop(node)
        ? this.#loop(node, context)
        : null;
    if (row) addRows(this.#model.facts, "retry_loop", [row]);
  }

  #loop(node: ts.IterationStatement, context: WalkContext): RetryLoopRow | null {
    const kind = loopKind(node);
    if (kind === "items" || POLLS.test(context.functionName ?? "")) return null;
    const body = bodyOf(node.statement);
    if (beginsWithPause(node.statement)) return null;
    if (!body.hasAwait || OTHER_WORK.test(body.text)) return null;
    const isTried = body.catches.some(goesOn);
    // Without a try it is the answer's status that says whether to go on.
    const isAsked = kind === "attempts" && /\.ok\b|\.status(Code)?\b/.test(body.text);
    if (!isTried && !isAsked) return null;
    // What goes on for ever, or over pages, handles each round's error; it ends with a success only where it leaves then.
    if (kind === "counter" && !body.leaves) return null;
    const head = this.#model.source.text.slice(node.getStart(), node.statement.getStart());
    const pause = this.#pauseIn(body.waits);
    return {
      ...this.#place(node, context),
      kind: "loop",
      ...pause,
      is_counted:
        COUNTS.test(ts.isDoStatement(node) ? node.expression.getText() : head) ||
        /(attempt|retr|tries|count|i)\w*\s*(>=?|===?)\s*\w|(attempt|retr|tries|left|remaining)\w*\s*(--|-=)/i.test(
          body.text,
        ),
      is_choosy: CHOOSES.test(body.choices),
    };
  }

  /** `catch { if (left > 0) return ask(left - 1); }` */
  #recursion(node: ts.CatchClause, context: WalkContext): RetryLoopRow | null {
    const { functionName } = context;
    if (functionName === null || POLLS.test(functionName)) return null;
    const body = bodyOf(node.block);
    if (
      OTHER_WORK.test(body.text) ||
      !body.calls.some((call) => /^(this\.)?\w+$/.test(call) && call.replace("this.", "") === functionName)
    )
      return null;
    return {
      ...this.#place(node, context),
      kind: "recursion",
      ...this.#pauseIn(body.waits),
      is_counted: /(attempt|retr|tries|left|remaining|count|depth|max)\w*\s*(<=?|>=?|===?|!==?|-|\+)/i.test(body.text),
      is_choosy: CHOOSES.test(body.text),
    };
  }

  #place(node: ts.Node, context: WalkContext): Pick<RetryLoopRow, "file" | "line" | "end_line" | "function_id"> {
    const { path: file } = this.#model;
    return {
      file,
      line: lineOf(this.#model, node),
      end_line: endLineOf(this.#model, node),
      function_id: context.functionId,
    };
  }

  #pauseIn(waits: readonly ts.CallExpression[]): Pick<RetryLoopRow, "pause" | "pause_text" | "has_jitter"> {
    const found: Pause[] = [];
    let text: string | null = null;
    for (const wait of waits) {
      const amount = amountOf(wait);
      const pause: Pause = amount ? growthOf(this.#model, amount) : { growth: "unknown", hasJitter: false };
      text ??= amount ? textOf(this.#model, amount, 80) : null;
      found.push(pause);
    }
    const { growth, hasJitter } = mixPauses(found);
    return { pause: growth, pause_text: text, has_jitter: hasJitter };
  }
}

interface Body {
  readonly text: string;
  /** Conditions and catch blocks. */
  readonly choices: string;
  readonly hasAwait: boolean;
  /** Returns, or breaks off. */
  readonly leaves: boolean;
  readonly catches: readonly ts.CatchClause[];
  readonly waits: readonly ts.CallExpression[];
  readonly calls: readonly string[];
}

const WAITS =
  /^(setTimeout|timer|timeout|snooze|sleep\w*|delay\w*|wait\w*|pause\w*|backoff\w*|\w*(Sleep|Delay|Backoff|WaitFor))$/;

/** What is done in each round; functions that are written in it are looked into for pauses alone. */
function bodyOf(statement: ts.Node): Body {
  const found = { hasAwait: false, leaves: false, choices: "" };
  const catches: ts.CatchClause[] = [];
  const waits: ts.CallExpression[] = [];
  const calls: string[] = [];
  const visit = (node: ts.Node, isOwn: boolean): void => {
    if (isOwn && ts.isAwaitExpression(node)) found.hasAwait = true;
    else if (isOwn && (ts.isReturnStatement(node) || ts.isBreakStatement(node))) found.leaves = true;
    else if (isOwn && ts.isCatchClause(node)) {
      catches.push(node);
      found.choices += node.getText();
    } else if (isOwn && ts.isIfStatement(node)) found.choices += `${node.expression.getText()};`;
    else if (ts.isCallExpression(node)) {
      const callee = calleeText(node.expression);
      if (WAITS.test(callee.slice(callee.lastIndexOf(".") + 1))) waits.push(node);
      if (isOwn) calls.push(callee);
    }
    // A loop within is judged by itself.
    if (isLoop(node) && node !== statement) return;
    ts.forEachChild(node, (child) => visit(child, isOwn && !isFunctionLike(node)));
  };
  visit(statement, true);
  return { ...found, text: statement.getText(), catches, waits, calls };
}

/** Waits before the first try too: it asks now and then whether something is ready. */
function beginsWithPause(body: ts.Statement): boolean {
  const first = ts.isBlock(body) ? body.statements[0] : undefined;
  return first !== undefined && ts.isExpressionStatement(first) && bodyOf(first).waits.length > 0;
}

/** The next round comes after the error: the block does not always leave. */
function goesOn({ block }: ts.CatchClause): boolean {
  const last = block.statements.at(-1);
  return !last || !(ts.isThrowStatement(last) || ts.isReturnStatement(last) || ts.isBreakStatement(last));
}

/** The time that is waited: second argument of setTimeout, of others the first. */
function amountOf(call: ts.CallExpression): ts.Expression | undefined {
  const isTimer = /(^|\.)setTimeout$/.test(calleeText(call.expression)) && call.arguments.length > 1;
  const [first, second] = call.arguments;
  // The promise's own timer of node:timers/promises takes the time first.
  return isTimer && first && !ts.isNumericLiteral(first) ? second : first;
}
