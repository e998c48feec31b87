/** Secrets that show by what they are assigned to: `password: "…"`, `process.env.JWT_SECRET || "…"`, `TOKEN=…`. Pure. */
import { nameStrength } from "./secret-names.js";
import { MASK, providerPrefix, type SecretRange } from "./secret-shapes.js";
import { isPlaceholder, isSecretLiteral, looksRandom } from "./secret-values.js";

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
const SCHEMA_ENTRY = /([\w$]+)["']?\s{0,4}[:=]\s{0,40}(?:z|str|string|joi|t|type|v|s|vine|env)\b/gi;
/** `jwt.sign(payload, "…")`, `createHmac("sha256", "…")`. */
const CRYPTO_CALL = /\b(?:(?:jwt|jsonwebtoken|jose|JWT)\.(?:sign|verify)|create(?:Hmac|Cipheriv|Decipheriv))\(/g;
/** `?api_key=…&token=…`, `;Password=…;`. */
const PARAMETER = /[?&;"']([\w-]{0,40}(?:key|token|secret|password|pwd|sig|signature))=([^\s&"'`<>${}#;\\(),]{6,})/gi;
/** `{ "name": "JWT_SECRET", "value": "…" }` of task definitions, and the same over two lines of YAML. */
const NAME_VALUE =
  /\b(?:name|key)["']?\s{0,4}:\s{0,4}["']?([\w.-]{3,80})["']?\s{0,4},?\s{0,80}["']?value["']?\s{0,4}:[ \t]{0,8}(["']?)/gi;
const SQL_PASSWORD = /\bpassword\s{1,4}(')/gi;
/** `JWT_SECRET=… npm start`, within a line. */
const SHELL_ASSIGNMENT = /(?<![\w$.-])([A-Z][A-Z\d_]{2,60})=([^\s"'`$<>{}()&|;\\,#][^\s"'`$<>{}()&|;\\,]{2,})/g;
/** `KEY=value`, commented out or not. */
const ENV_LINE =
  /^[ \t]*(?:#[ \t]*)?(?:(?:export|set)[ \t]+)?["']?([\w.-]{2,100})["']?[ \t]*=[ \t]*([^\s"'`#][^\r\n]*)$/gm;
/** `key: value`, `- KEY=value`, `ENV KEY value`, `//registry/:_authToken=value`. */
const DATA_LINE =
  /^[ \t]*(?:-[ \t]+)?(?:(?:export|set|ARG)[ \t]+)?(?:["']?([\w.:/@-]{2,100})["']?[ \t]*(?:=|:(?=[ \t]))|ENV[ \t]+(\w{2,100})[ \t=])[ \t]*([^\s"'`#][^\r\n]*)$/gm;
/** Code in the examples of documentation. */
const EXPRESSION = /^(?:process|import|os|env)\.|[(){}|;,]|=>|[A-Za-z_$][\w$]*\.[A-Za-z_$][\w$]*[!?]?$/;

/** Tokens without a prefix, looked for only where their provider is named. */
const BOT_TOKENS: readonly (readonly [provider: RegExp, token: RegExp])[] = [
  [/discord/i, /(?<![\w.-])[MNO][\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,40}(?![\w.-])/g],
  [/telegram/i, /(?<![\w:.-])\d{8,10}:[\w-]{35}(?![\w-])/g],
];

const MOST_VALUE = 8192;

/**
 * How values are written. `code`: quoted literals. `data` (YAML, INI, shell, prose): also `key: value` and `KEY=value` lines.
 * `env`: every line is one, and a random value is a secret whatever its name. `manifest` (package.json, lock files): names
 * are those of packages, so that only commands hold assignments.
 */
export type SecretSyntax = "code" | "data" | "env" | "manifest";

const ANY_NAME = /secret|token|pass|pwd|key|credential|sig/i;

/** Every literal that a secret's name is given, in no particular order. */
export function findAssignedSecrets(text: string, syntax: SecretSyntax): SecretRange[] {
  const found: SecretRange[] = [];
  if (syntax === "env" || syntax === "data") addDataLines(text, syntax === "env", found);
  if (text.includes(".sign(") || text.includes(".verify(") || text.includes("create")) addCryptoArguments(text, found);
  addBotTokens(text, found);
  if (!ANY_NAME.test(text)) return found;
  addParameters(text, found);
  if (syntax !== "code") addShellAssignments(text, found);
  if (syntax === "manifest") return found;
  addNamedLiterals(text, syntax, found);
  addDefaults(text, found);
  addNameValuePairs(text, syntax, found);
  return found;
}

function addBotTokens(text: string, found: SecretRange[]): void {
  for (const [provider, token] of BOT_TOKENS) {
    if (!provider.test(text)) continue;
    for (const { 0: value, index } of text.matchAll(token)) found.push({ start: index, end: index + value.length });
  }
}

function addNamedLiterals(text: string, syntax: SecretSyntax, found: SecretRange[]): void {
  for (const match of text.matchAll(NAMED_LITERAL)) {
    const [whole, closer = "", operator = ""] = match;
    const nameStart = startOfName(text, match.index);
    const nameEnd = match.index + (/^[\w$-]*/.exec(whole)?.[0].length ?? 0);
    const name = text.slice(nameStart, nameEnd);
    const strength = nameStrength(name);
    if (strength === "none" || isPackageName(text, nameStart)) continue;
    // In prose, a backtick opens a code span: "the secret: `openssl rand`", "`KEY` or `_PATH`".
    if (syntax !== "code" && whole.endsWith("`")) continue;
    if (operator.toLowerCase() === "or" && /["'`]$/.test(closer)) continue;
    if (operator === ":" && isTernaryBranch(text, nameStart)) continue;
    if (operator === "," && !isArgumentName(text, nameStart, closer)) continue;
    const quoteAt = match.index + whole.length - 1;
    const isFallback = /^(?:,|\||\?|or$)/i.test(operator);
    const isComparison = operator === "==" || operator === "===" || operator.startsWith("!");
    addLiteral(
      text,
      quoteAt,
      found,
      // `type === "password"` is no secret; `password === "hunter2"` is.
      (value) => isSecretLiteral(name, value, strength, isFallback) && !(isComparison && /^[A-Za-z_-]+$/.test(value)),
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
    const entry = [...before.slice(before.lastIndexOf(";") + 1).matchAll(SCHEMA_ENTRY)].at(-1)?.[1];
    const strength = entry === undefined ? "none" : nameStrength(entry);
    if (entry === undefined || strength === "none") continue;
    addLiteral(text, match.index + match[0].length - 1, found, (value) =>
      isSecretLiteral(entry, value, strength, true),
    );
  }
}

function addCryptoArguments(text: string, found: SecretRange[]): void {
  for (const match of text.matchAll(CRYPTO_CALL)) {
    const quoteAt = secondArgument(text, match.index + match[0].length);
    if (!/["'`]/.test(text.charAt(quoteAt))) continue;
    addLiteral(text, quoteAt, found, (value) => isSecretLiteral("secret", value, "strong", true));
  }
}

/** Position of a call's second argument, given where the first begins; -1 when it is not within 400 characters. */
function secondArgument(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < from + 400 && at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "(" || character === "{" || character === "[") depth += 1;
    else if (character === ")" || character === "}" || character === "]") depth -= 1;
    if (depth < 0) return -1;
    if (character !== "," || depth > 0) continue;
    const rest = text.slice(at + 1, at + 80);
    return at + 1 + rest.length - rest.trimStart().length;
  }
  return -1;
}

function addParameters(text: string, found: SecretRange[]): void {
  for (const match of text.matchAll(PARAMETER)) {
    const [whole, name = "", value = ""] = match;
    const isSecret = nameStrength(name) !== "none" || /sig(?:nature)?$/i.test(name);
    if (!isSecret || !/\d/.test(value) || /^pk[._]/.test(value) || isPlaceholder(value) || value.includes(MASK))
      continue;
    found.push({ start: match.index + whole.length - value.length, end: match.index + whole.length });
  }
}

function addShellAssignments(text: string, found: SecretRange[]): void {
  for (const match of text.matchAll(SHELL_ASSIGNMENT)) {
    const [whole, name = "", value = ""] = match;
    const strength = nameStrength(name);
    if (strength === "none" || !isSecretLiteral(name, value, strength, true)) continue;
    const end = match.index + whole.length;
    found.push({ start: end - value.length + providerPrefix(value).length, end });
  }
}

function addNameValuePairs(text: string, syntax: SecretSyntax, found: SecretRange[]): void {
  for (const match of text.matchAll(NAME_VALUE)) {
    const [whole, name = "", quote = ""] = match;
    const strength = nameStrength(name);
    if (strength === "none") continue;
    const end = match.index + whole.length;
    if (quote === "" && syntax !== "code") addBareValue(text, end, name, strength, found);
    else if (quote !== "") addLiteral(text, end - 1, found, (value) => isSecretLiteral(name, value, strength, false));
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
  if (!EXPRESSION.test(value) && isSecretLiteral(name, value, strength, false))
    found.push({ start, end: start + value.length });
}

/** Lines of files whose values need no quotes. */
function addDataLines(text: string, isEnv: boolean, found: SecretRange[]): void {
  for (const match of text.matchAll(isEnv ? ENV_LINE : DATA_LINE)) {
    const [whole, key, second, third] = match;
    const rest = (isEnv ? second : third) ?? "";
    const name = key ?? second ?? "";
    const value = rest.replace(/\s+#.*$/, "").trimEnd();
    const last = name.slice(Math.max(name.lastIndexOf(":"), name.lastIndexOf("/")) + 1);
    if (value.includes(MASK) || !isSecretLine(last, value, isEnv)) continue;
    const start = match.index + whole.length - rest.length;
    found.push({ start: start + providerPrefix(value).length, end: start + value.length });
  }
}

/** Names of what is long and random, and no secret. */
const IDENTIFIER_NAME =
  /(?:^|_)(?:ID|IDS|URL|URI|HOST|DOMAIN|DSN|VERSION|IMAGE|TAG|SHA|COMMIT|DIGEST|HASH|ADDRESS|ARN|REGION|BUCKET|MODEL|PUBLIC|PUBLISHABLE|ANON)(?:_|$)/i;

function isSecretLine(name: string, value: string, isEnv: boolean): boolean {
  const strength = nameStrength(name);
  if (strength === "none") return isEnv && !IDENTIFIER_NAME.test(name) && looksRandom(value);
  if (!isEnv && (/\s/.test(value) || EXPRESSION.test(value))) return false;
  return isSecretLiteral(name, value, strength, isEnv);
}

function addLiteral(text: string, quoteAt: number, found: SecretRange[], isSecret: (value: string) => boolean): void {
  const end = endOfLiteral(text, quoteAt);
  if (end === -1) return;
  const value = text.slice(quoteAt + 1, end);
  if (text.charAt(quoteAt) === "`" && /\s/.test(value)) return;
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

/** `"@scope/api-key": "^2.0.0"` */
function isPackageName(text: string, nameStart: number): boolean {
  return text.charAt(nameStart - 1) === "/";
}

/** `isSecret ? "secret" : "variable"` */
function isTernaryBranch(text: string, nameStart: number): boolean {
  return /\?\s*["'`]?[\w$.]*$/.test(text.slice(Math.max(0, nameStart - 80), nameStart));
}

function startOfName(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < 80 && /[\w$-]/.test(text.charAt(start - 1))) start -= 1;
  return start;
}
