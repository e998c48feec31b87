import { ts } from "ts-morph";
import type { EnvValidationRow } from "../rows.js";
import { addRows } from "../fact-set.js";
import type { EnvFile } from "./env-file.js";
import { isParameterName, isTelling, namesIn, type EnvTerm } from "./env-terms.js";
import { truthWithout } from "./env-truth.js";
import { isAssertion } from "./env-use.js";
import type { Effect } from "./guard-effects.js";
import { asksForAbsence, isPresenceTest } from "./guard-rows.js";
import type { Decision } from "./guards.js";
import { calleeText, lineOf, type Collector, type WalkContext } from "./model.js";

/** Tests that throw, exit or refuse to answer when a variable is missing. */
export class EnvCheckCollector implements Collector {
  readonly #env: EnvFile;

  constructor(env: EnvFile) {
    this.#env = env;
  }

  visit(node: ts.Node, context: WalkContext): void {
    if (ts.isCallExpression(node)) this.#assertion(node, context.functionId);
    else if (ts.isIfStatement(node)) this.#collected(node);
  }

  /** Looks at one condition whose term is complete. */
  decide(decision: Decision): void {
    const { row } = decision.draft;
    const names = missingNames(decision.term, decision.draft.isInverted, row.effect, row.else_effect);
    this.#add(names, row.line, row.function_id);
    if (stops(row.effect)) this.#alternatives(decision.term);
    if (stops(row.effect)) this.#strictReaders(decision.term);
  }

  /** `const key = process.env.A ?? process.env.B; if (!key) throw`: either will do. */
  #alternatives(term: EnvTerm): void {
    const names = [...namesIn(term)].filter((name) => !isParameterName(name));
    if (names.length > 1 && truthWithout(term, ...names) === true)
      for (const name of names) this.#env.alternatives.add(name);
  }

  /** `if (value === undefined && fallback === undefined) throw`: the callers that give no fallback need the variable. */
  #strictReaders(term: EnvTerm): void {
    for (const name of namesIn(term)) {
      if (isParameterName(name) && truthWithout(term, name) !== false && asksForAbsence(term, name))
        this.#env.validated.add(name);
    }
  }

  /** `invariant(process.env.X, "…")`, `assert(a && b)`. */
  #assertion(node: ts.CallExpression, functionId: number | null): void {
    const [first] = node.arguments;
    if (!first || !isAssertion(calleeText(node.expression))) return;
    const term = this.#env.terms.of(first);
    if (!isTelling(term)) return;
    const names = [...namesIn(term)].filter((name) => truthWithout(term, name) === false);
    this.#add(names, lineOf(this.#env.model, node), functionId);
  }

  /** `if (!process.env.X) missing.push("X")`: the throw comes later. */
  #collected(node: ts.IfStatement): void {
    const { thenStatement: then } = node;
    const statements = ts.isBlock(then) ? then.statements : [then];
    for (const statement of statements) {
      if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) continue;
      const callee = statement.expression.expression;
      const isPush = ts.isPropertyAccessExpression(callee) && callee.name.text === "push";
      if (isPush) this.#env.terms.collect(callee.expression, this.#env.terms.of(node.expression));
    }
  }

  #add(found: readonly string[], line: number, functionId: number | null): void {
    for (const name of found) this.#env.validated.add(name);
    const names = found.filter((name) => !isParameterName(name));
    if (names.length === 0) return;
    addRows(this.#env.model.facts, "env_validation", [throwRow(this.#env.model.path, line, functionId, names)]);
  }
}

/** Variables without which a condition leads to a throw, an exit or a refusal. */
export function missingNames(term: EnvTerm, isInverted: boolean, effect: string, elseEffect: string | null): string[] {
  const whenTrue = stops(isInverted ? elseEffect : effect);
  const whenFalse = stops(isInverted ? effect : elseEffect);
  if (!whenTrue && !whenFalse) return [];
  return [...namesIn(term)].filter((name) => {
    const truth = truthWithout(term, name);
    const isStopped = truth === true ? whenTrue : truth === false && whenFalse;
    return isStopped && isPresenceTest(term, name);
  });
}

export const throwRow = (
  file: string,
  line: number,
  functionId: number | null,
  names: readonly string[],
): EnvValidationRow => ({
  file,
  line,
  function_id: functionId,
  kind: "throw",
  names_json: JSON.stringify(names),
});

const STOPS: ReadonlySet<string> = new Set<Effect>(["throw", "error", "reject"]);

const stops = (effect: string | null): boolean => effect !== null && STOPS.has(effect);
