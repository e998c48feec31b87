import { UNKNOWN_TERM, type EnvTerm, type TermLiteral, type TermOperator } from "./env-terms.js";

type Known = { readonly isKnown: true; readonly value: TermLiteral };
/** `truth` null: cannot be told. A list that has elements is `isFilled`; so is its length. */
type Unknown = { readonly isKnown: false; readonly truth: boolean | null; readonly isFilled: boolean };
type Value = Known | Unknown;

const CANNOT_TELL: Value = { isKnown: false, truth: null, isFilled: false };
const FILLED: Value = { isKnown: false, truth: true, isFilled: true };
const some = (truth: boolean | null): Value => ({ isKnown: false, truth, isFilled: false });
const known = (value: TermLiteral): Value => ({ isKnown: true, value });

const truthOf = (value: Value): boolean | null => (value.isKnown ? Boolean(value.value) : value.truth);

/** Whether a condition holds when one variable is not set, or several; null when that depends on something else. */
export function truthWithout(term: EnvTerm, ...names: readonly string[]): boolean | null {
  return truthOf(evaluate(term, names));
}

function evaluate(term: EnvTerm, unset: readonly string[]): Value {
  switch (term.kind) {
    case "literal":
      return known(term.value);
    case "env":
      return !term.isAlwaysSet && term.names.some((name) => unset.includes(name)) ? known(undefined) : CANNOT_TELL;
    case "object":
    case "environment":
    case "function":
    case "parsed":
    case "schema":
      return some(true);
    case "operation":
      return operate(term.operator, term.terms, unset);
    default:
      return CANNOT_TELL;
  }
}

function operate(operator: TermOperator, terms: readonly EnvTerm[], unset: readonly string[]): Value {
  const [first = UNKNOWN_TERM, second = UNKNOWN_TERM, third = UNKNOWN_TERM] = terms;
  const value = evaluate(first, unset);
  switch (operator) {
    case "!": {
      const truth = truthOf(value);
      return truth === null ? CANNOT_TELL : known(!truth);
    }
    case "&&":
    case "||":
    case "??":
      return combine(operator, value, () => evaluate(second, unset));
    case "?:": {
      const truth = truthOf(value);
      if (truth !== null) return evaluate(truth ? second : third, unset);
      return agree(evaluate(second, unset), evaluate(third, unset));
    }
    case "typeof":
      return value.isKnown ? known(typeof value.value) : CANNOT_TELL;
    case "Boolean":
      return value.isKnown ? known(Boolean(value.value)) : some(value.truth);
    case "String":
      return value.isKnown ? known(String(value.value)) : CANNOT_TELL;
    case "Number":
      return value.isKnown ? known(Number(value.value)) : CANNOT_TELL;
    case "in":
      return value.isKnown
        ? known(terms.slice(1).some((term) => term.kind === "literal" && term.value === value.value))
        : CANNOT_TELL;
    case "template":
      return template(terms.map((term) => evaluate(term, unset)));
    case "filter":
    case "find":
    case "collect":
      return truthOf(value) === true ? FILLED : CANNOT_TELL;
    case "some":
      return truthOf(value) === true ? known(true) : CANNOT_TELL;
    case "every":
      return truthOf(value) === false ? known(false) : CANNOT_TELL;
    default:
      return operator.startsWith(".") || operator.startsWith("?.")
        ? callMethod(operator, value, evaluate(second, unset))
        : compare(operator, value, evaluate(second, unset));
  }
}

function combine(operator: "&&" | "||" | "??", left: Value, right: () => Value): Value {
  if (operator === "??") {
    if (left.isKnown) return isNothing(left.value) ? right() : left;
    return left.truth === true ? left : CANNOT_TELL;
  }
  const stops = operator === "||";
  const truth = truthOf(left);
  if (truth === stops) return left;
  const other = right();
  if (truth !== null) return other;
  return truthOf(other) === stops ? some(stops) : CANNOT_TELL;
}

/** Both branches of a choice that cannot be made. */
function agree(one: Value, other: Value): Value {
  if (one.isKnown && other.isKnown && one.value === other.value) return one;
  const truth = truthOf(one);
  return truth !== null && truth === truthOf(other) ? some(truth) : CANNOT_TELL;
}

function template(parts: readonly Value[]): Value {
  let text = "";
  for (const part of parts) {
    if (!part.isKnown) return parts.some((one) => one.isKnown && String(one.value) !== "") ? some(true) : CANNOT_TELL;
    text += String(part.value);
  }
  return known(text);
}

const isNothing = (value: TermLiteral): boolean => value === null || value === undefined;

function compare(operator: string, left: Value, right: Value): Value {
  if (!left.isKnown || !right.isKnown) return compareLength(operator, left, right);
  const one = left.value;
  const other = right.value;
  switch (operator) {
    case "===":
      return known(one === other);
    case "!==":
      return known(one !== other);
    case "==":
      return known(one === other || (isNothing(one) && isNothing(other)));
    case "!=":
      return known(one !== other && !(isNothing(one) && isNothing(other)));
    case "<":
      return known(Number(one) < Number(other));
    case "<=":
      return known(Number(one) <= Number(other));
    case ">":
      return known(Number(one) > Number(other));
    case ">=":
      return known(Number(one) >= Number(other));
    default:
      return CANNOT_TELL;
  }
}

/** `missing.length > 0` of a list that is known to have elements, and nothing more. */
function compareLength(operator: string, left: Value, right: Value): Value {
  if (left.isKnown || !left.isFilled || !right.isKnown || typeof right.value !== "number") return CANNOT_TELL;
  const most = right.value;
  if (operator === ">") return most <= 0 ? known(true) : CANNOT_TELL;
  if (operator === ">=") return most <= 1 ? known(true) : CANNOT_TELL;
  if (operator === "<") return most <= 1 ? known(false) : CANNOT_TELL;
  if (operator === "<=") return most <= 0 ? known(false) : CANNOT_TELL;
  if (most !== 0) return CANNOT_TELL;
  return known(operator === "!==" || operator === "!=");
}

function callMethod(operator: string, owner: Value, argument: Value): Value {
  const isOptional = operator.startsWith("?");
  const method = operator.slice(isOptional ? 2 : 1);
  if (!owner.isKnown) return method === "length" && owner.isFilled ? owner : CANNOT_TELL;
  const { value } = owner;
  if (isNothing(value)) return isOptional ? known(undefined) : CANNOT_TELL;
  if (typeof value !== "string") return CANNOT_TELL;
  const text = argument.isKnown && typeof argument.value === "string" ? argument.value : null;
  switch (method) {
    case "length":
      return known(value.length);
    case "trim":
      return known(value.trim());
    case "toLowerCase":
      return known(value.toLowerCase());
    case "toUpperCase":
      return known(value.toUpperCase());
    case "toString":
      return known(value);
    case "startsWith":
      return text === null ? CANNOT_TELL : known(value.startsWith(text));
    case "endsWith":
      return text === null ? CANNOT_TELL : known(value.endsWith(text));
    case "includes":
      return text === null ? CANNOT_TELL : known(value.includes(text));
    default:
      return CANNOT_TELL;
  }
}
