/** Secrets that show by what they are assigned to: `password: "…"`, `process.env.JWT_SECRET || "…"`, `TOKEN=…`. Pure. */
import { nameStrength } from "./secret-names.js";
import { MASK, providerPrefix, type SecretRange } from "./secret-shapes.js";
import { isPlaceholder, isSecretLiteral, looksLikeSecretValue } from "./secret-values.js";

/**
 * The last word of a secret's name, then whatever may stand between a name and its literal: closing quote and bracket,
 * a TypeScript or Python annotation, an operator, a wrapping call. Every repetition is bounded.
 */
const NAMED_LITERAL = new RegExp(
  "(?:secret|token|passw|passphrase|passcode|pwd|pass|key|credential)[\\w$-]{0,40}" +
    "([\"'`]?[\\])]{0,2}!?\\)?\\??(?:\\s{1,4}as\\s{1,4}\\w{1,20}\\)?)?)" +
    "(?:\\s{0,4}:\\s{0,4}[A-Za-z_][\\w.|<>[\\] ]{0,40}(?==))?" +
    "\\s{0,40}(={1,3}|!={1,2}|:|\\|\\|=?|\\?\\?=?|\\bor\\b|,)\\s{0,80}" +
    "(?:(?:SecretStr|String|str|Buffer\\.from|Field|(?:new )?TextEncoder\\(\\)\\.encode)\\(\\s{0,40}(?:default\\s{0,2}=\\s{0,2})?|[bruf]{1,2}(?=[\"']))?" +
    "([\"'`])",
  "gi",
);
/** `z.string().default("…")`, envalid's `str({ default: "…" })`. */
const DEFAULT_LITERAL = /\b(?:dev)?default(?:\(|\s{0,4}:)\s{0,40}(["'`])/gi;
const SCHEMA_ENTRY = /([\w$]+)["']?\s{0,4}[:=]\s{0,40}(?:z|str|string|joi|t|type|v|s|vine|env)\b[^;]*$/i;
/** `jwt.sign(payload, "…")`, `createHmac("sha256", "…")`. */
const CRYPTO_CALL = /\b(?:jwt|jsonwebtoken|jose)\.(?:sign|verify)\(|\bcreate(?:Hmac|Cipheriv|Decipheriv)\(/g;
const SECOND_ARGUMENT = /[\w)}\]"']\s{0,20},\s{0,40}(["'`])/g;
/** `?api_key=…&token=…`, `;Password=…;`. */
const PARAMETER = /[?&;"']([\w-]{0,40}(?:key|token|secret|password|pwd|sig))=([^\s&"'`<>${}#;\\(),]{6,})/gi;
/** `{ "name": "JWT_SECRET", "value": "…" }` of task definitions, and the same over two lines of YAML. */
const NAME_VALUE =
  /\b(?:name|key)["']?\s{0,4}:\s{0,4}["']?([\w.-]{3,80})["']?\s{0,4},?\s{0,80}["']?value["']?\s{0,4}:[ \t]{0,8}(["']?)/gi;
const SQL_PASSWORD = /\bpassword\s{1,4}(')/gi;
const DATA_LINE =
  /^[ \t]*(?:#[ \t]*)?(?:-[ \t]+)?(?:(?:export|set|ENV|ARG|echo)[ \t]+)?["']?([\w.:/@-]{2,100})["']?[ \t]*(?:=|:(?=[ \t])|[ \t](?=[^\s=:]+[ \t]*$))[ \t]*([^\s"'`#][^\r\n]*)$/gm;

const MOST_VALUE = 8192;

/** Every literal that a secret's name is given, in no particular order. */
export function findAssignedSecrets(text: string, syntax: "code" | "data" | "env"): SecretRange[] {
  const found: SecretRange[] = [];
  addNamedLiterals(text, found);
  addDefaults(text, found);
  addCryptoArguments(text, found);
  addParameters(text, found);
  addNameValuePairs(text, found);
  if (syntax !== "code") addDataLines(text, syntax === "env", found);
  return found;
}

function addNamedLiterals(text: string, found: SecretRange[]): void {
  for (const match of text.matchAll(NAMED_LITERAL)) {
    const [whole, closer = "", operator = ""] = match;
    const nameStart = startOfName(text, match.index);
    const nameEnd = match.index + (/^[\w$-]*/.exec(whole)?.[0].length ?? 0);
    const name = text.slice(nameStart, nameEnd);
    const strength = nameStrength(name);
    if (strength === "none") continue;
    if (operator === "," && !isArgumentName(text, nameStart, closer)) continue;
    const quoteAt = match.index + whole.length - 1;
    const isFallback = operator === "," || operator.startsWith("|") || operator.startsWith("?") || operator === "or";
    const isComparison = operator === "==" || operator === "===" || operator.startsWith("!");
    addLiteral(text, quoteAt, found, (value) =>
      isSecretLiteral(name, value, isComparison ? "weak" : strength, isFallback),
    );
  }
}

/** `getenv("SECRET_KEY", "…")`, `headers.set("X-Api-Key", "…")`; not the items of a list of names. */
function isArgumentName(text: string, nameStart: number, closer: string): boolean {
  if (!/^["'`]$/.test(closer)) return false;
  return /(?:env|environ\.get|get\w*|setItem|set|append|header|setHeader|setRequestHeader)\(\s{0,40}["'`]$/i.test(
    text.slice(Math.max(0, nameStart - 80), nameStart),
  );
}

function addDefaults(text: string, found: SecretRange[]): void {
  for (const match of text.matchAll(DEFAULT_LITERAL)) {
    const before = text.slice(Math.max(0, match.index - 240), match.index);
    const entry = SCHEMA_ENTRY.exec(before.slice(before.lastIndexOf(",\n") + 1))?.[1];
    const strength = entry === undefined ? "none" : nameStrength(entry);
    if (entry === undefined || strength === "none") continue;
    addLiteral(text, match.index + match[0].length - 1, found, (value) =>
      isSecretLiteral(entry, value, strength, true),
    );
  }
}

function addCryptoArguments(text: string, found: SecretRange[]): void {
  for (const match of text.matchAll(CRYPTO_CALL)) {
    const from = match.index + match[0].length;
    const second = [...text.slice(from, from + 240).matchAll(SECOND_ARGUMENT)][0];
    if (second === undefined) continue;
    addLiteral(text, from + second.index + second[0].length - 1, found, (value) =>
      isSecretLiteral("secret", value, "strong", true),
    );
  }
}

function addParameters(text: string, found: SecretRange[]): void {
  for (const match of text.matchAll(PARAMETER)) {
    const [whole, name = "", value = ""] = match;
    if (nameStrength(name) === "none" || !/\d/.test(value) || isPlaceholder(value) || value.includes(MASK)) continue;
    found.push({ start: match.index + whole.length - value.length, end: match.index + whole.length });
  }
}

function addNameValuePairs(text: string, found: SecretRange[]): void {
  for (const match of text.matchAll(NAME_VALUE)) {
    const [whole, name = "", quote = ""] = match;
    const strength = nameStrength(name);
    if (strength === "none") continue;
    const end = match.index + whole.length;
    if (quote === "") addBareValue(text, end, name, strength, found);
    else addLiteral(text, end - 1, found, (value) => isSecretLiteral(name, value, strength, false));
  }
  for (const match of text.matchAll(SQL_PASSWORD)) {
    addLiteral(text, match.index + match[0].length - 1, found, (value) =>
      isSecretLiteral("password", value, "strong", false),
    );
  }
}

function addBareValue(
  text: string,
  start: number,
  name: string,
  strength: "strong" | "weak",
  found: SecretRange[],
): void {
  const line = text.slice(start, start + MOST_VALUE);
  const value = /^[^\s"'`#{}[\]|>&*!,][^\r\n#]*/.exec(line)?.[0].trimEnd() ?? "";
  if (isSecretLiteral(name, value, strength, false)) found.push({ start, end: start + value.length });
}

/** Lines of files whose values need no quotes. */
function addDataLines(text: string, isEnv: boolean, found: SecretRange[]): void {
  for (const match of text.matchAll(DATA_LINE)) {
    const [whole, name = "", rest = ""] = match;
    const value = rest.replace(/\s+#.*$/, "").trimEnd();
    const last = name.slice(Math.max(name.lastIndexOf(":"), name.lastIndexOf("/")) + 1);
    const strength = nameStrength(last);
    const isSecret =
      strength === "none"
        ? isEnv && looksLikeSecretValue(value) && !value.includes(MASK)
        : isSecretLiteral(last, value, strength, isEnv);
    if (!isSecret) continue;
    const start = match.index + whole.length - rest.length;
    found.push({ start: start + providerPrefix(value).length, end: start + value.length });
  }
}

function addLiteral(text: string, quoteAt: number, found: SecretRange[], isSecret: (value: string) => boolean): void {
  const end = endOfLiteral(text, quoteAt);
  if (end === -1) return;
  const value = text.slice(quoteAt + 1, end);
  if (!isSecret(value) || (isClosingQuote(text, quoteAt) && !/^[\w/][\w+/=.~@!#$%^&*-]*$/.test(value))) return;
  found.push({ start: quoteAt + 1 + providerPrefix(value).length, end });
}

/** Position of the closing quote; -1 when the literal does not end where one of its kind has to. */
function endOfLiteral(text: string, quoteAt: number): number {
  const quote = text.charAt(quoteAt);
  const last = Math.min(text.length, quoteAt + MOST_VALUE);
  for (let at = quoteAt + 1; at < last; at += 1) {
    const character = text.charAt(at);
    if (character === quote) return at;
    if (character === "\\") at += 1;
    else if (character === "\n" && quote !== "`") return -1;
  }
  return -1;
}

/** `"?token=" + id + "&x="`: the quote in front of the operator closes a literal when an odd number precede it. */
function isClosingQuote(text: string, quoteAt: number): boolean {
  const quote = text.charAt(quoteAt);
  const lineStart = text.lastIndexOf("\n", quoteAt - 1) + 1;
  let isOpen = false;
  for (let at = Math.max(lineStart, quoteAt - 2000); at < quoteAt; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") at += 1;
    else if (character === quote) isOpen = !isOpen;
  }
  return isOpen;
}

function startOfName(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < 80 && /[\w$-]/.test(text.charAt(start - 1))) start -= 1;
  return start;
}
