/** How long code waits between two tries: always as long, or longer each time. */
import { ts } from "ts-morph";
import type { FileModel } from "./model.js";
import { unwrap } from "./syntax.js";

export interface Pause {
  readonly growth: "none" | "fixed" | "growing" | "server" | "unknown";
  readonly hasJitter: boolean;
}

const RANDOM = /random|jitter/i;
const SERVER = /retry.?after|x-ratelimit|rateLimitReset|\breset(At|Time|Ms)?\b/i;
/** A power, a shift, or something times or by the number of the try. */
const GROWS =
  /\*\*|Math\.pow|<<|\b(attempt|retr(y|ies)|tries|tryCount|count|multiplier|factor|exponent|backoff)\w*\b(?!(Delay|Ms))\s*([*+\])]|$)|[*[(,]\s*\(?\s*\w*(attempt|retr(y|ies)(?!Delay|Interval|Ms|After)|tries|tryCount|retryCount)\w*|\b(i|n|k)\b/i;
const MAX_STEPS = 5;

export function growthOf(model: FileModel, expression: ts.Expression, steps = MAX_STEPS): Pause {
  const node = unwrap(expression);
  const text = node.getText();
  const hasJitter = RANDOM.test(text);
  if (SERVER.test(text)) return { growth: "server", hasJitter };
  if (ts.isNumericLiteral(node)) return { growth: "fixed", hasJitter };
  if (ts.isIdentifier(node)) return growthOfName(model, node, steps);
  if (ts.isConditionalExpression(node) || ts.isBinaryExpression(node) || ts.isCallExpression(node)) {
    if (GROWS.test(text))
      return {
        growth: "growing",
        hasJitter: hasJitter || partsOf(node).some((part) => growthOf(model, part, steps - 1).hasJitter),
      };
    const parts = steps > 0 ? partsOf(node).map((part) => growthOf(model, part, steps - 1)) : [];
    const mixed = mixPauses(parts);
    const isOpaque = ts.isCallExpression(node) && !/^Math\.|^Number/.test(text) && mixed.growth !== "growing";
    return { growth: isOpaque ? "unknown" : mixed.growth, hasJitter: hasJitter || mixed.hasJitter };
  }
  if (ts.isElementAccessExpression(node)) return { growth: "growing", hasJitter };
  // An option that is set once: `this.retryDelay`
  if (ts.isPropertyAccessExpression(node))
    return { growth: /^(duration|next|current|delay)$/.test(node.name.text) ? "unknown" : "fixed", hasJitter };
  return { growth: "unknown", hasJitter };
}

/** The one that says most: what grows or follows the server counts for more than what is fixed. */
export function mixPauses(pauses: readonly Pause[]): Pause {
  const hasJitter = pauses.some((pause) => pause.hasJitter);
  for (const growth of ["growing", "server", "unknown", "fixed"] as const)
    if (pauses.some((pause) => pause.growth === growth)) return { growth, hasJitter };
  return { growth: "none", hasJitter };
}

function partsOf(node: ts.ConditionalExpression | ts.BinaryExpression | ts.CallExpression): readonly ts.Expression[] {
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
  return ts.isBinaryExpression(node) ? [node.left, node.right] : node.arguments;
}

function growthOfName(model: FileModel, node: ts.Identifier, steps: number): Pause {
  const hasJitter = RANDOM.test(node.text);
  const binding = model.finder.binding(node);
  if (!binding || steps === 0) return { growth: /^[A-Z0-9_]+$/.test(node.text) ? "fixed" : "unknown", hasJitter };
  if (binding.kind === "import") return { growth: "fixed", hasJitter };
  if (isChanged(binding.scope.node, node.text))
    return {
      growth: "growing",
      hasJitter: hasJitter || binding.assignments.some((value) => RANDOM.test(value.getText())),
    };
  const declaration = binding.node.parent && ts.isVariableDeclaration(binding.node) ? binding.node : null;
  if (!declaration) return { growth: binding.kind === "parameter" ? "fixed" : "unknown", hasJitter };
  // `for (const delay of delays)`
  if (ts.isVariableDeclarationList(declaration.parent) && ts.isForOfStatement(declaration.parent.parent))
    return { growth: "growing", hasJitter };
  const values = [declaration.initializer, ...binding.assignments].flatMap((value) => value ?? []);
  const mixed = mixPauses(values.map((value) => growthOf(model, value, steps - 1)));
  return values.length === 0
    ? { growth: "unknown", hasJitter }
    : { growth: mixed.growth, hasJitter: hasJitter || mixed.hasJitter };
}

/** `delay *= 2`, `delay = Math.min(delay * 2, max)`, or handed on longer: `ask(left - 1, delay * 2)` */
function isChanged(scope: ts.Node, name: string): boolean {
  const around = ts.isBlock(scope) ? scope.parent : scope;
  return new RegExp(
    `(?<![\\w.])${escapeName(name)}\\s*(\\*=|\\+=|<<=)|(?<![\\w.])${escapeName(name)}\\s*\\*\\s*[\\w.]+\\s*[,)]|(?<![\\w.])${escapeName(name)}\\s*=[^=;]*(?<![\\w.])${escapeName(name)}\\s*\\*`,
  ).test(around.getText());
}

const escapeName = (name: string): string => name.replaceAll("$", "\\$");
