/** Python that the grammar does not know. It recovers from it, and it is no mistake of the author. */
import type { SyntaxNode, Tree } from "@lezer/common";

/** First syntax error that is one, as "line: message"; null when there is none. */
export function firstSyntaxError(tree: Tree, text: string): string | null {
  let at: number | null = null;
  tree.iterate({
    enter({ type, from, node }) {
      if (at !== null) return false;
      if (!type.isError) return true;
      if (!isGrammarGap(node, text)) at = from;
      return false;
    },
  });
  return at === null ? null : `${text.slice(0, at).split("\n").length}: invalid syntax`;
}

function isGrammarGap(error: SyntaxNode, text: string): boolean {
  const { parent } = error;
  switch (parent?.name) {
    // `yield` and `x = yield` give nothing.
    case "YieldStatement":
    case "YieldExpression":
      return error.from === error.to;
    // `1.` is a number.
    case "MemberExpression":
      return parent.firstChild?.name === "Number";
    // `case Stopped():`
    case "LiteralPattern":
      return parent.parent?.name === "PatternArgList";
    // `@registry.handlers["a"]`
    case "Decorator":
    case "DecoratedStatement":
      return text[error.to] === "[";
    default:
      return isStar(error, text) || isInsideWith(error);
  }
}

/** `with (open(a) as b, open(c) as d):` */
function isInsideWith(error: SyntaxNode): boolean {
  let node = error.parent;
  while (node !== null && node.name !== "Body" && node.name !== "WithStatement") node = node.parent;
  return node?.name === "WithStatement";
}

/** `[run(*rest) for name, *rest in steps]` */
const isStar = (error: SyntaxNode, text: string): boolean =>
  /^\*[A-Za-z_]/.test(text.slice(error.from, error.from + 2));

/**
 * The text with every `as (a, b)` of a `with` made one name, every offset kept: the grammar would end the function there.
 * What stands in strings changes too, which no tree shows.
 */
export const closeGaps = (text: string): string =>
  text.replace(
    /(\bas[ \t]+)(\([\w\s,.*]+\))(?=\s*[:,)])/g,
    (_, before: string, target: string) => `${before}${"_".repeat(target.length)}`,
  );
