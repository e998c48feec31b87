/** Secrets that show by their own shape, whatever they are called: provider keys, tokens, private keys, URL passwords. Pure. */

/** Stands for one UTF-16 unit of a masked secret. */
export const MASK = "•";

/** A stretch of text to mask, in UTF-16 units; `end` is exclusive. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
}

/** `prefix` stays visible, so that a reader still knows whose key it is; what `rest` matches is masked. */
interface Shape {
  readonly prefix: string;
  readonly rest: RegExp;
  readonly accepts: (rest: string) => boolean;
}

const any = (): boolean => true;
const mixed = (rest: string): boolean => /\d/.test(rest) && /[a-z]/i.test(rest);
const mixedCase = (rest: string): boolean => /\d/.test(rest) && /[a-z]/.test(rest) && /[A-Z]/.test(rest);

/**
 * `prefix prefix … rest`, one shape family per line. Lengths are the shortest ones seen, since providers lengthen them.
 * Sources: the providers' documentation and GitHub's list of supported secret scanning patterns.
 */
const FAMILIES: readonly (readonly [prefixes: string, rest: string, accepts?: (rest: string) => boolean])[] = [
  ["sk-ant- sk-proj- sk-svcacct- sk-admin- sk-or-v1- sk-lf- sk-None-", "[\\w-]{12,}"],
  ["sk-", "[\\w-]{20,}", mixed],
  ["sk_live_ sk_test_ rk_live_ rk_test_ sk_org_", "\\w{10,}"],
  ["whsec_", "[\\w+/=]{16,}"],
  ["sk_", "[0-9a-f]{40,}"],
  ["AKIA ASIA ABIA ACCA", "[A-Z0-9]{16}(?![A-Za-z0-9])"],
  ["ABSK", "[A-Za-z0-9+/=]{100,}"],
  ["ghp_ gho_ ghu_ ghs_ ghr_", "[A-Za-z0-9]{20,}"],
  ["github_pat_", "\\w{20,}"],
  ["glpat- gldt- glrt- glptt- glcbt- gloas-", "[\\w-]{16,}"],
  ["xoxb- xoxp- xoxa- xoxe- xoxo- xoxr- xoxs- xapp- xoxe.xoxp- xoxe.xoxb-", "[\\w-]{10,}"],
  ["hooks.slack.com/services/ hooks.slack.com/workflows/", "[\\w/]{16,}"],
  ["discord.com/api/webhooks/ discordapp.com/api/webhooks/", "\\d+/[\\w-]{16,}"],
  ["AIza", "[\\w-]{30,}"],
  ["GOCSPX-", "[\\w-]{16,}"],
  ["ya29.", "[\\w-]{20,}"],
  ["sb_secret_ sbp_ sbp_v0_", "\\w{12,}"],
  ["SK", "[0-9a-f]{32}(?![A-Za-z0-9])"],
  ["SG.", "[\\w-]{10,}\\.[\\w-]{10,}"],
  ["key-", "[0-9a-f]{32}(?![A-Za-z0-9])"],
  ["xkeysib- xsmtpsib-", "[\\w-]{16,}"],
  ["re_", "\\w{16,}", mixedCase],
  ["npm_", "[A-Za-z0-9]{20,}", mixed],
  ["pypi-AgE", "[\\w-]{16,}"],
  ["shpat_ shpss_ shpca_ shppa_", "\\w{16,}"],
  ["hf_ api_org_", "[A-Za-z]{30,}"],
  ["gsk_ r8_ csk- fw_ tgp_v1_", "\\w{28,}", mixed],
  ["xai- pplx- pcsk_ tvly- jina_ nvapi- voyage- fc-", "[\\w-]{20,}", mixed],
  ["ntn_ secret_", "[A-Za-z0-9]{30,}", mixed],
  ["lin_api_ lin_oauth_ figd_ dop_v1_ doo_v1_ dor_v1_", "[\\w-]{16,}"],
  ["pat-na1- pat-na2- pat-eu1- pat-ap1-", "[\\w-]{16,}"],
  ["pat", "[A-Za-z0-9]{14}\\.[0-9a-f]{16,}"],
  ["dp.pt. dp.st. dp.ct. dp.sa.", "[\\w.]{16,}"],
  ["sntrys_ sntryu_", "[\\w+/=]{16,}"],
  ["pscale_tkn_ pscale_pw_ pscale_oauth_", "[\\w.-]{16,}"],
  ["sq0csp- sq0atp- EAAA", "[\\w-]{22,}", mixed],
  ["lsv2_pt_ lsv2_sk_ phx_ tr_prod_ tr_dev_ tr_stg_ tr_pat_", "\\w{16,}"],
  ["glsa_ NRAK- NRII- HRKU- dckr_pat_ nfp_ tskey-auth- tskey-api- fo1_ rnd_ ATATT3 dapi", "[\\w-]{20,}", mixed],
  ["AGE-SECRET-KEY-1", "[A-Z0-9]{20,}"],
  ["eyJ", "[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]{8,}", (rest) => !isPublicToken(rest)],
  ["Bearer", " [\\w.~+/-]{20,}={0,2}", mixed],
  ["Basic", " [A-Za-z0-9+/]{16,}={0,2}", mixed],
  // The query of an address: ?key=…
  [
    "key= apikey= api_key= access_token= token= secret= client_secret= password=",
    "(?<=[?&][a-z_]+=)[\\w.~%-]{16,}",
    mixed,
  ],
];

const SHAPES: readonly Shape[] = FAMILIES.flatMap(([prefixes, rest, accepts]) =>
  prefixes.split(" ").map((prefix) => ({ prefix, rest: new RegExp(rest, "y"), accepts: accepts ?? any })),
).sort((a, b) => b.prefix.length - a.prefix.length);

const KEY_BLOCK = "-----BEGIN";
const KEY_BLOCK_START = /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/y;
const KEY_BLOCK_END = /-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY/;
const LONGEST_KEY_BLOCK = 16_000;
/** `://user:password@`; the user may be missing. A `$`, `{`, `<` or `[` means that the password is filled in elsewhere. */
const URL_PASSWORD = /:\/\/([^\s/@:'"`<>{}$()[\],;]{0,128}):([^\s@/'"`<>{}$()[\],;\\]{1,256})@(?=[\w.[$<{%-])/y;

/**
 * Finds candidates by the three characters a word begins with, so that a megabyte of source costs about a millisecond,
 * and tries the shapes that share them. Three ASCII characters make a 21-bit number.
 */
const SHAPES_BY_START = new Map<number, readonly Shape[]>();
const IS_START = new Uint8Array(1 << 21);
for (const shape of SHAPES) {
  // `SK` is the one prefix of two letters; its third character is a hexadecimal digit.
  const thirds = shape.prefix.length > 2 ? [shape.prefix.charAt(2)] : "0123456789abcdef".split("");
  for (const third of thirds) register(shape.prefix.slice(0, 2) + third, shape);
}

const WORD = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") {
  WORD[character.charCodeAt(0)] = 1;
}

const COLON = 58;
const SLASH = 47;
const BACKSLASH = 92;

function startNumber(text: string): number {
  return (text.charCodeAt(0) << 14) | (text.charCodeAt(1) << 7) | text.charCodeAt(2);
}

function register(start: string, shape: Shape): void {
  const number = startNumber(start);
  IS_START[number] = 1;
  SHAPES_BY_START.set(number, [...(SHAPES_BY_START.get(number) ?? []), shape]);
}

/** Every secret that shows by its shape, placeholders left out, in order. */
export function findShapedSecrets(text: string): SecretRange[] {
  const found: SecretRange[] = [];
  let wasWord = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) {
      // The letter of an escape is no part of the word behind it: "\nsk-…".
      at += 1;
      wasWord = 0;
      continue;
    }
    const isWord = code < 128 ? (WORD[code] ?? 0) : 0;
    if (isWord === 1 && wasWord === 0) {
      const second = text.charCodeAt(at + 1);
      const third = text.charCodeAt(at + 2);
      if (second < 128 && third < 128 && IS_START[(code << 14) | (second << 7) | third] === 1) {
        at = addShaped(text, at, found);
      }
    } else if (code === COLON && text.charCodeAt(at + 1) === SLASH && text.charCodeAt(at + 2) === SLASH) {
      addUrlPassword(text, at, found);
    }
    wasWord = isWord;
  }
  for (let at = text.indexOf(KEY_BLOCK); at !== -1; at = text.indexOf(KEY_BLOCK, at + 1)) addKeyBlock(text, at, found);
  return found;
}

/** Adds what begins at `at` and returns the last position it covers, or `at` when nothing does. */
function addShaped(text: string, at: number, found: SecretRange[]): number {
  for (const shape of SHAPES_BY_START.get(startNumber(text.slice(at, at + 3))) ?? []) {
    if (!text.startsWith(shape.prefix, at)) continue;
    const start = at + shape.prefix.length;
    shape.rest.lastIndex = start;
    const rest = shape.rest.exec(text)?.[0];
    if (rest === undefined || !shape.accepts(rest) || isTemplate(shape.prefix + rest)) continue;
    const spaces = rest.length - rest.trimStart().length;
    found.push({ start: start + spaces, end: start + rest.length });
    return start + rest.length - 1;
  }
  return at;
}

/** Masks the base64 of a private key and leaves quotes, escapes and line ends, which the code around it needs. */
function addKeyBlock(text: string, at: number, found: SecretRange[]): void {
  KEY_BLOCK_START.lastIndex = at;
  const header = KEY_BLOCK_START.exec(text)?.[0];
  if (header === undefined) return;
  const start = at + header.length;
  const next = text.indexOf(KEY_BLOCK, start);
  const window = text.slice(start, Math.min(next === -1 ? text.length : next, start + LONGEST_KEY_BLOCK));
  const end = window.search(KEY_BLOCK_END);
  const body = end === -1 ? window : window.slice(0, end);
  if (!/[A-Za-z0-9+/=]{40}/.test(body)) return;
  // Without an end, only what cannot be a word of the text behind the block.
  const shortest = end === -1 ? 40 : 1;
  for (const match of body.matchAll(/\\[nrt]|[A-Za-z0-9+/=]+/g)) {
    if (match[0].startsWith("\\") || !/[A-Za-z0-9=]/.test(match[0]) || match[0].length < shortest) continue;
    found.push({ start: start + match.index, end: start + match.index + match[0].length });
  }
}

function addUrlPassword(text: string, at: number, found: SecretRange[]): void {
  URL_PASSWORD.lastIndex = at;
  const match = URL_PASSWORD.exec(text);
  const [, user = "", password = ""] = match ?? [];
  if (match === null || password.includes(MASK) || isTemplate(password)) return;
  if (/^user(?:name)?$/i.test(user) && /^pass(?:word)?$/i.test(password)) return;
  const end = at + match[0].length - 1;
  found.push({ start: end - password.length, end });
}

/** Supabase's anon key is meant for browsers, and its demo keys and the jwt.io sample are in everybody's documentation. */
function isPublicToken(rest: string): boolean {
  const payload = Buffer.from(rest.split(".")[1] ?? "", "base64url").toString("utf8");
  return /"role"\s*:\s*"anon"|"iss"\s*:\s*"supabase-demo"|"name"\s*:\s*"John Doe"/.test(payload);
}

const MASKED_SHAPE = new RegExp(
  `(?<![\\w-])(?:${SHAPES.filter((shape) => shape.prefix !== "Basic" && shape.prefix !== "Bearer")
    .map((shape) => shape.prefix.replaceAll(".", "\\."))
    .join("|")})${MASK}|PRIVATE KEY(?: BLOCK)?-----[\\s\\\\nr"'+]*${MASK}`,
);

/** True for a secret that was masked behind a prefix that names its provider. */
export function isMaskedShape(value: string): boolean {
  return MASKED_SHAPE.test(value);
}

/** Documented samples of providers. */
const KNOWN_SAMPLES: ReadonlySet<string> = new Set([
  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "AKIAIOSFODNN7EXAMPLE",
  "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
  "sk_test_BQokikJOvBiI2HlWgH4olfQ2",
]);
/** Words count only where they stand alone: four given letters turn up in one of a thousand random keys. */
const TEMPLATE =
  /(?:^|[^A-Za-z\d])(?:[Yy]our(?:[-_ A-Z]|api|secret|token|key)|YOUR[-_ ])|x{6,}|X{6,}|(?:^|[^A-Za-z\d])(?:x{3,}|X{3,})(?![A-Za-z\d])|EXAMPLE|(?:^|[^A-Za-z\d])[Ee]xample(?![a-z\d])|PLACEHOLDER|placeholder|CHANGE_?ME|change[-_]?me|REPLACE_?(?:ME|WITH)|replace[-_]?(?:me|with|this)|REDACTED|redacted|<[^>]*>|\.\.\.|…|\*{3,}|\$\{|\{\{/;

/** True for text that asks to be filled in, even where it has a provider's shape. */
export function isTemplate(value: string): boolean {
  return (
    KNOWN_SAMPLES.has(value) ||
    TEMPLATE.test(value) ||
    isOneCharacterRepeated(value.slice(providerPrefix(value).length))
  );
}

/** 0000000000, aaaa-aaaa-aaaa: nobody's secret. */
function isOneCharacterRepeated(value: string): boolean {
  const characters = value.replace(/[^A-Za-z0-9]/g, "");
  return characters.length >= 4 && /^(.)\1*$/.test(characters);
}

/** Long enough to name a provider even when the rest is too short for a real key. */
const TELLING_PREFIX = 6;

/** The prefix that names a value's provider; "" when it has none. */
export function providerPrefix(value: string): string {
  const shape = SHAPES.find((candidate) => value.startsWith(candidate.prefix) && isTelling(candidate, value));
  if (shape !== undefined) return shape.prefix;
  // Airtable's retired API keys: too short a prefix to look for in source, telling where a key is expected.
  return /^key[A-Za-z0-9]{14}$/.test(value) ? "key" : "";
}

function isTelling(shape: Shape, value: string): boolean {
  const length = shape.prefix.length;
  if ((length >= TELLING_PREFIX && shape.prefix !== "secret_") || value.charAt(length) === MASK) return true;
  shape.rest.lastIndex = length;
  return shape.rest.test(value);
}
