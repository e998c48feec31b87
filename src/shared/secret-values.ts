/** What a value says about itself: placeholder, secret, or plain word. Pure. */
import { wordsOf } from "./secret-names.js";
import { findShapedSecrets, isMaskedShape, MASK, providerPrefix } from "./secret-shapes.js";

const PLACEHOLDER =
  /^$|your|x{3,}|change[-_ ]?(?:me|this|it)|changeme|example|placeholder|replace|insert|dummy|fake|todo|tbd|fixme|redacted|hidden|fill[-_ ]?(?:me|in)|<[^>]*>|\.\.\.|…|\*{3,}|\$\{|\{\{|%[({]?\w+[)}]?%|^\$\w|^\$\(|^\[[\w .-]+\]$|^(?:[-_.]+|none|null|undefined|nil|n\/a|empty|unset|test|foo|bar|baz|string|secret-here|api[-_]?key|key[-_]?here|put[-_].*|enter[-_].*|my[-_](?:api[-_])?(?:key|token|secret))$/i;
/** Documented samples of providers. */
const KNOWN_SAMPLES: ReadonlySet<string> = new Set([
  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "AKIAIOSFODNN7EXAMPLE",
  "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
  "sk_test_BQokikJOvBiI2HlWgH4olfQ2",
]);

/** True for a value that stands in for a secret: your-key-here, xxx, changeme, <token>, ${VAR}, sk-..., nothing at all. */
export function isPlaceholder(value: string): boolean {
  const trimmed = value.trim();
  if (trimmed === "" || KNOWN_SAMPLES.has(trimmed)) return true;
  if (trimmed.includes(MASK)) return false;
  return PLACEHOLDER.test(trimmed) || isOneCharacterRepeated(trimmed.slice(providerPrefix(trimmed).length));
}

/** 0000000000, aaaa-aaaa-aaaa: nobody's secret. */
function isOneCharacterRepeated(value: string): boolean {
  const characters = value.replace(/[^A-Za-z0-9]/g, "");
  return characters.length >= 4 && /^(.)\1*$/.test(characters);
}

/** True when the value, masked or not, has the shape of a provider's key, a signed token, a private key or holds one. */
export function isProviderSecret(value: string): boolean {
  return value.includes(MASK) ? isMaskedShape(value) : findShapedSecrets(value, isPlaceholder).length > 0;
}

const SHORTEST_RANDOM = 16;
/** Bits per character. English and identifiers stay below; hexadecimal cannot pass 4, base64 reaches 6. */
const RANDOM_HEX_BITS = 2.8;
const RANDOM_TEXT_BITS = 3.6;

/** True when a value is, or looks like, a secret: masked already, shaped like a provider's, or too random to be a word. */
export function looksLikeSecretValue(value: string): boolean {
  if (value.includes(MASK)) return true;
  return isProviderSecret(value) || looksRandom(value);
}

function looksRandom(value: string): boolean {
  if (value.length < SHORTEST_RANDOM || !/^[\w+/=.~!@#$%^&*-]+$/.test(value) || isPlaceholder(value)) return false;
  if (/^[0-9a-f]{32,}$/i.test(value)) return entropy(value) > RANDOM_HEX_BITS;
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value) || isReadable(value)) return false;
  return entropy(value) > RANDOM_TEXT_BITS;
}

/** Host names, paths, versions, UUIDs (ids, mostly) and kebab-case names, which reach a high entropy without being secret. */
function isReadable(value: string): boolean {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return true;
  if (/^(?:\.{0,2}\/|@|~\/|[a-z][\w+.-]*:\/\/)/i.test(value) || /@[\w.-]+\.[a-z]{2,}$/i.test(value)) return true;
  const parts = wordsOf(value);
  const wordy = parts.filter((part) => /^(?:[a-z]{2,}|v?\d{1,4}|[a-z]+\d{1,3})$/.test(part)).join("").length;
  return parts.length > 1 && wordy >= value.replace(/[^A-Za-z\d]/g, "").length * 0.8;
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
const DOTTED_WORDS = /^[A-Za-z][A-Za-z_-]*(?:[.:][A-Za-z][A-Za-z_-]*)+$/;
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
  if (!/[A-Za-z0-9]/.test(value) || value.includes(MASK)) return false;
  if (isPlaceholder(value) || FILLED_IN.test(value) || ADDRESS.test(value)) return false;
  if (isFallback && strength === "strong") return true;
  if (value.length < 4 || KEYWORDS.has(value.toLowerCase())) return false;
  if (ENV_NAME.test(value) || HEADER.test(value) || DOTTED_WORDS.test(value)) return false;
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
  return (
    /^[A-Z][a-z]/.test(value) || /[.!?:,]$/.test(value) || PROSE_WORDS.test(value) || value.split(/\s+/).length > 6
  );
}

/** Letters and separators only, short enough to have been typed as a name. */
function isWord(value: string): boolean {
  return !/\d/.test(value) && !(value.length >= 20 && /^[A-Za-z]+$/.test(value) && entropy(value) > RANDOM_TEXT_BITS);
}
