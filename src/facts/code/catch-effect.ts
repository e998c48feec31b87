/** What a catch block does with the error, as far as whoever called is concerned. */
import { ts } from "ts-morph";
import { onlyLogs, refuses, sayNothing } from "./branch-effects.js";

export type CatchEffect = "throws" | "refuses" | "logs" | "none" | "recovers";

const PASSES_ON = /^(return )?(await )?(next|reject|done|cb|callback|process\.exit|Deno\.exit)\(/;
const ANSWERS =
  /\.(status|sendStatus|code|setStatus)\(\s*[45]\d\d\b|\bstatus(Code)?\s*[:=]\s*[45]\d\d\b|serverError\(|internalServerError\(/;

export function catchEffectOf(block: ts.Block): CatchEffect {
  if (block.statements.some(passesOn)) return "throws";
  if (refuses(block) || block.statements.some((statement) => ANSWERS.test(statement.getText()))) return "refuses";
  if (onlyLogs(block)) return "logs";
  const last = block.statements.at(-1);
  if (last && ts.isReturnStatement(last)) return sayNothing(block) === "none" ? "none" : "recovers";
  return "recovers";
}

const passesOn = (statement: ts.Statement): boolean =>
  ts.isThrowStatement(statement) ||
  ((ts.isExpressionStatement(statement) || ts.isReturnStatement(statement)) && PASSES_ON.test(statement.getText()));
