import { ts } from "ts-morph";
import { isTelling, type EnvTerm } from "./env-terms.js";
import type { EnvFile } from "./env-file.js";

/** Exported names of a file that depend on the environment: `export const isProduction = …`, `export default { … }`. */
export function exportedTerms(env: EnvFile): Map<string, EnvTerm> {
  const found = new Map<string, EnvTerm>();
  const add = (name: string, term: EnvTerm): void => {
    if (isTelling(term)) found.set(name, term);
  };
  for (const statement of env.model.source.statements) {
    if (ts.isVariableStatement(statement) && isExported(statement)) {
      for (const { name } of statement.declarationList.declarations) addNames(env, name, add);
    } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (isExported(statement))
        add(isDefault(statement) ? "default" : (statement.name?.text ?? ""), declared(env, statement.name));
    } else if (ts.isExportAssignment(statement)) {
      add("default", env.terms.of(statement.expression));
    } else if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier && statement.exportClause) {
      if (!ts.isNamedExports(statement.exportClause)) continue;
      for (const { name, propertyName } of statement.exportClause.elements) {
        const local = propertyName ?? name;
        if (ts.isIdentifier(local)) add(name.text, declared(env, local));
      }
    } else if (ts.isExpressionStatement(statement)) {
      addCommonJs(env, statement.expression, add);
    }
  }
  return found;
}

type Add = (name: string, term: EnvTerm) => void;

const declared = (env: EnvFile, name: ts.Identifier | undefined): EnvTerm => {
  const binding = name ? env.model.finder.scopeAt(env.model.source)?.lookup(name.text) : null;
  return binding ? env.terms.ofBinding(binding) : { kind: "unknown" };
};

function addNames(env: EnvFile, name: ts.BindingName, add: Add): void {
  if (ts.isIdentifier(name)) {
    add(name.text, declared(env, name));
    return;
  }
  for (const element of name.elements) if (ts.isBindingElement(element)) addNames(env, element.name, add);
}

/** `module.exports = …`, `module.exports.name = …`, `exports.name = …`. */
function addCommonJs(env: EnvFile, node: ts.Expression, add: Add): void {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
  const { left, right } = node;
  if (!ts.isPropertyAccessExpression(left)) return;
  const owner = left.expression;
  const isModule = ts.isIdentifier(owner) && owner.text === "module" && left.name.text === "exports";
  if (isModule) {
    const term = env.terms.of(right);
    add("default", term);
    if (term.kind === "object") for (const [name, member] of Object.entries(term.members)) add(name, member);
    return;
  }
  const isMember =
    (ts.isIdentifier(owner) && owner.text === "exports") ||
    (ts.isPropertyAccessExpression(owner) && owner.getText() === "module.exports");
  if (isMember) add(left.name.text, env.terms.of(right));
}

const hasModifier = (node: ts.Statement, kind: ts.SyntaxKind): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);

const isExported = (node: ts.Statement): boolean => hasModifier(node, ts.SyntaxKind.ExportKeyword);
const isDefault = (node: ts.Statement): boolean => hasModifier(node, ts.SyntaxKind.DefaultKeyword);
