/** What a value says about itself: placeholder, secret, or plain word. Pure. */
import { wordsOf } from "./secret-names.js";
import { findShapedSecrets, isMaskedShape, isTemplate, MASK } from "./secret-shapes.js";

/** Whole values that only stand in for something, and words that do so wherever they stand alone. */
const STAND_IN =
  /^(?:[-_.]+|none|null|undefined|nil|n\/a|empty|unset|test|foo|bar|baz|string|hidden|change[-_ ]?(?:this|it)|(?:put|enter|add|paste|insert|fill)[-_ ].*|(?:[a-z0-9]+[-_ ])+here|my[-_](?:api[-_]|secret[-_])?(?:key|token|secret))$|(?:^|[^a-z\d])(?:dummy|fake|todo|tbd|fixme|sample)(?![a-z\d])|^\$\w|^\$\(|^\[[\w .-]+\]$|^%[({]?\w+[)}]?%$/i;

/** True for a value that stands in for a secret: your-key-here, xxx, changeme, <token>, ${VAR}, sk-..., nothing at all. */
export function isPlaceholder(value: string): boolean {
  const trimmed = value.trim();
  if (trimmed === "") return true;
  return !trimmed.includes(MASK) && (STAND_IN.test(trimmed) || isTemplate(trimmed));
}

/** True when the value, masked or not, has the shape of a provider's key, a signed token, a private key or holds one. */
export function isProviderSecret(value: string): boolean {
  return value.includes(MASK) ? isMaskedShape(value) : findShapedSecrets(value).length > 0;
}

const SHORTEST_RANDOM = 16;
/** Bits per character. English and identifiers stay below; hexadecimal cannot pass 4, base64 reaches 6. */
const RANDOM_HEX_BITS = 2.8;
const RANDOM_TEXT_BITS = 3.3;

/** True when a value is, or looks like, a secret: masked already, shaped like a provider's, or too random to be a word. */
export function looksLikeSecretValue(value: string): boolean {
  if (value.includes(MASK)) return true;
  return isProviderSecret(value) || looksRandom(value);
}

/** True for a run of 16 or more letters and digits that no word, date, version or host name explains. */
export function looksRandom(value: string): boolean {
  if (/^(?:\.{0,2}\/|@|~\/|[a-z][\w+.-]*:\/\/)/i.test(value) || /\s/.test(value) || isPlaceholder(value)) return false;
  if (/^[0-9a-f]{32,}$/i.test(value)) return entropy(value) > RANDOM_HEX_BITS;
  const isBase64 = value.length >= 24 && /^[A-Za-z0-9+/]+={0,2}$/.test(value) && /[+/=]/.test(value);
  const runs = isBase64 ? [value] : value.split(/[^A-Za-z0-9]+/);
  return runs.some(isRandomRun);
}

function isRandomRun(run: string): boolean {
  if (run.length < SHORTEST_RANDOM || !/\d/.test(run) || !/[A-Za-z]/.test(run)) return false;
  const words = wordsOf(run)
    .filter((word) => /^[a-z]{3,}$/.test(word))
    .join("");
  // `europeWest4Production2024` is made of words; a random run has its digits everywhere.
  return words.length < run.length * 0.6 && entropy(run) > RANDOM_TEXT_BITS;
}

function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

const FILLED_IN = /\$\{|\{\{|#\{|\$\(|%s|%\(|^\$[A-Za-z_]|^!\w|^[|>&*]$/;
const ENV_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
const ADDRESS = /^(?:\.{0,2}\/[\w./@[\]:*-]*$|@[\w-]*\/|~\/|[a-z][\w+.-]{1,20}:(?:\/\/|$)|arn:|op:\/\/|data:|env\()/i;
const HEADER = /^(?:authorization|bearer|basic|cookie|set-cookie|x-[a-z-]+|api[-_]?key|apikey)$/i;
/** Publishable keys of Stripe, Clerk, Mapbox; version ranges of a package whose name ends in `-token`. */
const PUBLIC_VALUE =
  /^pk[._]|^pub_|^[\^~<>=v]{0,2}\d+\.(?:\d+|x|\*)|^(?:workspace|catalog|npm|file|link|portal|patch):|^\^\d/;
/** The name of a variable or a field in lower case. */
const FIELD_NAME = /^[a-z\d]+(?:_[a-z\d]+)*_(?:api_?key|access_token|refresh_token)$/;
const DOTTED_WORDS = /^[A-Za-z][A-Za-z_-]*(?:[.:][A-Za-z][A-Za-z_-]*)+$/;
/** Switches and small numbers: a secret's name in front of them speaks about the secret. */
const SETTING = /^(?:true|false|yes|no|on|off|none|null|undefined|\d{1,5})$/i;
const KEYWORDS: ReadonlySet<string> = new Set(
  "string number boolean object array any unknown null undefined true false none read write inherit required optional text hidden input email file json header query body cookie oauth oauth2 jwt bearer basic hash salted plain uuid varchar".split(
    " ",
  ),
);

/**
 * True when a literal given to a secret's name is that secret, and not a type, a variable's name, a header, a message or
 * a path. `isFallback`: it takes effect when the real one is missing (`?? "dev"`), so nearly anything is a secret.
 */
export function isSecretLiteral(
  name: string,
  value: string,
  strength: "strong" | "weak",
  isFallback: boolean,
): boolean {
  if (!/[A-Za-z0-9]/.test(value) || value.includes(MASK) || SETTING.test(value)) return false;
  if (isPlaceholder(value) || FILLED_IN.test(value) || ADDRESS.test(value) || PUBLIC_VALUE.test(value)) return false;
  if (isFallback && (strength === "strong" || /^[A-Z][A-Z0-9_]*$/.test(name))) return true;
  if (value.length < 4 || KEYWORDS.has(value.toLowerCase())) return false;
  if (ENV_NAME.test(value) || FIELD_NAME.test(value) || HEADER.test(value) || DOTTED_WORDS.test(value)) return false;
  if (isEcho(name, value) || isProse(value)) return false;
  return strength === "strong" || !isWord(value);
}

/** `REFRESH_TOKEN = "refresh_token"`: the name of a field, a cookie or a storage key. */
function isEcho(name: string, value: string): boolean {
  const inName = new Set(wordsOf(name));
  const words = wordsOf(value);
  const echoes = words.every((word) => inName.has(word));
  return echoes && (words.length > 1 || words.length === inName.size);
}

const PROSE_WORDS =
  /\b(?:is|are|was|be|the|a|an|to|of|for|in|on|and|or|not|no|must|please|enter|invalid|required|missing|use|used|with|from|at|least|characters?|does|do|has|have|should|can|cannot|will|if|this|that)\b/i;

/** A message, a label or a sentence in any language. */
function isProse(value: string): boolean {
  if (/[^\x20-\x7E]/.test(value)) return true;
  if (!/\s/.test(value)) return false;
  if (value !== value.trim()) return true;
  return /^[A-Z]/.test(value) || /[.!?:,]$/.test(value) || PROSE_WORDS.test(value) || value.split(/\s+/).length > 6;
}

/** A name, a number or a theme colour: what a `token` that is no credential may hold. */
function isWord(value: string): boolean {
  if (/^[\d\s.,_-]+$/.test(value)) return value.length < 12;
  if (/^-*[A-Za-z]+(?:[-_.:/][A-Za-z]+)*(?:[-_.:]?\d{1,2})?$/.test(value)) return !isRandomLetters(value);
  return false;
}

function isRandomLetters(value: string): boolean {
  return (
    value.length >= 20 &&
    /^[A-Za-z]+$/.test(value) &&
    /[a-z]{1,3}[A-Z]{1,3}[a-z]{1,3}[A-Z]/.test(value) &&
    entropy(value) > 4
  );
}
