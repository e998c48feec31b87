import { ts } from "ts-morph";
import type { NotedOrigin } from "./file-code.js";
import { LOCAL, noted, UNKNOWN } from "./noted-origin.js";

/** Origin of an imported name. */
export function importOrigin(node: ts.Node): NotedOrigin {
  if (ts.isImportEqualsDeclaration(node)) {
    const { moduleReference } = node;
    return ts.isExternalModuleReference(moduleReference) && ts.isStringLiteralLike(moduleReference.expression)
      ? noted({ kind: "import", specifier: moduleReference.expression.text, name: "*", steps: [] })
      : LOCAL;
  }
  let declaration: ts.Node = node;
  while (!ts.isImportDeclaration(declaration)) {
    if (ts.isSourceFile(declaration)) return UNKNOWN;
    declaration = declaration.parent;
  }
  if (!ts.isStringLiteral(declaration.moduleSpecifier)) return UNKNOWN;
  const specifier = declaration.moduleSpecifier.text;
  if (ts.isImportSpecifier(node)) {
    return noted({ kind: "import", specifier, name: (node.propertyName ?? node.name).text, steps: [] });
  }
  return noted({ kind: "import", specifier, name: ts.isNamespaceImport(node) ? "*" : "default", steps: [] });
}
