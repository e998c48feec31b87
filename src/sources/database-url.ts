/** Reads a Postgres address. No message made here holds a password. */
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import type { ConnectionOptions } from "node:tls";
import { UserError } from "../shared/errors.js";

export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** false = plain text. */
  readonly tls: ConnectionOptions | false;
  /** Milliseconds; null = not said. */
  readonly connectTimeout: number | null;
  /** role@host:port/database, for people. */
  readonly label: string;
}

/** Takes `env:NAME` from the environment, everything else as it is. */
export function findDatabaseUrl(value: string, environment: Readonly<Record<string, string | undefined>>): string {
  if (!value.startsWith("env:")) return value;
  const name = value.slice(4);
  const url = environment[name];
  if (url !== undefined && url !== "") return url;
  throw new UserError(`The environment variable ${name} is not set.`, {
    where: "database",
    remedy: "Set it to the address of the database, postgres://role:password@host:5432/name.",
  });
}

/** Parses postgres://role:password@host:port/database?sslmode=…; throws a UserError that does not repeat it. */
export function parseDatabaseUrl(url: string): DatabaseAddress {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^postgres(?:ql)?:$/.test(parsed.protocol) || hasLostPassword(parsed)) {
    throw new UserError("This is no address of a Postgres database.", {
      where: "database",
      remedy:
        "Write postgres://role:password@host:5432/name (special characters of the password percent-encoded), or env:NAME.",
    });
  }
  const host = decode(parsed.searchParams.get("host") ?? parsed.hostname).replace(/^\[|\]$/g, "") || "localhost";
  const port = Number(parsed.searchParams.get("port") ?? (parsed.port === "" ? "5432" : parsed.port));
  const user = decode(parsed.searchParams.get("user") ?? parsed.username) || "postgres";
  const database = decode(parsed.pathname.slice(1)) || user;
  return {
    host,
    port,
    database,
    user,
    password: decode(parsed.searchParams.get("password") ?? parsed.password),
    connectTimeout: secondsOf(parsed.searchParams.get("connect_timeout")),
    tls: tlsFor(parsed.searchParams, host),
    label: `${user}@${host}:${port}/${database}`,
  };
}

/**
 * A password with a bare `/`, `?` or `#` ends the host too early: what is left of it would pass for the database's name and
 * be printed.
 */
function hasLostPassword({ username, pathname, search, hash }: URL): boolean {
  return hash !== "" || (username === "" && /@/.test(pathname + search));
}

/** libpq's connect_timeout: whole seconds, 0 = for ever, which nobody gets here. */
function secondsOf(text: string | null): number | null {
  const seconds = Number(text);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A bare % that was meant as itself.
    return text;
  }
}

/** Node's driver also knows `ssl=true` and `sslmode=no-verify`; addresses of applications use them. */
const NODE_MODES: Readonly<Record<string, string>> = {
  true: "require",
  "1": "require",
  false: "disable",
  "0": "disable",
};
const UNCHECKED: ReadonlySet<string> = new Set(["require", "prefer", "allow", "no-verify"]);

/**
 * As libpq understands sslmode, with one difference: without one, a server that is not on this machine is only talked to
 * through TLS, because the password goes over the wire.
 */
function tlsFor(parameters: URLSearchParams, host: string): ConnectionOptions | false {
  const isLocal = host === "localhost" || host.startsWith("/") || host === "::1" || host.startsWith("127.");
  const mode =
    parameters.get("sslmode") ?? NODE_MODES[parameters.get("ssl") ?? ""] ?? (isLocal ? "disable" : "require");
  if (mode === "disable" || (isLocal && (mode === "allow" || mode === "prefer"))) return false;
  const certificate = parameters.get("sslrootcert");
  const ca = certificate === null || certificate === "system" ? {} : { ca: readCertificate(certificate) };
  // SNI names hosts, not addresses; poolers of hosted databases choose the project by it.
  const servername = isIP(host) === 0 ? { servername: host } : {};
  if (mode === "verify-full") return { ...ca, ...servername, rejectUnauthorized: true };
  if (mode === "verify-ca" || (mode === "require" && certificate !== null))
    return { ...ca, ...servername, rejectUnauthorized: true, checkServerIdentity: () => undefined };
  if (UNCHECKED.has(mode)) return { ...servername, rejectUnauthorized: false };
  throw new UserError(`There is no sslmode "${mode}".`, {
    where: "database",
    remedy: "Choose disable, require, verify-ca or verify-full.",
  });
}

function readCertificate(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new UserError("The certificate that sslrootcert names could not be read.", { where: file, cause });
  }
}
