/** What a Python file says about databases: models, addresses, statements, and what only some databases have. */
import { addRows } from "../../fact-set.js";
import { addressIn } from "../../db-addresses.js";
import { addAccessor, addDialectCall } from "./dialect-uses.js";
import type { Place, PythonFile } from "./model.js";
import { addDeclarativeModel, addTable } from "./sqlalchemy-models.js";
import { addStatementArgument } from "./statement-arguments.js";
import type { Expression, Statement } from "./syntax.js";

export function noteDatabaseStatement(file: PythonFile, statement: Statement, place: Place): void {
  if (statement.kind === "class") {
    const scope = file.origins.scopes.of(statement);
    if (scope) addDeclarativeModel(file, statement, scope);
  } else if (statement.kind === "assign") addTable(file, statement, place.scope);
}

export function noteDatabaseExpression(file: PythonFile, expression: Expression, place: Place): void {
  if (expression.kind === "member") addAccessor(file, expression, place);
  else if (expression.kind === "string") addAddress(file, expression);
  else if (expression.kind === "call") {
    addDialectCall(file, expression, place);
    addStatementArgument(file, expression, place);
  }
}

/** A whole string that is an address; prose that mentions one says nothing. */
function addAddress(file: PythonFile, { text, from }: Expression & { kind: "string" }): void {
  const address = /^[a-z]+(?:\+\w+$|(?:\+\w+)?:\/\/\S*$)/.test(text) ? addressIn(text) : null;
  if (address) addRows(file.facts, "db_address", [{ file: file.path, line: file.lineAt(from), ...address }]);
}
