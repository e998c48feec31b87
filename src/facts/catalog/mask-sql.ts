/** Hides secrets in SQL: in expressions, function bodies and statements. Pure. */
import { isSecretName, looksLikeSecretValue, MASK, maskSecrets } from "../../shared/secrets.js";

export const HIDDEN = MASK.repeat(4);

const LITERAL = /'((?:[^']|'')*)'/g;

/** How much of what stands before a literal says what it is. */
const CONTEXT = 300;
const NEAR = 100;

/** SQL in which literals that look like a secret, are given to a secret's name or used as a key are hidden. */
export function maskExpression(sql: string): string {
  return maskSecrets(sql).replace(LITERAL, (literal, value: string, at: number) => {
    if (value === "") return literal;
    if (looksLikeSecretValue(value) || isSecretPlace(sql.slice(Math.max(0, at - CONTEXT), at), value))
      return `'${HIDDEN}'`;
    return literal.replace(PASSWORD_SETTING, `$1=${HIDDEN}`);
  });
}

/** Every literal: the default of a column called `api_key` is one, whatever it looks like. */
export const maskLiterals = (sql: string): string =>
  sql.replace(LITERAL, (literal, value: string) => (value === "" ? literal : `'${HIDDEN}'`));

/** host=db password=… */
const PASSWORD_SETTING = /\b(password|passwd|pwd)=[^\s'&]+/gi;

/** `v_token constant text := '…'`, `api_key => '…'`, `IF secret = '…'`: the last words before the sign. */
const ASSIGNED = /((?:[\w.]+\s+){0,4}[\w.]+)(?:\(\d+\))?\s*(?::=|=>|=|\bdefault)\s*$/i;

/** CREATE ROLE … PASSWORD '…' */
const ROLE_PASSWORD = /\bpassword\s+$/i;

/** jsonb_build_object('apikey', '…'), set_config('app.jwt_secret', '…') */
const NAMED_VALUE = /(?:build_object|set_config)\s*\([\s\S]*'([^']*)'\s*,\s*$/i;

/** Functions of pgcrypto, pgjwt, Vault and dblink to which keys and passwords are given. */
const TAKES_KEY = /\b(?:pgp_sym_(?:en|de)crypt\w*|hmac|(?:en|de)crypt\w*|crypt|create_secret|sign)\s*\([^()]*$/i;
const ALGORITHM = /^(?:aes|bf|des|3des|md5|sha\d+|hs\d+)(?:-\w+)?(?:\/pad:\w+)?$/i;

/** The last character decides which of the patterns can match; databases hold megabytes of functions. */
function isSecretPlace(before: string, value: string): boolean {
  switch (before.trimEnd().at(-1)) {
    case "=":
    case ">":
    case "t":
    case "T":
      return isAssigned(before);
    case "d":
    case "D":
      return ROLE_PASSWORD.test(before);
    case "(":
      return takesKey(before, value);
    case ",":
      return isNamed(before) || takesKey(before, value);
    default:
      return false;
  }
}

function isAssigned(before: string): boolean {
  const [, words] = ASSIGNED.exec(before.slice(-NEAR)) ?? [];
  return words?.split(/[\s.]+/).some(isSecretName) ?? false;
}

function isNamed(before: string): boolean {
  const [, name] = NAMED_VALUE.exec(before) ?? [];
  return name !== undefined && isSecretName(name.split(".").at(-1) ?? name);
}

const takesKey = (before: string, value: string): boolean => TAKES_KEY.test(before) && !ALGORITHM.test(value);

/** A statement as pg_stat_statements keeps it, without what was not replaced by $1: literals and comments. */
export function maskStatement(sql: string): string {
  return sql
    .replace(/\/\*[\s\S]*?(?:\*\/|$)/g, " ")
    .replace(/--[^\n]*/g, " ")
    .replace(/\$(\w*)\$[\s\S]*?(?:\$\1\$|$)/g, "'…'")
    .replace(/'(?:[^']|'')*(?:'|$)/g, "'…'")
    .replace(/\s+/g, " ")
    .trim();
}
