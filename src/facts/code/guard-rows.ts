import type { GuardRow } from "../rows.js";
import { harmlessLiteral } from "./env-use.js";
import { isParameterName, namesIn, operation, type EnvTerm } from "./env-terms.js";
import { truthWithout } from "./env-truth.js";

/** A branch whose condition may depend on the environment. */
export interface GuardDraft {
  /** The row without what only the terms can say. */
  readonly row: GuardBase;
  /** Operands of the outermost && or ||; one when there is none. */
  readonly operands: readonly { readonly text: string; readonly term: EnvTerm }[];
  readonly joint: "&&" | "||";
  /** The branch is what stands behind ||: taken when the condition does not hold. */
  readonly isInverted: boolean;
  /** Stands alone: `x || act()` decides; inside an expression it may only yield a default. */
  readonly isStatement: boolean;
}

type Derived = "env_name" | "operator" | "compared_to" | "default_value" | "when_unset" | "other_terms";
export type GuardBase = Omit<GuardRow, Derived>;

/** Most rows that one condition may yield: a loop over all names of a schema says no more with a hundred of them. */
const MAX_ROWS = 50;

/** One row per variable that the condition depends on. */
export function guardRows(draft: GuardDraft): GuardRow[] {
  const whole = draft.operands
    .map((operand) => operand.term)
    .reduce((left, right) => operation(draft.joint, left, right));
  const rows: GuardRow[] = [];
  const names = [...namesIn(whole)].filter((name) => !isParameterName(name));
  for (const name of names.slice(0, MAX_ROWS)) {
    const primary = draft.operands.findIndex((operand) => namesIn(operand.term).has(name));
    const operand = draft.operands[primary];
    if (!operand || (draft.isInverted && !draft.isStatement && yieldsValue(operand.term))) continue;
    const test = describeTest(operand.term, name, draft.isInverted);
    const whenUnset = outcome(truthWithout(whole, name), draft.isInverted);
    // A test of something that was only made with the variable's help says nothing about it.
    if (test.operator === "other" && whenUnset === "unknown" && test.comparedTo === null) continue;
    const others = draft.operands.filter((_, index) => index !== primary).map((other) => other.text);
    rows.push({
      ...draft.row,
      env_name: name,
      operator: test.operator,
      compared_to: harmlessLiteral(name, test.comparedTo),
      default_value: harmlessLiteral(name, test.fallback),
      when_unset: whenUnset,
      other_terms: others.length > 0 ? others.join(` ${draft.joint} `) : null,
    });
  }
  return rows;
}

/** The variable's own value: `process.env.X || make()` is a default. */
const yieldsValue = (term: EnvTerm): boolean =>
  term.kind === "env" ||
  (term.kind === "operation" && /^\??\.|^[|?]{2}$|^(Number|String|template)$/.test(term.operator));

function outcome(truth: boolean | null, isInverted: boolean): string {
  if (truth === null) return "unknown";
  return truth === isInverted ? "skipped" : "taken";
}

interface EnvTest {
  readonly operator: string;
  readonly comparedTo: string | null;
  readonly fallback: string | null;
}

const NEGATED: ReadonlyMap<string, string> = new Map([
  ["===", "!=="],
  ["!==", "==="],
  ["truthy", "falsy"],
  ["falsy", "truthy"],
  ["includes", "other"],
]);

/**
 * True when a condition asks whether the variable is there at all: not whether it says "1" or "production", and not
 * when something replaces it.
 */
export function isPresenceTest(term: EnvTerm, name: string): boolean {
  const { operator } = describeTest(term, name, false);
  return operator !== "===" && operator !== "!==" && operator !== "includes" && !isReplaced(term, name);
}

/** True for `!value`, `value === undefined` and the like. */
export const asksForAbsence = (term: EnvTerm, name: string): boolean =>
  describeTest(term, name, false).operator === "falsy";

/** A value stands in when the variable is missing, even one that cannot be told. */
function isReplaced(term: EnvTerm, name: string): boolean {
  if (term.kind !== "operation") return false;
  const [left] = term.terms;
  const isDefault = term.operator === "??" || term.operator === "||";
  if (isDefault && left?.kind === "env" && left.names.includes(name)) return !isEmptyDefault(term);
  return term.terms.some((inner) => isReplaced(inner, name));
}

/** `process.env.X || ""` leaves a missing variable missing. */
const isEmptyDefault = (term: EnvTerm & { kind: "operation" }): boolean => {
  const [, right] = term.terms;
  return right?.kind === "literal" && !right.value;
};

/** How the variable itself is tested, negations around it applied. */
function describeTest(term: EnvTerm, name: string, isNegated: boolean): EnvTest {
  const make = (operator: string, comparedTo: string | null, fallback: string | null): EnvTest => ({
    operator: isNegated ? (NEGATED.get(operator) ?? operator) : operator,
    comparedTo,
    fallback,
  });
  if (term.kind !== "operation") return make("truthy", null, null);
  const [first, second] = term.terms;
  if (!first) return make("other", null, null);
  const counted = listBehind(first);
  if (counted) return describeTest(counted, name, isNegated !== ASKS_FOR_NONE.has(term.operator));
  switch (term.operator) {
    case "!":
      return describeTest(first, name, !isNegated);
    case "Boolean":
      return describeTest(first, name, isNegated);
    case "===":
    case "==":
    case "!==":
    case "!=": {
      const left = namesIn(first).has(name) ? first : (second ?? first);
      const isEqual = term.operator.startsWith("=");
      const chosen = describeChoice(left, left === first ? second : first, isEqual !== isNegated, name);
      if (chosen) return chosen;
      return comparison(left, left === first ? second : first, isEqual, name, make);
    }
    case "in": {
      const list = term.terms.slice(1).map((one) => (one.kind === "literal" ? String(one.value) : "…"));
      return make("includes", list.join(", "), fallbackOf(first, name));
    }
    case "&&":
    case "||":
    case "??":
      return describeLogic(term.terms, term.operator, name, isNegated, make);
    case "?:": {
      const tested = term.terms.find((one) => namesIn(one).has(name)) ?? first;
      return describeTest(tested, name, isNegated);
    }
    case "filter":
    case "find":
    case "some":
    case "collect":
    case "every":
      return describeTest(first, name, isNegated);
    default:
      return make(term.operator.endsWith("length") ? "truthy" : "other", null, fallbackOf(term, name));
  }
}

/** Comparisons with which a list's length is asked to be zero. */
const ASKS_FOR_NONE: ReadonlySet<string> = new Set(["===", "==", "<", "<="]);

/** `missing` of `missing.length > 0`. */
function listBehind(term: EnvTerm): EnvTerm | null {
  if (term.kind !== "operation" || !term.operator.endsWith(".length")) return null;
  const [list] = term.terms;
  const isList = list?.kind === "operation" && (list.operator === "filter" || list.operator === "collect");
  return isList ? list : null;
}

type Make = (operator: string, comparedTo: string | null, fallback: string | null) => EnvTest;

function comparison(left: EnvTerm, right: EnvTerm | undefined, isEqual: boolean, name: string, make: Make): EnvTest {
  const fallback = fallbackOf(left, name);
  if (left.kind === "operation" && left.operator === "typeof" && right?.kind === "literal") {
    return make((right.value === "undefined") === isEqual ? "falsy" : "truthy", null, fallback);
  }
  if (right?.kind !== "literal") return make(isEqual ? "===" : "!==", null, fallback);
  const { value } = right;
  if (value === undefined || value === null) return make(isEqual ? "falsy" : "truthy", null, fallback);
  return make(isEqual ? "===" : "!==", String(value), fallback);
}

/** `mode === "global"`, where mode is `isExplicit ? "explicit" : "global"`: a test of what was chosen by. */
function describeChoice(left: EnvTerm, right: EnvTerm | undefined, isEqual: boolean, name: string): EnvTest | null {
  if (left.kind !== "operation" || left.operator !== "?:" || right?.kind !== "literal") return null;
  const [test, yes, no] = left.terms;
  if (!test || yes?.kind !== "literal" || no?.kind !== "literal" || yes.value === no.value) return null;
  if (right.value === yes.value) return describeTest(test, name, !isEqual);
  return right.value === no.value ? describeTest(test, name, isEqual) : null;
}

function describeLogic(
  terms: readonly EnvTerm[],
  operator: string,
  name: string,
  isNegated: boolean,
  make: Make,
): EnvTest {
  const [first, second] = terms;
  // `X || "default"` yields a value; anything else joins two tests.
  if (first && second?.kind === "literal" && operator !== "&&") return make("truthy", null, literalText(second));
  const tested = terms.find((one) => namesIn(one).has(name));
  return tested ? describeTest(tested, name, isNegated) : make("other", null, null);
}

/** The literal that replaces the variable when it is not set. */
function fallbackOf(term: EnvTerm, name: string): string | null {
  if (term.kind !== "operation") return null;
  const [first, second] = term.terms;
  const isDefault = term.operator === "||" || term.operator === "??";
  if (isDefault && first && namesIn(first).has(name) && second?.kind === "literal") return literalText(second);
  // `X ? X : "default"`.
  const [, , third] = term.terms;
  const isChoice = term.operator === "?:" && second !== undefined && namesIn(second).has(name);
  if (isChoice && third?.kind === "literal") return literalText(third);
  for (const inner of term.terms) {
    const found = fallbackOf(inner, name);
    if (found !== null) return found;
  }
  return null;
}

const literalText = (term: EnvTerm & { kind: "literal" }): string | null =>
  term.value === undefined || term.value === null ? null : String(term.value);
