import { ts } from "ts-morph";
import type { FactSet } from "../fact-set.js";
import type { CatchEffect } from "./catch-effect.js";
import type { EnclosingCall } from "./file-code.js";
import type { Language, Role } from "../../shared/repository.js";
import type { EnvCode } from "./env-code.js";
import type { LoopRange } from "./loop-range.js";
import type { OriginFinder } from "./origin.js";
import type { SettingCode } from "./settings.js";
import type { TypeormCode } from "./typeorm-code.js";

/** One file while it is being read. Collectors add rows to `facts`. */
export interface FileModel {
  readonly path: string;
  readonly language: Language;
  readonly role: Role;
  readonly source: ts.SourceFile;
  readonly finder: OriginFinder;
  readonly facts: FactSet;
  /** What the file says about the environment that the linker completes. */
  readonly env: EnvCode;
  /** Objects of settings, and the members that the file reads. */
  readonly settings: SettingCode;
  /** Entities of TypeORM, and what its data sources are told. */
  readonly typeorm: TypeormCode;
  /** Names whose existence the file asks about: `typeof x`, `window.x`. Complete when the walk is done. */
  readonly testedNames: Set<string>;
  /** Lines (from 1) for which the author switched off complaints about undefined names. */
  readonly waivedLines: { readonly has: (line: number) => boolean };
  /** Local id of a call, construction or tagged template; given out on first sight. */
  callId(node: ts.Node): number;
}

/** What surrounds the node that is being visited. */
export interface WalkContext {
  /** Innermost function, or null at module level. */
  readonly functionId: number | null;
  /** Nearest function around that has a name. */
  readonly functionName: string | null;
  readonly inLoop: boolean;
  readonly loop: "none" | "items" | "counter" | "attempts";
  /** What the loops around it go through; null outside of loops. */
  readonly range: LoopRange | null;
  readonly inTry: boolean;
  /** What the catch around it does with an error; null where there is none. */
  readonly catchEffect: CatchEffect | null;
  readonly inCatch: boolean;
  readonly inFinally: boolean;
  /** Only where the file is started by itself. */
  readonly inMain: boolean;
  /** One of the cases that a switch chooses from, the default left out. */
  readonly inCase: boolean;
  readonly inParallel: boolean;
  /** Calls that are given the functions around this node, innermost first. */
  readonly enclosingCalls: readonly EnclosingCall[];
  /** Call of which this node is (part of) an argument, within the same function. */
  readonly argumentOf: ts.CallExpression | ts.NewExpression | null;
}

export const MODULE_CONTEXT: WalkContext = {
  functionId: null,
  functionName: null,
  inLoop: false,
  loop: "none",
  range: null,
  inTry: false,
  catchEffect: null,
  inCatch: false,
  inFinally: false,
  inMain: false,
  inCase: false,
  inParallel: false,
  enclosingCalls: [],
  argumentOf: null,
};

/** Looks at every node of a file once, in source order, and adds rows. */
export interface Collector {
  /** Kinds of nodes it wants to see; every kind when left out. */
  readonly kinds?: readonly ts.SyntaxKind[];
  visit(node: ts.Node, context: WalkContext): void;
  finish?(): void;
}

export type CollectorFactory = (model: FileModel) => Collector;

/** 1-based line of the node's first token. */
export const lineOf = (model: FileModel, node: ts.Node): number =>
  model.source.getLineAndCharacterOfPosition(node.getStart(model.source)).line + 1;

export const endLineOf = (model: FileModel, node: ts.Node): number =>
  model.source.getLineAndCharacterOfPosition(node.end).line + 1;

/** Source text with white space folded, cut at `max` characters. */
export function textOf(model: FileModel, node: ts.Node, max = 200): string {
  const start = node.getStart(model.source);
  // Folding can only shorten: four times the length is enough to look at.
  const text = model.source.text.slice(start, Math.min(node.end, start + max * 4)).replace(/\s+/g, " ");
  return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}

/** Text of a template with its holes as ${}. */
export function templateText(node: ts.TemplateExpression): string {
  return node.head.text + node.templateSpans.map((span) => `\${}${span.literal.text}`).join("");
}

/** `a.b.c` for identifiers and members, calls as `()`, anything else as its kind of text. */
export function calleeText(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (node.kind === ts.SyntaxKind.ThisKeyword) return "this";
  if (node.kind === ts.SyntaxKind.SuperKeyword) return "super";
  if (node.kind === ts.SyntaxKind.ImportKeyword) return "import";
  if (ts.isPropertyAccessExpression(node)) return `${calleeText(node.expression)}.${node.name.text}`;
  if (ts.isElementAccessExpression(node)) {
    const { argumentExpression: argument } = node;
    const inner = ts.isStringLiteralLike(argument) || ts.isNumericLiteral(argument) ? argument.text : "…";
    return `${calleeText(node.expression)}[${inner}]`;
  }
  if (ts.isCallExpression(node)) return `${calleeText(node.expression)}()`;
  if (ts.isNewExpression(node)) return `new ${calleeText(node.expression)}()`;
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node)) {
    return calleeText(node.expression);
  }
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node)) {
    return calleeText(node.expression);
  }
  if (ts.isExpressionWithTypeArguments(node)) return calleeText(node.expression);
  if (ts.isFunctionExpression(node) || ts.isArrowFunction(node)) return "(function)";
  return "(expression)";
}

/** Leftmost expression of a chain of members and calls. */
export function rootOf(node: ts.Expression): ts.Expression {
  let current = node;
  for (;;) {
    if (ts.isPropertyAccessExpression(current) || ts.isElementAccessExpression(current)) current = current.expression;
    else if (ts.isCallExpression(current) || ts.isNewExpression(current)) current = current.expression;
    else if (ts.isNonNullExpression(current) || ts.isParenthesizedExpression(current)) current = current.expression;
    else if (ts.isAwaitExpression(current) || ts.isAsExpression(current)) current = current.expression;
    else if (ts.isSatisfiesExpression(current) || ts.isTypeAssertionExpression(current)) current = current.expression;
    else if (ts.isExpressionWithTypeArguments(current)) current = current.expression;
    else if (ts.isTaggedTemplateExpression(current)) current = current.tag;
    else return current;
  }
}
