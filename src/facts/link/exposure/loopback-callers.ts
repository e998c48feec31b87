import type { FactSet } from "../../fact-set.js";

const LOOPBACK = /^(::ffff:)?127\.0\.0\.1$|^::1$/;
/** Lines between what is compared and the refusal. */
const NEAR = 3;
const REFUSES = new Set([401, 403, 404]);

/** Functions that refuse whoever asks from another machine: the first answer after an address of this one is 401, 403 or 404. */
export function loopbackOnly(facts: FactSet): Set<number> {
  const answers = new Map<number, { line: number; status: number }[]>();
  for (const { function_id: id, line, status } of facts.http_status ?? [])
    if (id !== null) answers.set(id, [...(answers.get(id) ?? []), { line, status }]);
  return new Set(
    (facts.literal ?? []).flatMap(({ function_id: id, value, context, line }) => {
      // As a default, or an argument, it only fills in for an address that is not known.
      if (id === null || !/^(array|comparison|case)$/.test(context) || !LOOPBACK.test(value)) return [];
      const after = (answers.get(id) ?? []).filter((answer) => answer.line >= line && answer.line <= line + NEAR);
      const first = after.toSorted((a, b) => a.line - b.line)[0];
      return first && REFUSES.has(first.status) ? [id] : [];
    }),
  );
}
