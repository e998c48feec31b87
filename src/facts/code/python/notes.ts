/** The particular facts that single statements, expressions and calls hold, each read by a module of its own. */
import { emptyEnvCode } from "../env-code.js";
import type { FileCode } from "../file-code.js";
import { emptySettingCode } from "../settings.js";
import { emptyTypeormCode } from "../typeorm-code.js";
import { addExpectedStatuses } from "./expected-statuses.js";
import { noteDatabaseStatement } from "./databases.js";
import { noteStatusOfCall, noteStatusOfStatement } from "./http-statuses.js";
import type { Place, PythonFile } from "./model.js";
import { addRedisCommand } from "./redis.js";
import { addSqlParts } from "./sql-parts.js";
import { noteDocstring } from "./literals.js";
import { noteSettingRefusals } from "./setting-refusals.js";
import type { Call, Statement } from "./syntax.js";

export function noteStatement(file: PythonFile, statement: Statement, place: Place): void {
  noteStatusOfStatement(file, statement, place);
  noteDatabaseStatement(file, statement, place);
  noteSettingRefusals(file, statement, place);
  noteDocstring(file, statement, place);
  if (file.role === "test") addExpectedStatuses(file, statement, place);
}

export function noteCall(file: PythonFile, call: Call, place: Place): void {
  addSqlParts(file, call, place);
  addRedisCommand(file, call, place);
  noteStatusOfCall(file, call, place);
}

/** What only JavaScript's code has. */
export const withoutJavaScript = (): Pick<
  FileCode,
  "globals" | "isCommonJs" | "isServerActions" | "env" | "settings" | "clientDefaults" | "typeorm"
> => ({
  globals: new Map(),
  isCommonJs: false,
  isServerActions: false,
  env: emptyEnvCode(),
  settings: emptySettingCode(),
  clientDefaults: [],
  typeorm: emptyTypeormCode(),
});
