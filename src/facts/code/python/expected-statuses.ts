import { addRows } from "../../fact-set.js";
import { expectedStatuses } from "../expected-statuses.js";
import type { Place, PythonFile } from "./model.js";
import type { Statement } from "./syntax.js";

const MAX_TEXT = 1000;

/** `assert response.status_code == 404`, `self.assertEqual(response.status_code, 404)` */
export function addExpectedStatuses(file: PythonFile, statement: Statement, { functionId }: Place): void {
  const isPlain = statement.kind === "expression" || (statement.kind === "other" && statement.body.length === 0);
  if (!isPlain) return;
  const text = file.text.slice(statement.from, Math.min(statement.to, statement.from + MAX_TEXT));
  const rows = expectedStatuses(text).map((expected) => {
    return { file: file.path, line: file.lineAt(statement.from), function_id: functionId, ...expected };
  });
  if (rows.length > 0) addRows(file.facts, "expected_status", rows);
}
