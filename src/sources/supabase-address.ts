/** Reads the address and the keys of a Supabase project. No message made here holds a key. */
import { UserError } from "../shared/errors.js";
import type { KeyRole } from "../shared/supabase-project.js";

export interface SupabaseAddress {
  /** https://abcdefgh.supabase.co, without a path. */
  readonly origin: string;
  /** For people. */
  readonly host: string;
  readonly keys: Readonly<Partial<Record<KeyRole, string>>>;
}

export interface GivenAddress {
  /** The address or env:NAME. */
  readonly url: string;
  /** The key or env:NAME. */
  readonly anonKey?: string | undefined;
  /** env:NAME. */
  readonly serviceKey?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const NAMES: Readonly<Record<KeyRole, string>> = { anon: "anon key", service: "service key" };
const FLAGS: Readonly<Record<KeyRole, string>> = { anon: "--supabase-anon-key", service: "--supabase-service-key" };

/**
 * Checks an address and its keys before anything is sent. A key of the wrong kind would make every table look open (or closed),
 * and what has not the shape of a key may be a secret of something else that a misspelt name stands for: neither leaves this machine.
 */
export function readSupabaseAddress(given: GivenAddress, environment: Environment): SupabaseAddress {
  const url = parseProjectUrl(fromEnvironment(given.url, "--supabase-url", environment));
  const anon = given.anonKey === undefined ? undefined : readKey(given.anonKey, "anon", url, environment);
  if (given.serviceKey !== undefined && !given.serviceKey.startsWith("env:")) {
    throw new UserError("The service key is not taken from the command line, where other programs can read it.", {
      where: FLAGS.service,
      remedy: "Put it into an environment variable and write env:NAME.",
    });
  }
  const service = given.serviceKey === undefined ? undefined : readKey(given.serviceKey, "service", url, environment);
  if (anon === undefined && service === undefined) {
    throw new UserError("A Supabase project is given without a key.", {
      where: "--supabase-url",
      remedy: "Add --supabase-anon-key env:NAME: the publishable key that the app's users have anyway.",
    });
  }
  const keys = { ...(anon === undefined ? {} : { anon }), ...(service === undefined ? {} : { service }) };
  return { origin: url.origin, host: url.host, keys };
}

function fromEnvironment(value: string, where: string, environment: Environment): string {
  if (!value.startsWith("env:")) return value;
  const name = value.slice(4);
  const found = environment[name]?.trim();
  if (found !== undefined && found !== "") return found;
  throw new UserError(`The environment variable ${name} is not set.`, {
    where,
    remedy: "Set it, or leave the option out: without it no project is asked.",
  });
}

const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);

function parseProjectUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain =
    url !== null &&
    url.username === "" &&
    url.password === "" &&
    url.search === "" &&
    url.hash === "" &&
    url.host !== "";
  if (!isPlain || !/^https?:$/.test(url.protocol) || !/^\/(?:rest\/v1\/?)?$/.test(url.pathname)) {
    throw new UserError("This is no address of a Supabase project.", {
      where: "--supabase-url",
      remedy: "Write https://<project>.supabase.co (Project Settings, Data API), or env:NAME.",
    });
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new UserError("Over http the key could be read on its way.", {
      where: "--supabase-url",
      remedy: "Write https://. Plain http is taken for this machine only (http://127.0.0.1:54321).",
    });
  }
  return url;
}

function readKey(given: string, role: KeyRole, url: URL, environment: Environment): string {
  const key = fromEnvironment(given, FLAGS[role], environment);
  const claims = claimsOf(key);
  if (!new RegExp(String.raw`^sb_(?:publishable|secret)_[\w-]{8,200}$`).test(key) && claims === null) {
    throw new UserError(
      `What is given as the ${NAMES[role]} does not look like a key of Supabase; it was sent nowhere.`,
      {
        where: FLAGS[role],
        remedy: "Keys begin with sb_publishable_, sb_secret_ or eyJ; see Project Settings, API keys.",
      },
    );
  }
  const isSecret = claims === null ? key.startsWith("sb_secret_") : claims.role === "service_role";
  if (isSecret !== (role === "service") || (claims !== null && !isSecret && claims.role !== "anon")) {
    throw new UserError(
      role === "anon"
        ? "The key given as the anon key is another one: with it everything would look open. It was sent nowhere."
        : "The key given as the service key is a public one.",
      {
        where: FLAGS[role],
        remedy: `Give the ${role === "anon" ? "anon (publishable)" : "service_role (secret)"} key.`,
      },
    );
  }
  if (
    claims?.ref !== undefined &&
    url.hostname.endsWith(".supabase.co") &&
    url.hostname !== `${claims.ref}.supabase.co`
  ) {
    throw new UserError(`The ${NAMES[role]} belongs to another project; it was sent nowhere.`, {
      where: FLAGS[role],
      remedy: `Give the key of ${url.hostname}.`,
    });
  }
  return key;
}

interface Claims {
  readonly role: string;
  /** Id of the project. */
  readonly ref?: string;
}

/** What a key that is a JSON Web Token says about itself; null when it is none. */
function claimsOf(key: string): Claims | null {
  const [, payload] = /^eyJ[\w-]+\.([\w-]+)\.[\w-]+$/.exec(key) ?? [];
  if (payload === undefined) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    if (typeof claims !== "object" || claims === null) return null;
    const role: unknown = Reflect.get(claims, "role");
    const ref: unknown = Reflect.get(claims, "ref");
    return { role: typeof role === "string" ? role : "", ...(typeof ref === "string" ? { ref } : {}) };
  } catch {
    return null;
  }
}
