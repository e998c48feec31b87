import { healthKind } from "../health/health-paths.js";

/** What a route is for, as far as its path says so; empty is said by its handler. */
export type Purpose = "auth" | "api" | "admin" | "webhook" | "job" | "health" | "page" | "empty";

/** Prefixes and nouns before the last part of a path that leave open what it is about. */
const COMMON = "api|rest|v\\d+|auth|oauth2?|users?|accounts?|admin|public|session|me|members?|customers?|identity";
const SIGN_IN = new RegExp(
  [
    "(^|/)(log-?in|sign-?in|sign-?up|authenticate|(forgot|reset|recover|forget)-?password|password-?(reset|forgot|recovery)|request-?password-?reset|magic-?link)",
    "(^|/)password/(reset|forgot|email)",
    `(^|(^|/)(${COMMON})/)(register|registration|otp|(send|verify|request|resend)-?(otp|code|verification|email)|otp/verify|totp|2fa|mfa|two-?factor)`,
    "(^|(^|/)(auth|api|v\\d+|login|sessions?)/)(access-?)?token",
  ]
    .map((part) => `(?:${part})`)
    .join("|")
    .replace(/^(.*)$/, "(?:$1)$"),
);
/** `signInWithEmail`, `registerUser`, `requestPasswordReset`: names of server actions. */
const SIGN_IN_NAME =
  /^(handle|do|submit|on|user|perform)?_?([lL]og|[sS]ign)_?([iI]n|[uU]p)(?=$|[A-Z_])(?!.*([uU]rl|O?[aA]uth|Git[hH]ub|Google|Provider))/;
const ACCOUNT_NAME =
  /^register_?(user|account|customer)?_?(action)?$|(forgot|reset|recover)_?password|password_?reset|(send|verify|request|resend)_?(otp|magic_?link)/i;

/** Somebody else checked who it is; and lists of those who signed in. */
const ELSEWHERE =
  /oauth|oidc|saml|sso|scim|(^|[/_-])(apple|google|facebook|github|gitlab|twitter|linkedin|microsoft|discord|passkeys?|webauthn|wallet|siwe|logs?)([/_-]|$)/;

const WEBHOOK = /(^|[/_-])(web)?hooks?([/_-]|$)|(^|\/)(callbacks?|ipn)(\/|$)/;
const JOB = /(^|\/)(_?crons?|cron-?jobs?|inngest|trigger|qstash|uploadthing)(\/|$)/;
const PAGE =
  /^\/((api|v\d+|public|rest)\/)*(metrics|version|openapi(-\w+)?|docs|swagger|reference|robots|sitemap|favicon|manifest|rss|atom|feed\.\w+|og|og-image|opengraph-image|llms|\.well-known|revalidate|draft|log-?out|sign-?out|csrf|auth\/(log-?out|sign-?out|csrf|session))([/.]|$)/;

/** Consoles of a service's own staff. */
const ADMIN = /^\/((api|v\d+|internal)\/)*(_?admin|internal|bull-?board|queues|debug|info)(\/|$)/;

const clean = (path: string): string =>
  path
    .toLowerCase()
    .split("/")
    .filter((part) => part !== "" && !/^[:*$]|^\$\{/.test(part))
    .join("/")
    .replace(/^/, "/");

/** The purpose that a path and a method show. */
export function purposeOf(path: string, method: string): Purpose {
  const named = clean(path);
  if (healthKind(path) !== null) return "health";
  if (WEBHOOK.test(named)) return "webhook";
  if (JOB.test(named)) return "job";
  const isRead = method === "GET" || method === "HEAD";
  // Codes, tokens and assertions of single sign-on are too long to be guessed.
  if (method === "OPTIONS") return "page";
  if (!isRead && method !== "DELETE" && SIGN_IN.test(named.slice(1)) && !ELSEWHERE.test(named)) return "auth";
  if (ADMIN.test(named)) return "admin";
  if (isRead && /^\/(api\/)?auth\//.test(named)) return "page";
  return PAGE.test(named) || (isRead && named === "/" && !/[:*]/.test(path)) ? "page" : "api";
}

/** Everything below /auth is left to a library: /api/auth/[...nextauth], /api/auth/*. */
export const isAuthCatchAll = (path: string): boolean =>
  /\/auth\/(:\w*(auth|all|path|rest|slug|route|params|action)\w*|\*.*|:\w+\*)$/i.test(path);

export const isSignInName = (name: string): boolean => SIGN_IN_NAME.test(name) || ACCOUNT_NAME.test(name);
