/** Statuses that tests expect of an answer. */
import { ts } from "ts-morph";
import { addRows } from "../fact-set.js";
import { lineOf, type Collector, type FileModel, type WalkContext } from "./model.js";

const ABOUT_STATUS = /status|\.expect\(|\bok\b|is_(?:success|error|client_error)/i;
const NUMBER =
  /(?<![\w.])([1-5]\d\d)(?![\w.%])|HTTP_(\d{3})|\b(NOT_FOUND|METHOD_NOT_ALLOWED|GONE|OK|CREATED|NO_CONTENT)\b/g;
const NAMED: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  GONE: 410,
  OK: 200,
  CREATED: 201,
  NO_CONTENT: 204,
};
/** What holds for many statuses: `< 500`, `!= 404`, `not.toBe(404)`. */
const RANGE =
  /(?:[<>]=?|!==?)\s*[1-5]\d\d|GreaterThan|LessThan|\.not\.|assertNot|assert not\b|\bok\b\W*(?:False|false)|Falsy|is_(?:client_)?error/;

/** The statuses that a statement of a test names; null for one that it does not say plainly. None when it is about something else. */
export function expectedStatuses(text: string): readonly (number | null)[] {
  if (!ABOUT_STATUS.test(text)) return [];
  if (RANGE.test(text)) return [null];
  const found = [...text.matchAll(NUMBER)].map(([, plain, http, name]) =>
    name === undefined ? Number(plain ?? http) : (NAMED[name] ?? null),
  );
  if (found.length > 0) return found;
  return /status(?:_?[cC]ode)?\W*(?:==|\)\.(?:toBe|toEqual|to\.)|,)/.test(text) ? [null] : [];
}

const MAX_TEXT = 2000;

/** One row for every status in a statement of a test. */
export class ExpectedStatusCollector implements Collector {
  readonly kinds = [ts.SyntaxKind.ExpressionStatement, ts.SyntaxKind.VariableStatement, ts.SyntaxKind.ReturnStatement];
  readonly #model: FileModel;

  constructor(model: FileModel) {
    this.#model = model;
  }

  visit(node: ts.Node, { functionId }: WalkContext): void {
    const { path, role, source, facts } = this.#model;
    if (role !== "test") return;
    const start = node.getStart(source);
    const [text = ""] = source.text.slice(start, Math.min(node.end, start + MAX_TEXT)).split(/=>\s*\{|\bfunction\b/, 1);
    if (/^(?:it|test|describe|suite|context)\b/.test(text)) return;
    const rows = expectedStatuses(text).map((status) => {
      return { file: path, line: lineOf(this.#model, node), function_id: functionId, status };
    });
    if (rows.length > 0) addRows(facts, "expected_status", rows);
  }
}
