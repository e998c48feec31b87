import { isPlaceholder, isSecretName, looksLikeSecretValue, MASK } from "../../shared/secrets.js";

/** What may be said about a variable's value without giving it away. */
export interface EnvValue {
  readonly kind: "empty" | "placeholder" | "literal" | "secret" | "reference" | "unknown";
  /** Only when it is harmless; for a reference its default, for a URL with credentials the URL without them. */
  readonly value: string | null;
}

const STAND_IN =
  /^(?:your\w*|x{3,}|change(?:me|this|it)|replace(?:me)?|example|placeholder|dummy|fake|todo|tbd|fixme|redacted)$/i;
const LONGEST = 200;

/** Judges one variable's value. `null` means that the file names the variable and gives it no value. */
export function describeEnvValue(name: string, value: string | null): EnvValue {
  const text = value?.trim() ?? "";
  if (text === "") return { kind: "empty", value: null };
  const reference = readReference(text);
  if (reference) return { kind: "reference", value: harmlessDefault(name, reference.fallback) };
  if (/^(true|false|yes|no|on|off)$/i.test(text)) return { kind: "literal", value: text };
  const url = describeUrl(name, text);
  if (url) return url;
  if (text.includes(MASK)) return { kind: "secret", value: null };
  // A password has no harmless form, whatever stands before the word (PGPASSWORD).
  const isSecret = isSecretName(name) || /passw(?:or)?d$/i.test(name);
  if (!isSecret && isPlain(text)) return { kind: "literal", value: text };
  if (isPlaceholder(text)) return { kind: "placeholder", value: null };
  if (isSecret || looksLikeSecretValue(text)) return { kind: "secret", value: null };
  return { kind: "literal", value: isHarmless(text) ? text : null };
}

/** `test`, `none`, 0.0.0.0 and 1111 stand in for a secret, but are real modes, addresses and numbers of anything else. */
const isPlain = (text: string): boolean =>
  /^\d{1,9}$|^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/.test(text) || (/^[a-z]{1,12}$/i.test(text) && !STAND_IN.test(text));

function harmlessDefault(name: string, fallback: string | null): string | null {
  if (fallback === null) return null;
  const inner = describeEnvValue(name, fallback);
  return inner.kind === "literal" || inner.kind === "reference" ? inner.value : null;
}

/**
 * A value that is taken from elsewhere: `${A}`, `$A`, `${A:-default}`, `${{ secrets.A }}`, `@secret`, `op://…`, or a
 * text with such a hole in it. `fallback` is the default when the whole value is one reference with one.
 */
export function readReference(text: string): { fallback: string | null } | null {
  const whole = /^\$\{[A-Za-z_]\w*(?::?([-=?+])([^]*))?\}$/.exec(text);
  // `${A}-${B}` also starts and ends that way.
  if (whole && isBalanced(text.slice(2, -1))) {
    const isDefault = whole[1] === "-" || whole[1] === "=";
    return { fallback: isDefault ? (whole[2] ?? "") : null };
  }
  if (/\$\{\{|\$\{|\$\([^)]|\$[A-Za-z_]\w*|^@[a-z][\w-]*$|^(op|vault|secretref|awssm|infisical):|\{\{.*\}\}/.test(text))
    return { fallback: null };
  return null;
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "{") depth++;
    if (character === "}" && --depth < 0) return false;
  }
  return depth === 0;
}

const LOCAL_HOST = /^(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal|[a-z][\w-]*)$/i;

/** Query parameters of connection URLs that decide how a database is reached; all others are dropped. */
const TELLING_PARAMETERS = /^(pgbouncer|connection_limit|pool_timeout|pool_mode|schema|sslmode|ssl)$/;

/** A URL keeps scheme, host, port and path: the parts that rules ask about and that give nothing away. */
function describeUrl(name: string, text: string): EnvValue | null {
  if (!/^[a-z][a-z\d+.-]*:\/\/\S+$/i.test(text)) return null;
  const parts = /^([a-z][a-z\d+.-]*:\/\/)(?:(.*)@)?([^/?#@]*)([^?#]*)(\?[^#]*)?/i.exec(text);
  if (!parts) return null;
  const [, scheme = "", credentials, host = "", path = "", query = ""] = parts;
  const stripped = scheme + keepHost(host) + keepPath(path) + keepParameters(query);
  // Of `postgres://postgres:[YOUR-PASSWORD]@db.pooler.example.com:6543` host and port still tell how it is reached.
  if (isPlaceholder(text)) return { kind: "placeholder", value: isPlaceholder(stripped) ? null : stripped };
  const isLocal = LOCAL_HOST.test(host.replace(/:\d+$/, ""));
  const password = credentials?.split(":", 2)[1] ?? credentials ?? "";
  if (isLocal || (credentials !== undefined && isPlaceholder(password))) return { kind: "literal", value: stripped };
  if (credentials || text.includes(MASK) || looksLikeSecretValue(text) || isSecretPath(name, path))
    return { kind: "secret", value: host.includes(MASK) ? null : stripped };
  return { kind: "literal", value: stripped };
}

/** An incoming-webhook URL carries its secret in the path. */
const isSecretPath = (name: string, path: string): boolean => {
  const parts = path.split("/");
  if (parts.some((part) => looksLikeSecretValue(part))) return true;
  return (isSecretName(name) && path.length > 1) || (/WEBHOOK/i.test(name) && !parts.every(isHarmlessPart));
};

/** Supabase's hosts of one project with its name left open: which of them it is still tells how the database is reached. */
const OPEN_HOST =
  /^(db\.|)(?=[^.]*(?:[[<{A-Z_]|your|project|xxx|example|placeholder|region|\bref\b))[^.]+(?=\.(?:supabase\.co|pooler\.supabase\.com)(?::\d+)?$)/;

const keepHost = (host: string): string => (host.includes(MASK) ? "" : host.replace(OPEN_HOST, "$1project"));

const keepPath = (path: string): string => (path === "/" || path.split("/").every(isHarmlessPart) ? path : "/…");

const isHarmlessPart = (part: string): boolean => part === "" || isHarmless(part);

function keepParameters(query: string): string {
  const kept = query
    .slice(1)
    .split("&")
    .filter((pair) => {
      const [key = "", value = ""] = pair.split("=", 2);
      return TELLING_PARAMETERS.test(key) && /^[\w.-]{1,24}$/.test(value);
    });
  return kept.length > 0 ? `?${kept.join("&")}` : "";
}

/**
 * Words, numbers, versions, model ids, hosts, paths, cron-like and list values. A mix of letters and digits longer than
 * a model id's parts (`claude-3-5-sonnet-20241022`, `8x7b`) could be a key, so it is withheld.
 */
export function isHarmless(text: string): boolean {
  if (text.length > LONGEST || text.includes(MASK) || /[\r\n]/.test(text)) return false;
  if (looksLikeSecretValue(text)) return false;
  return text.split(/[\s\-_.:/@,;|+*=%&()[\]{}"'<>]+/).every(isHarmlessWord);
}

const isHarmlessWord = (word: string): boolean =>
  /^[A-Za-z]{0,20}$/.test(word) || /^\d{1,10}$/.test(word) || /^[A-Za-z\d]{1,6}$/.test(word);
