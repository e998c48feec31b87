import type { SyntaxNode } from "@lezer/common";
import { childrenOf } from "./read-expression.js";
import type { ImportedModule } from "./syntax.js";

/** Names that one import statement binds. */
export function readImports(node: SyntaxNode, text: string): ImportedModule[] {
  return node.firstChild?.name === "from" ? fromImports(node, text) : plainImports(node, text);
}

/** `import a.b as c, d` */
function plainImports({ from, to }: SyntaxNode, source: string): ImportedModule[] {
  const text = source
    .slice(from, to)
    .replace(/^import\b/, "")
    .replace(/\\\r?\n/g, " ")
    .replace(/#.*$/gm, "");
  return text.split(",").flatMap((part) => {
    const [, module = "", alias] = /^\s*([\w.]+)(?:\s+as\s+(\w+))?\s*;?\s*$/.exec(part) ?? [];
    if (module === "") return [];
    const top = module.split(".")[0] ?? module;
    return [{ from, to, module, name: null, local: alias ?? top, bindsTop: alias === undefined }];
  });
}

/** `from .a.b import (c as d, e)` */
function fromImports(node: SyntaxNode, source: string): ImportedModule[] {
  const children = childrenOf(node);
  const at = children.findIndex(({ name }) => name === "import");
  const module = children
    .slice(1, at)
    .map(({ from, to }) => source.slice(from, to))
    .join("");
  const found: { from: number; to: number; module: string; name: string; local: string | null; bindsTop: boolean }[] =
    [];
  let isAlias = false;
  for (const { name: kind, from, to } of children.slice(at + 1)) {
    const last = found.at(-1);
    if (kind === "*") found.push({ from, to, module, name: "*", local: null, bindsTop: false });
    else if (kind === "as") isAlias = true;
    else if (kind === "VariableName") {
      const name = source.slice(from, to);
      if (isAlias && last) last.local = name;
      else found.push({ from, to, module, name, local: name, bindsTop: false });
      isAlias = false;
    }
  }
  return found;
}
