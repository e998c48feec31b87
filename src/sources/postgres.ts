/** A live Postgres server, asked and never written to. */
import { Client, DatabaseError } from "pg";
import { UserError } from "../shared/errors.js";
import { parseDatabaseUrl, type DatabaseAddress } from "./database-url.js";

export interface PostgresConnection {
  /** Runs one statement without parameters. */
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
  readonly database: string;
}

export interface PostgresTimeouts {
  /** Until the server has let us in, in milliseconds. */
  readonly connect?: number;
  /** For one answer, in milliseconds; longer than the server's own statement_timeout, which says more when it strikes. */
  readonly answer?: number;
}

const CONNECT_TIMEOUT = 10_000;
const ANSWER_TIMEOUT = 20_000;
const CLOSE_TIMEOUT = 1_000;

/**
 * Connects to the database of a URL. The session only reads: default_transaction_read_only is on from the start, unless a
 * pooler refuses start-up options; then the reader's own READ ONLY transaction stands alone.
 * Throws a UserError that says what to do and never holds the password.
 */
export async function openPostgres(url: string, timeouts: PostgresTimeouts = {}): Promise<PostgresConnection> {
  const address = parseDatabaseUrl(url);
  try {
    return connectionOf(await connect(address, timeouts, true), address);
  } catch (error) {
    if (!refusesOptions(error)) throw explain(error, address);
  }
  try {
    return connectionOf(await connect(address, timeouts, false), address);
  } catch (error) {
    throw explain(error, address);
  }
}

async function connect(address: DatabaseAddress, timeouts: PostgresTimeouts, isReadOnly: boolean): Promise<Client> {
  const client = new Client({
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    ssl: address.tls,
    application_name: "prodcheck",
    connectionTimeoutMillis: timeouts.connect ?? address.connectTimeout ?? CONNECT_TIMEOUT,
    query_timeout: timeouts.answer ?? ANSWER_TIMEOUT,
    keepAlive: true,
    ...(isReadOnly ? { options: "-c default_transaction_read_only=on" } : {}),
  });
  // A connection that breaks between two questions; the next question reports it.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await close(client);
    throw error;
  }
}

function connectionOf(client: Client, address: DatabaseAddress): PostgresConnection {
  return {
    database: address.database,
    async query(sql) {
      try {
        const { rows } = await client.query<Record<string, unknown>>(sql);
        return rows;
      } catch (error) {
        // The server's answer to this one statement; everything else ends the conversation.
        if (error instanceof DatabaseError && !isGoodbye(error)) throw error;
        throw explain(error, address);
      }
    },
    close: () => close(client),
  };
}

/** Says goodbye, but does not wait for a server that no longer answers. */
async function close(client: Client): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_TIMEOUT);
  });
  await Promise.race([client.end().catch(() => undefined), patience]);
  clearTimeout(timer);
  const { stream } = client.connection;
  stream.destroy();
}

const isGoodbye = (error: DatabaseError): boolean => /^(?:57P0|08)/.test(error.code ?? "");

/** PgBouncer and its like: "unsupported startup parameter: options". */
const refusesOptions = (error: unknown): boolean =>
  error instanceof Error &&
  /startup parameter|startup option|"?options"? (?:is |are )?not (?:supported|allowed)/i.test(error.message);

interface Explanation {
  readonly what: string;
  readonly remedy: string;
}

/** What each failure means; first by the code of the server or the network, then by the driver's words. */
function explain(error: unknown, address: DatabaseAddress): UserError {
  if (error instanceof UserError) return error;
  const { what, remedy } = explainCode(codeOf(error), address) ?? explainWords(messageOf(error), address);
  return new UserError(what, { where: address.label, remedy });
}

function explainCode(code: string, { host, port, user, database }: DatabaseAddress): Explanation | null {
  switch (code) {
    case "28P01":
      return { what: `The server refused the password of ${user}.`, remedy: "Check the password in the address." };
    case "28000":
      return {
        what: `The server does not let ${user} in.`,
        remedy: "Check the role's name, and whether the server asks for TLS (?sslmode=require).",
      };
    case "3D000":
      return { what: `There is no database "${database}".`, remedy: "Check the name at the end of the address." };
    case "42501":
      return { what: `${user} may not connect to ${database}.`, remedy: `GRANT CONNECT ON DATABASE to ${user}.` };
    case "53300":
      return { what: "The server has no connection left.", remedy: "Try again later, or use the pooler's address." };
    case "57P03":
      return { what: "The server is starting up or shutting down.", remedy: "Try again in a moment." };
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return { what: `There is no host "${host}".`, remedy: "Check the host in the address, and the network." };
    case "ECONNREFUSED":
      return { what: `Nothing listens at ${host}:${port}.`, remedy: "Check the port, and that the server runs." };
    case "ENOENT":
      return { what: "There is no socket at this path.", remedy: "Check the host in the address." };
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
      return { what: `${host} cannot be reached.`, remedy: "Check the network; some hosts answer over IPv6 only." };
    default:
      return null;
  }
}

function explainWords(message: string, { host }: DatabaseAddress): Explanation {
  if (/timeout/i.test(message)) {
    return { what: `${host} did not answer in time.`, remedy: "Check host, port, firewall and allowed addresses." };
  }
  if (/does not support SSL/i.test(message)) {
    return { what: "The server does not speak TLS.", remedy: "On a network you trust, add ?sslmode=disable." };
  }
  if (/certificate|self[- ]signed|altnames/i.test(message)) {
    return {
      what: `The server's certificate was not accepted: ${message}.`,
      remedy: "Give the server's own authority with ?sslrootcert=<file>.",
    };
  }
  return {
    what: `The database could not be read: ${message}`,
    remedy: "Check the address and that the server is well.",
  };
}

function codeOf(error: unknown): string {
  // Several addresses of one host, none of which answered.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (!(error instanceof Error) || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
