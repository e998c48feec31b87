import { ts } from "ts-morph";
import type { NotedOrigin } from "./file-code.js";
import { templateText } from "./model.js";

/** Long enough for any address or list of columns; prompts and pages are cut. */
const MAX_TEXT = 2000;

/** Says where a part of a text comes from. */
export type OriginOf = (expression: ts.Expression) => NotedOrigin;

/** A text that begins with a literal. */
export const literalText = (text: string): NotedOrigin => textStarting(null, text);

/** `${BASE_URL}/v1`: a template, with what it begins with. */
export function templateOrigin(node: ts.TemplateExpression, of: OriginOf): NotedOrigin {
  const [first] = node.templateSpans;
  const text = templateText(node);
  return node.head.text === "" && first ? joined(of(first.expression), text.slice("${}".length)) : literalText(text);
}

/** `BASE_URL + "/v1"`; null when neither side shows that it is a text. */
export function concatenationOrigin(node: ts.BinaryExpression, of: OriginOf): NotedOrigin | null {
  const left = of(node.left);
  const right = knownText(node.right) ?? "${}";
  if (left.origin.kind === "text") return joined(left, right);
  return right === "${}" ? null : joined(left, right);
}

function knownText(node: ts.Expression): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? templateText(node) : null;
}

function joined(base: NotedOrigin, rest: string): NotedOrigin {
  const { origin } = base;
  if (origin.kind !== "text" || origin.steps.length > 0) return textStarting(base, rest);
  return { ...base, origin: { ...origin, text: (origin.text + rest).slice(0, MAX_TEXT) } };
}

function textStarting(base: NotedOrigin | null, text: string): NotedOrigin {
  const origin = { kind: "text", text: text.slice(0, MAX_TEXT), base, steps: [] } as const;
  return { origin, isTyped: false, isConditional: base?.isConditional ?? false };
}
