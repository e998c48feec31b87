/** Which identifiers, keys and environment variables hold a secret. Pure. */

/**
 * How sure a name is: `strong` names (password, client secret, API key) hold nothing else; `weak` ones (token, pass)
 * are also words of parsers, themes and dependency injection.
 */
export type NameStrength = "strong" | "weak" | "none";

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

const STRONG_LAST = set(
  "secret secrets password passwd passwords passphrase passcode pwd apikey apikeys hapikey apisecret secretkey privatekey clientsecret accesskey " +
    "accesstoken authtoken refreshtoken bearertoken jwtsecret webhooksecret signingkey encryptionkey accountkey sharedaccesskey",
);
const WEAK_LAST = set("token tokens pass pat credential credentials");

/** `<kind> key` is a secret. */
const SECRET_KEY_KINDS = set(
  "api secret private service encryption encrypt signing sign signature auth access master admin license licence jwt webhook hmac server " +
    "deploy ssh account shared crypto cipher aes rsa vault bearer",
);
const VENDORS = set(
  "openai anthropic claude gemini groq mistral cohere stripe sendgrid resend mailgun mailchimp postmark brevo twilio hubspot notion " +
    "airtable deepgram elevenlabs replicate pinecone tavily serper serpapi exa firecrawl perplexity deepseek xai openrouter together " +
    "huggingface rapidapi github gitlab slack linear jira shopify cloudflare vercel upstash sparkpost klaviyo",
);

/** Words that make a key public by design. */
const PUBLIC_WORDS = set("public publishable anon anonymous pk sitekey measurement");
/** Vendors whose keys are made for browsers, unless another word says otherwise. */
const BROWSER_VENDORS = set(
  "maps firebase posthog mixpanel amplitude segment mapbox pusher logrocket heap intercom crisp tinymce giphy bugsnag rollbar statsig " +
    "growthbook fathom plausible hotjar clarity gtm ga",
);
const SERVER_WORDS = set("personal private secret server admin service write management webhook project");
/** `<word> token` is no credential. */
const OTHER_TOKENS = set(
  "page cancel cancellation continuation next sync color colour theme design injection inject di provider eos bos pad unk stop special " +
    "syntax lexer keyword operator punctuation current previous last first max min total prompt completion input output num count",
);

/** Words behind the name proper: environments, encodings, versions. */
const TRAILING = set(
  "prod production dev development test testing staging stage live local sandbox preview base base64 b64 value default fallback primary " +
    "secondary old new previous raw encoded str string hex pem plain plaintext",
);
const BUNDLER_PREFIXES: readonly (readonly string[])[] = [
  ["next", "public"],
  ["expo", "public"],
  ["nuxt", "public"],
  ["react", "app"],
  ["vite"],
  ["gatsby"],
  ["vue", "app"],
];

/** True when a variable, key or environment variable of this name holds a secret. Public, publishable and site keys do not. */
export function isSecretName(name: string): boolean {
  return nameStrength(name) !== "none";
}

const known = new Map<string, NameStrength>();
const MOST_KNOWN = 20_000;

/** How sure it is that this name holds a secret. */
export function nameStrength(name: string): NameStrength {
  const cached = known.get(name);
  if (cached !== undefined) return cached;
  const strength = judge(core(wordsOf(name)));
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(name, strength);
  return strength;
}

/** The lower-case words of a camelCase, snake_case or kebab-case name. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
}

/** Without the prefix that a bundler asks for and without what only says where or how. */
function core(words: readonly string[]): readonly string[] {
  const prefix = BUNDLER_PREFIXES.find((candidate) => candidate.every((word, index) => words[index] === word));
  // SvelteKit and Astro: PUBLIC_STRIPE_SECRET_KEY. Shorter ones, such as PUBLIC_API_KEY, say what they are.
  const skipped = prefix?.length ?? (words[0] === "public" && words.length > 3 ? 1 : 0);
  const rest = words.slice(skipped);
  while (rest.length > 1 && isTrailing(rest.at(-1) ?? "")) rest.pop();
  return rest;
}

function isTrailing(word: string): boolean {
  return TRAILING.has(word) || /^v?\d+$/.test(word);
}

function judge(words: readonly string[]): NameStrength {
  const last = words.at(-1) ?? "";
  const before = words.at(-2) ?? "";
  if (words.some((word) => PUBLIC_WORDS.has(word))) return "none";
  if (isBrowserKey(words)) return "none";
  // Kubernetes charts: the name of a secret that exists already.
  if (words[0] === "existing") return "none";
  if (STRONG_LAST.has(last)) return "strong";
  if (last === "key" || last === "keys") {
    // Alone, a role's key is its name.
    const isServiceRole = before === "role" && words.at(-3) === "service";
    return isServiceRole || SECRET_KEY_KINDS.has(before) || VENDORS.has(before) ? "strong" : "none";
  }
  if (!WEAK_LAST.has(last) || OTHER_TOKENS.has(before)) return "none";
  return "weak";
}

function isBrowserKey(words: readonly string[]): boolean {
  const last = words.at(-1) ?? "";
  if (words.at(-2) === "site" && last === "key") return true;
  if (words.includes("algolia") && words.includes("search")) return true;
  if (words.includes("client") && (last === "token" || last === "key") && words.at(-2) === "client") return true;
  return words.some((word) => BROWSER_VENDORS.has(word)) && !words.some((word) => SERVER_WORDS.has(word));
}
