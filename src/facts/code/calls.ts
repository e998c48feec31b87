import { ts } from "ts-morph";
import { argumentColumns } from "./argument-columns.js";
import type { CallRecord, ChainLink, ReceiverScope, ResultUse } from "./file-code.js";
import type { CallRow } from "../rows.js";
import type { Role } from "../../shared/repository.js";
import { describeArgument, literalArgument, namesIn, optionsOf, spreadsOf, type Options } from "./arguments.js";
import { isKnownGlobal } from "./globals.js";
import { holderOf } from "./holder.js";
import type { IdentifierReads } from "./identifier-reads.js";
import { calleeText, endLineOf, rootOf, type FileModel, type WalkContext } from "./model.js";
import { describeUse, type CallNode } from "./call-result.js";
import { parameterOf } from "./functions.js";
import { queryObjectOf } from "./query-object.js";
import { sqlTextOf } from "./sql-text.js";
import { resultUseOf } from "./result-use.js";
import { isFunctionLike } from "./scope.js";

const MAX_CALLEE = 200;

/**
 * Files that are not the application: their calls are there, with literal arguments, and without what is spread, chained
 * or made of the result. More than half of a well-tested repository is tests.
 */
/** Calls of tests that are looked at as closely as those of the application: what is replaced, what is asked. */
const TEST_TOOLS =
  /^(?:spyOn|stub|mock|doMock|unstable_mockModule|inject|request|supertest|agent|createTestingModule)$/;
const BRIEF_ROLES: ReadonlySet<Role> = new Set(["test", "example", "docs", "generated", "vendored", "archived"]);
const NOT_FOLLOWED: ResultUse = {
  taken: [],
  membersRead: [],
  escape: "passed",
  isAwaited: false,
  absence: null,
  isForgiven: false,
  isBestEffort: false,
};
const NO_OPTIONS: Options = { json: null, kind: "none" };

/** One call, construction or tagged template as a row, with what the linker needs. */
export function describeCall(
  model: FileModel,
  node: CallNode,
  context: WalkContext,
  reads: IdentifierReads,
): CallRecord {
  const callee = ts.isTaggedTemplateExpression(node) ? node.tag : node.expression;
  const args = ts.isTaggedTemplateExpression(node) ? [node.template] : [...(node.arguments ?? [])];
  const isBrief = BRIEF_ROLES.has(model.role) && !(model.role === "test" && TEST_TOOLS.test(methodOf(callee)));
  const described = isBrief
    ? args.slice(0, 3).map((argument) => literalArgument(model, argument))
    : args.map((argument) => describeArgument(model, argument));
  const options = isBrief ? NO_OPTIONS : optionsOf(model, args, reads);
  const spreads = isBrief ? [] : spreadsOf(model, args);
  const use = describeUse(node);
  const root = rootOf(callee);
  const nameNode = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const position = model.source.getLineAndCharacterOfPosition(nameNode.getStart(model.source));
  const origin = model.finder.of(callee);
  const text = calleeText(callee);
  const isBound = !ts.isIdentifier(root) || model.finder.binding(root) !== null;
  const row: CallRow = {
    id: model.callId(node),
    file: model.path,
    line: position.line + 1,
    column: position.character + 1,
    end_line: endLineOf(model, node),
    function_id: context.functionId,
    kind: ts.isNewExpression(node) ? "new" : ts.isTaggedTemplateExpression(node) ? "tag" : "call",
    callee: text.length > MAX_CALLEE ? `…${text.slice(1 - MAX_CALLEE)}` : text,
    root: ts.isIdentifier(root) ? root.text : root.kind === ts.SyntaxKind.ThisKeyword ? "this" : null,
    method: methodOf(callee),
    origin: origin.origin.kind === "shape" || origin.origin.kind === "text" ? "local" : origin.origin.kind,
    ...UNLINKED,
    is_typed: origin.isTyped,
    is_conditional_origin: origin.isConditional,
    is_declared: isBound || isKnownGlobal(root.text, { language: model.language, isTest: model.role === "test" }),
    is_guarded: isGuarded(model, root, position.line),
    is_optional: ts.isCallExpression(node) && (node.flags & ts.NodeFlags.OptionalChain) !== 0,
    argument_count: args.length,
    ...argumentColumns(described),
    options: options.json,
    options_kind: options.kind,
    spreads_json:
      spreads.length > 0 ? JSON.stringify(spreads.map(({ text: spread, kind }) => ({ text: spread, kind }))) : null,
    names_json: isBrief ? null : JSON.stringify(namesIn(args)),
    is_awaited: use.isAwaited,
    is_returned: use.isReturned,
    result: use.result,
    result_names: use.names.length > 0 ? JSON.stringify(use.names) : null,
    held: holderOf(model, node, reads),
    is_chain_end: !use.isChained && !isPromiseMember(callee),
    chain_json: null,
    has_catch: use.hasCatch,
    ...placeOf(context),
  };
  const chain = use.isChained || isBrief ? null : chainOf(model, node);
  if (chain) row.chain_json = JSON.stringify(chain.map(shortLink));
  return {
    row,
    isBound,
    origin,
    arguments: described,
    named: NONE_NAMED,
    spreads: spreads.map((spread) => spread.origin),
    chain,
    receiverScope: receiverScopeOf(model, callee),
    parameter: parameterOf(model, callee),
    resultUse: isBrief ? NOT_FOLLOWED : resultUseOf(node, reads),
    continues: continuedCall(model, root, callee),
    ...surroundingsOf(model, context),
    decorated: decoratedBy(model, node),
    queryObject: isBrief ? null : queryObjectOf(model, node),
    sqlText: isBrief ? null : sqlTextOf(model, node),
  };
}

/** JavaScript names its arguments in objects. */
const NONE_NAMED: CallRecord["named"] = [];

const placeOf = (
  context: WalkContext,
): Pick<
  CallRow,
  "in_try" | "catch_effect" | "in_catch" | "in_finally" | "in_main" | "in_case" | "in_loop" | "in_parallel"
> => ({
  in_try: context.inTry,
  catch_effect: context.catchEffect,
  in_catch: context.inCatch,
  in_finally: context.inFinally,
  in_main: context.inMain,
  in_case: context.inCase,
  in_loop: context.inLoop,
  in_parallel: context.inParallel,
});

const surroundingsOf = (
  model: FileModel,
  { enclosingCalls, argumentOf, loop, range }: WalkContext,
): Pick<CallRecord, "enclosingCalls" | "argumentOf" | "loop" | "range"> => ({
  enclosingCalls,
  argumentOf: argumentOf ? model.callId(argumentOf) : null,
  loop,
  range,
});

/** `.then(…)` on a call waits for that call's value: the call before it is the chain's end. */
const isPromiseMember = (callee: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(callee) &&
  /^(then|catch|finally)$/.test(callee.name.text) &&
  ts.isCallExpression(callee.expression);

/** Columns that the linker fills in. */
export const UNLINKED = {
  module: null,
  package: null,
  symbol: null,
  path: null,
  is_linked: false,
  target_function_id: null,
  client_id: null,
  in_handler: false,
  wrappers_json: "[]",
} as const;

function methodOf(callee: ts.Expression): string {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  if (ts.isElementAccessExpression(callee)) {
    const { argumentExpression: argument } = callee;
    return ts.isStringLiteralLike(argument) ? argument.text : "…";
  }
  const text = calleeText(callee);
  return text.slice(text.lastIndexOf(".") + 1);
}

/** The file asks whether the name is there, or its author told the linter that it is. */
function isGuarded(model: FileModel, root: ts.Expression, line: number): boolean {
  if (ts.isIdentifier(root) && model.testedNames.has(root.text)) return true;
  return model.waivedLines.has(line + 1);
}

function shortLink(link: ChainLink): object {
  return {
    method: link.method,
    line: link.line,
    arguments: link.arguments.map((argument) => {
      if (argument.kind === "number") return Number(argument.text);
      if (argument.kind === "boolean") return argument.text === "true";
      if (argument.kind === "string" || argument.kind === "template") return argument.text;
      if (argument.json !== null) return JSON.parse(argument.json) satisfies unknown;
      return { $: argument.text };
    }),
  };
}

/** Calls of one fluent expression from the root on; null when there is only one. */
function chainOf(model: FileModel, end: CallNode): ChainLink[] | null {
  const links: ChainLink[] = [];
  let current: ts.Expression = end;
  for (;;) {
    if (ts.isCallExpression(current) || ts.isNewExpression(current)) {
      const callee = current.expression;
      const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
      links.push({
        method: methodOf(callee),
        line: model.source.getLineAndCharacterOfPosition(name.getStart(model.source)).line + 1,
        callId: model.callId(current),
        arguments: (current.arguments ?? []).map((argument) => describeArgument(model, argument)),
      });
      current = callee;
    } else if (ts.isPropertyAccessExpression(current) || ts.isElementAccessExpression(current)) {
      current = current.expression;
    } else if (
      ts.isParenthesizedExpression(current) ||
      ts.isNonNullExpression(current) ||
      ts.isAwaitExpression(current)
    ) {
      current = current.expression;
    } else {
      return links.length > 1 ? links.toReversed() : null;
    }
  }
}

/** `let query = client.from("t").select(); query.eq(…)`: the call that gave `query` its value. */
function continuedCall(model: FileModel, root: ts.Expression, callee: ts.Expression): number | null {
  if (root === callee || !ts.isIdentifier(root)) return null;
  const binding = model.finder.binding(root);
  if (!binding || !ts.isVariableDeclaration(binding.node) || !ts.isIdentifier(binding.node.name)) return null;
  let value = binding.node.initializer ?? binding.assignments[0];
  while (value && (ts.isParenthesizedExpression(value) || ts.isAsExpression(value) || ts.isNonNullExpression(value)))
    value = value.expression;
  return value && ts.isCallExpression(value) ? model.callId(value) : null;
}

/** How long the thing lives on which the method is called. */
function receiverScopeOf(model: FileModel, callee: ts.Expression): ReceiverScope {
  const root = rootOf(callee);
  if (root.kind === ts.SyntaxKind.ThisKeyword) return "this";
  if (!ts.isIdentifier(root)) return "unknown";
  const binding = model.finder.binding(root);
  if (!binding) return "global";
  if (binding.kind === "import") return "imported";
  if (binding.kind === "parameter") return "parameter";
  return binding.scope.parent === null ? "module" : "local";
}

function decoratedBy(model: FileModel, node: ts.Node): CallRecord["decorated"] {
  const decorator = node.parent;
  if (!ts.isDecorator(decorator)) return null;
  const target = decorator.parent;
  if (ts.isClassLike(target)) return { functionId: null, className: target.name?.text ?? null };
  if (!isFunctionLike(target)) return null;
  const owner = target.parent;
  return {
    functionId: model.finder.functionId(target),
    className: ts.isClassLike(owner) ? (owner.name?.text ?? null) : null,
  };
}
