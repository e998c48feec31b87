import { ts } from "ts-morph";
import type { NotedOrigin } from "./file-code.js";
import { conditional, isKnown, noted } from "./noted-origin.js";
import type { OriginFinder } from "./origin.js";
import type { FunctionNode } from "./scope.js";
import type { ShapeBuilder } from "./shapes.js";
import { returnedExpressions } from "./syntax.js";

/** Origin of what a function returns: by its body, or by its type where the body says less. */
export function returnOrigin(node: FunctionNode, finder: OriginFinder, shapes: ShapeBuilder): NotedOrigin {
  const byType = finder.ofType(node.type);
  if (!node.body) return byType;
  if (!ts.isBlock(node.body)) {
    const found = finder.of(node.body);
    return isKnown(found) ? found : byType;
  }
  const found = returnedExpressions(node.body)
    .map((expression) => finder.of(expression))
    .filter(isKnown);
  const best = unionOf(found, shapes) ?? found.find(({ origin }) => origin.kind !== "global") ?? found[0];
  if (!best) return byType;
  if (isVague(best) && byType.origin.kind === "import") return byType;
  return found.length > 1 ? conditional(best) : best;
}

/** A function that returns different objects returns, for what follows, one with the members of all. */
function unionOf(returned: readonly NotedOrigin[], shapes: ShapeBuilder): NotedOrigin | null {
  const ids = returned.flatMap(({ origin }) => {
    const isObject = origin.kind === "shape" && origin.steps.length === 0;
    return isObject && shapes.shapes.get(origin.id)?.instance === null ? [origin.id] : [];
  });
  return ids.length > 1 ? noted({ kind: "shape", id: shapes.union(ids), steps: [] }) : null;
}

const isVague = ({ origin }: NotedOrigin): boolean =>
  origin.kind === "global" || origin.kind === "parameter" || (origin.kind === "shape" && origin.steps.length > 0);
