import type { ImportRow } from "../../rows.js";
import type { FactSet } from "../../fact-set.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import type { Reached } from "../call-walk.js";
import type { Limiter, RequestLimiters } from "./request-limiters.js";

/** Services that check passwords and codes themselves, and limit how often they are asked. */
const SERVICES: readonly { readonly package: RegExp; readonly path: RegExp | null; readonly name: string }[] = [
  {
    package: /^@supabase\//,
    path: /(^|\.)auth\.(admin\.)?(sign|verifyOtp|resend|resetPassword|createUser|inviteUser|generateLink|updateUser|exchangeCode)/,
    name: "Supabase Auth",
  },
  { package: /^@clerk\//, path: null, name: "Clerk" },
  { package: /^@?auth0(\/|$)/, path: null, name: "Auth0" },
  {
    package: /^@aws-sdk\/client-cognito-identity-provider$|^amazon-cognito-identity-js$|^aws-amplify$/,
    path: null,
    name: "Cognito",
  },
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
  return { limitedBy: null, takesSecrets: uses(PASSWORD_PROVIDER), sendsMail: uses(MAIL_PROVIDER), limiter };
}

/** `betterAuth({ rateLimit: { enabled: false } })` */
const isLimitOff = (graph: CodeGraph): boolean =>
  graph.calls.some(
    ({ row }) => row.symbol === "betterAuth" && /"rateLimit":\{[^}]*"enabled":false/.test(row.options ?? ""),
  );
