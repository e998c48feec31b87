import { ts } from "ts-morph";
import type { LiteralRow } from "../rows.js";
import { handsOn, isFallback, memberName } from "./syntax.js";

/** What a literal is a part of, beyond its own property. */
export type LiteralHolder = Pick<LiteralRow, "holder" | "in_array" | "siblings_json">;

export const NO_HOLDER: LiteralHolder = { holder: null, in_array: false, siblings_json: null };

/** A list entry with more properties than these is told by its first ones. */
const MAX_SIBLINGS = 12;

/** Climbs from a literal through the objects and arrays it is written into. */
export function holderOf(literal: ts.Node): LiteralHolder {
  let node = literal;
  let inArray = false;
  let siblings: string | null = null;
  for (;;) {
    const { parent } = node;
    if (ts.isPropertyAssignment(parent)) siblings ??= siblingsOf(parent);
    else if (ts.isArrayLiteralExpression(parent)) inArray = true;
    else if (!ts.isObjectLiteralExpression(parent) && !handsOn(parent) && !isFallback(parent)) break;
    node = parent;
  }
  return { holder: nameOf(node.parent), in_array: inArray, siblings_json: siblings };
}

function siblingsOf(property: ts.PropertyAssignment): string | null {
  const names = property.parent.properties.filter((each) => each !== property).map(propertyName);
  return names.length === 0 ? null : JSON.stringify(names.filter((name) => name !== "").slice(0, MAX_SIBLINGS));
}

const propertyName = (property: ts.ObjectLiteralElementLike): string =>
  property.name === undefined ? "" : memberName(property.name);

/** The variable, parameter or class property that holds a whole object or array; null when nothing named does. */
function nameOf(node: ts.Node): string | null {
  if (ts.isVariableDeclaration(node) || ts.isParameter(node)) return ts.isIdentifier(node.name) ? node.name.text : null;
  if (ts.isPropertyDeclaration(node)) return memberName(node.name);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return null;
  const { left } = node;
  if (ts.isIdentifier(left)) return left.text;
  return ts.isPropertyAccessExpression(left) ? left.name.text : null;
}
