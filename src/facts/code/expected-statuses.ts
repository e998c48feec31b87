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

export interface ExpectedStatus {
  /** Null for one that is not said plainly. */
  readonly status: number | null;
  /** An answer would do, and so would a page that is not there: `in (201, 404)`, `!= 500`. */
  readonly is_either: boolean;
}

const GONE: ReadonlySet<number> = new Set([404, 405, 410]);
const NO_ERROR_ONLY = /(?:!==?|<)\s*5\d\d|\.not\.\w+\(5\d\d\)|LessThan\(5\d\d\)|assertNotEqual\([^)]*\b5\d\d\)/;

/** The statuses that a statement of a test names. None when it is about something else. */
export function expectedStatuses(text: string): readonly ExpectedStatus[] {
  const found = statusesIn(text);
  const isEither =
    (ABOUT_STATUS.test(text) && NO_ERROR_ONLY.test(text)) ||
    (found.some((status) => status !== null && GONE.has(status)) &&
      found.some((status) => status !== null && status >= 200 && status < 300));
  return found.map((status) => ({ status, is_either: isEither }));
}

function statusesIn(text: string): readonly (number | null)[] {
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
    const rows = expectedStatuses(text).map((expected) => {
      return { file: path, line: lineOf(this.#model, node), function_id: functionId, ...expected };
    });
    if (rows.length > 0) addRows(facts, "expected_status", rows);
  }
}
