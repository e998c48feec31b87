import type { ImportRow } from "../../rows.js";
import type { FactSet } from "../../fact-set.js";
import { readObject } from "../argument-function.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import type { Reached } from "../call-walk.js";
import type { Limiter, RequestLimiters } from "./request-limiters.js";

/** Services that check passwords and codes themselves, and limit how often they are asked. */
const SERVICES: readonly { readonly package: RegExp; readonly path: RegExp | null; readonly name: string }[] = [
  {
    package: /^(@supabase\/|supabase(_auth|_async)?$|gotrue$)/,
    path: /(^|\.)auth\.(admin\.)?(sign|verify_?otp|resend|reset_?password|create_?user|invite_?user|generate_?link|update_?user|exchange_?code)/i,
    name: "Supabase Auth",
  },
  { package: /^@clerk\//, path: null, name: "Clerk" },
  { package: /^@?auth0(\/|$)/, path: null, name: "Auth0" },
  {
    package: /^@aws-sdk\/client-cognito-identity-provider$|^amazon-cognito-identity-js$|^aws-amplify$/,
    path: null,
    name: "Cognito",
  },
  {
    package: /^(aio)?boto3$|^botocore$/,
    path: /(initiate_auth|sign_up|respond_to_auth_challenge|forgot_password|confirmation_code)$/,
    name: "Cognito",
  },
  { package: /^(python-)?keycloak$|^@keycloak\//, path: null, name: "Keycloak" },
  { package: /^firebase(-admin)?$/, path: /auth|signIn|verifyIdToken/i, name: "Firebase Auth" },
  {
    package: /^@workos-inc\/|^@?stytch|^@kinde|^@descope\/|^@propelauth\/|^@logto\//,
    path: null,
    name: "the sign-in service",
  },
  { package: /^better-auth$/, path: null, name: "better-auth" },
];

/** The service that a handler asks to sign somebody in; null when the project does so itself. */
export const authServiceIn = (reached: Reached): string | null => serviceAsked(reached.calls.map(({ call }) => call));

function serviceAsked(calls: readonly LinkedCall[]): string | null {
  for (const { row } of calls) {
    if (row.package === null) continue;
    const path = `${row.symbol ?? ""}.${row.path ?? ""}`;
    const found = SERVICES.find((each) => each.package.test(row.package ?? "") && (each.path?.test(path) ?? true));
    if (found) return found.name;
  }
  return null;
}

/** Calls by which a project checks a password itself, packages apart. */
const CHECKING =
  /compare|hash|bcrypt|argon|scrypt|pbkdf|pwd_?context|(check|verify|validate|match|is_?valid|is_?correct|authenticate)\w*(password|credential|pin|otp|code|user)|^authenticate$|timing_?safe|passport/i;

/**
 * The handler hands what somebody typed in on to another server, and checks nothing itself: whether attempts are limited, that one
 * decides. A sign-in that neither asks a database nor checks a password, and asks somebody else, sends people there.
 */
export function isDelegated(
  { calls }: Reached,
  isOutbound: (id: number) => boolean,
  isQuery: (id: number) => boolean,
): boolean {
  const rows = calls.map(({ call: { row } }) => row);
  if (rows.some((row) => HASHING.test(row.package ?? "") || CHECKING.test(row.method))) return false;
  // An address of somebody else's page: { response_type: "code", redirect_uri }.
  if (rows.some((row) => /"response_type":"code"/.test(row.options ?? ""))) return true;
  const outbound = rows.filter((row) => isOutbound(row.id));
  if (outbound.length === 0) return false;
  const handsOn = outbound.some((row) =>
    /passw|credential|grant_type|otp|\bpin\b|(req|request|ctx)\.body|login/i.test(
      `${row.argument_1 ?? ""} ${row.argument_2 ?? ""} ${row.options ?? ""} ${row.names_json ?? ""}`,
    ),
  );
  return handsOn || !rows.some((row) => isQuery(row.id));
}

/** Packages by which a project checks passwords itself. */
const HASHING =
  /^(bcrypt(js|-ts)?|@node-rs\/(bcrypt|argon2)|argon2|@noble\/hashes|scrypt-kdf|pbkdf2|hash-wasm|passport-local)$/;

/** The only service that can check passwords in an app: it is asked to, and nothing that hashes them is imported. */
export function authServiceOf(graph: CodeGraph, facts: FactSet, dirs: ReadonlySet<string>): string | null {
  if (importsOf(graph, facts, dirs).some((row) => HASHING.test(row.package ?? ""))) return null;
  const calls = graph.calls.filter(({ file: { info } }) => info.role === "app" && dirs.has(info.package_dir ?? ""));
  return serviceAsked(calls);
}

const importsOf = (graph: CodeGraph, facts: FactSet, dirs: ReadonlySet<string>): ImportRow[] =>
  (facts.import ?? []).filter((row) => {
    const info = graph.files.get(row.file)?.info;
    return !row.is_erased && info?.role === "app" && dirs.has(info.package_dir ?? "");
  });

/** What answers below /api/auth/*, by the packages of the app. */
export interface AuthLibrary {
  /** It limits sign-in by itself. */
  readonly limitedBy: string | null;
  /** Passwords can be tried; else it sends links by mail, or people to somebody else's sign-in page. */
  readonly takesSecrets: boolean;
  /** It sends a link to the address that somebody typed in. */
  readonly sendsMail: boolean;
  /** Limiter in the functions that it calls to check a password or to send a link. */
  readonly limiter: Limiter | null;
}

/** Functions of the project that next-auth runs with what somebody typed in. */
const CALLBACK = /^(authorize|sendVerificationRequest|signIn)$/;
const PASSWORD_PROVIDER = /\/providers\/credentials$/i;
const MAIL_PROVIDER = /\/providers\/(email|nodemailer|resend|sendgrid|postmark|mailgun|loops|forwardemail)$/i;

/** The library behind a catch-all below /auth; null when it is none that is known. */
export function authLibraryOf(
  graph: CodeGraph,
  limiters: RequestLimiters,
  facts: FactSet,
  dirs: ReadonlySet<string>,
): AuthLibrary | null {
  const isPart = (file: string): boolean => dirs.has(graph.files.get(file)?.info.package_dir ?? "");
  const imports = importsOf(graph, facts, dirs);
  if (imports.some((row) => row.package === "better-auth")) {
    return { limitedBy: isLimitOff(graph) ? null : "better-auth", takesSecrets: true, sendsMail: true, limiter: null };
  }
  if (!imports.some((row) => row.package === "next-auth" || row.package?.startsWith("@auth/") === true)) return null;
  const callbacks = graph.functions.filter((row) => CALLBACK.test(row.name ?? "") && isPart(row.file));
  const limiter = callbacks.map((row) => limiters.limiterIn(row.id)).find((found) => found !== null) ?? null;
  const uses = (provider: RegExp): boolean => imports.some((row) => provider.test(row.specifier));
  const takesSecrets = uses(PASSWORD_PROVIDER) && asksForSecret(graph, isPart);
  return { limitedBy: null, takesSecrets, sendsMail: uses(MAIL_PROVIDER), limiter };
}

/** Its form has a field for a password; one for an address alone, or for a code of single sign-on, leaves nothing to be guessed. */
function asksForSecret(graph: CodeGraph, isPart: (file: string) => boolean): boolean {
  const forms = graph.calls.flatMap(({ row }) =>
    PASSWORD_PROVIDER.test(row.module ?? "") && isPart(row.file) ? [readObject(row.options)["credentials"]] : [],
  );
  const fields = forms.map((form) => (typeof form === "object" && form !== null ? Object.keys(form) : ["$"]));
  return (
    forms.length === 0 || fields.some((names) => names.some((name) => /\$|pass|pwd|pin$|otp|totp|secret/i.test(name)))
  );
}

/** `betterAuth({ rateLimit: { enabled: false } })` */
const isLimitOff = (graph: CodeGraph): boolean =>
  graph.calls.some(
    ({ row }) => row.symbol === "betterAuth" && /"rateLimit":\{[^}]*"enabled":false/.test(row.options ?? ""),
  );
