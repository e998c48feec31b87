/** What the handlers of a `try` do with the error, as far as whoever called is concerned. */
import type { CatchEffect } from "../catch-effect.js";
import type { Place } from "./model.js";
import { onlyLogs } from "./surroundings.js";
import type { Handler, Statement } from "./syntax.js";

/** `return JSONResponse(…, status_code=502)`, `return {…}, 500` */
const REFUSES = /\bstatus(?:_code)?\s*=\s*(?:[45]\d\d|status\.HTTP_[45])|,\s*[45]\d\d\s*\)?\s*$/;
const ENDS = /^\s*(?:sys\.exit|os\._exit|exit|quit|abort)\(/;

/** Place of what is tried before these handlers. */
export function guardedBy(handlers: readonly Handler[], place: Place, text: string): Place {
  if (handlers.length === 0) return place;
  const isForgiven = place.isForgiven || handlers.every(({ body }) => onlyLogs(body));
  const effects = new Set(handlers.map(({ body }) => effectOf(body, text)));
  // The gravest of all: which error it will be, nobody knows.
  return {
    ...place,
    inTry: true,
    isForgiven,
    catchEffect: GRAVEST_FIRST.find((effect) => effects.has(effect)) ?? null,
  };
}

const GRAVEST_FIRST = ["throws", "refuses", "logs", "none", "recovers"] as const satisfies readonly CatchEffect[];

function effectOf(body: readonly Statement[], text: string): CatchEffect {
  const source = (statement: Statement): string => text.slice(statement.from, statement.to);
  if (body.some((statement) => statement.kind === "raise" || ENDS.test(source(statement)))) return "throws";
  const answer = body.find((statement) => statement.kind === "return");
  if (answer && REFUSES.test(source(answer))) return "refuses";
  if (onlyLogs(body)) return "logs";
  return answer && saysNothing(answer) ? "none" : "recovers";
}

/** `return`, `return None`, `return []`, `return {}` */
function saysNothing(statement: Statement): boolean {
  if (statement.kind !== "return") return false;
  const { value } = statement;
  if (value === null || value.kind === "none") return true;
  return (
    (value.kind === "sequence" && value.items.length === 0) ||
    (value.kind === "dictionary" && value.entries.length === 0)
  );
}
