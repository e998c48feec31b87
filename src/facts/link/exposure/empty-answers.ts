import type { FactSet } from "../../fact-set.js";
import type { Reached } from "../call-walk.js";

/** Nothing is here, not in this way, not yet, or somewhere else. */
const EMPTY = new Set([301, 302, 303, 307, 308, 404, 405, 410, 501]);
const ANSWERING =
  /^(json|send|status|sendStatus|end|text|html|type|set|setHeader|header|Response|NextResponse|code|warn|log|info|error|debug|jsonify|make_response|HTTPException|JSONResponse|(permanent_?)?redirect|RedirectResponse|URL|abort|notFound|NotFoundException|NotImplementedException)$/i;
/** What gives an answer; without a status beside it that is 200. */
const BODY = /^(json|send|sendStatus|end|text|html|Response|NextResponse|jsonify|make_response|JSONResponse)$/i;
const REDIRECTING = /^(permanent_?)?redirect$|^RedirectResponse$/i;

/** Knows handlers that only say that nothing is there, or where it is: there is nothing to wear out. */
export class EmptyAnswers {
  readonly #statuses = new Map<number, number[]>();

  constructor(facts: FactSet) {
    for (const { function_id: id, status } of facts.http_status ?? []) {
      if (id !== null) this.#statuses.set(id, [...(this.#statuses.get(id) ?? []), status]);
    }
  }

  isOf(handlerId: number | null, { calls, functions }: Reached): boolean {
    if (handlerId === null) return false;
    const statuses = [...functions].flatMap((id) => this.#statuses.get(id) ?? []);
    if (!statuses.every((status) => EMPTY.has(status))) return false;
    const isAnswer = ({ call: { row } }: Reached["calls"][number]): boolean =>
      ANSWERING.test(row.method) || (row.target_function_id !== null && functions.has(row.target_function_id));
    if (!calls.every(isAnswer)) return false;
    const bodies = calls.filter(({ call: { row } }) => BODY.test(row.method));
    if (bodies.length > statuses.length) return false;
    return statuses.length > 0 || calls.some(({ call: { row } }) => REDIRECTING.test(row.method));
  }
}
