/** A live Supabase project, looked at from outside and never written to: heads, counts, and answers without rows. */
import { AsyncLocalStorage } from "node:async_hooks";
import { createClient, type SupabaseClient, type SupabaseClientOptions } from "@supabase/supabase-js";
import type {
  ApiDescription,
  Bucket,
  KeyRole,
  NotAsked,
  RelationAnswer,
  SupabaseConnection,
} from "../shared/supabase-project.js";
import type { SupabaseAddress } from "./supabase-address.js";
import { explainNoAnswer, explainStranger, readSchemaList } from "./supabase-answers.js";
import { ASKING_LIMITS, AskingError, GuardedFetch, type AskingLimits } from "./supabase-fetch.js";

/** What of an answer supabase-js does not pass on. */
interface Trace {
  status: number | null;
  /** `0-0/37`: the first row of 37, `*` for none. */
  range: string | null;
  failure: unknown;
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

interface Asked extends Trace {
  readonly count: number | null;
  readonly refusal: Refusal | null;
}

/** Opens nothing yet: the first question goes out with the first method. */
export function openSupabase(address: SupabaseAddress, limits: AskingLimits = ASKING_LIMITS): SupabaseConnection {
  return new SupabaseProject(address, limits);
}

type Socket = NonNullable<NonNullable<SupabaseClientOptions<"public">["realtime"]>["transport"]>;

/** Nothing here subscribes to anything; but Node before 22 has no WebSocket, and supabase-js does not start without one. */
const noSocket: unknown = function NoSocket(): never {
  throw new Error("prodcheck opens no socket");
};

/** It is never called, so what it would give does not matter. */
const isSocket = (value: unknown): value is Socket => value === noSocket;

class SupabaseProject implements SupabaseConnection {
  readonly host: string;
  readonly roles: readonly KeyRole[];
  readonly #address: SupabaseAddress;
  readonly #guarded: GuardedFetch;
  readonly #traces = new AsyncLocalStorage<Trace>();
  readonly #clients = new Map<KeyRole, SupabaseClient>();

  constructor(address: SupabaseAddress, limits: AskingLimits) {
    this.#address = address;
    this.host = address.host;
    this.#guarded = new GuardedFetch(address.origin, limits);
    const { anon, service } = address.keys;
    this.roles = [
      ...(anon === undefined ? [] : (["anon"] as const)),
      ...(service === undefined ? [] : (["service"] as const)),
    ];
  }

  get requests(): number {
    return this.#guarded.requests;
  }

  async findSchemas(role: KeyRole): Promise<readonly string[] | null> {
    // A schema that no API serves: the refusal names those that it does.
    const asked = await this.#ask(() =>
      // prodcheck-ignore-next-line missing-table -- it is not meant to be there
      this.#client(role).schema("prodcheck_asks_which").from("none").select("*").limit(0).retry(false),
    );
    if (asked.status === null) throw explainNoAnswer(asked.failure, this.host);
    const stranger = explainStranger(asked.status, asked.range, asked.refusal, role, this.host);
    if (stranger !== null) throw stranger;
    return asked.refusal === null ? null : readSchemaList(`${asked.refusal.message}\n${asked.refusal.hint}`);
  }

  async describe(role: KeyRole, schema: string): Promise<ApiDescription | NotAsked> {
    const key = this.#address.keys[role] ?? "";
    const answer = await this.#get("/rest/v1/", {
      apikey: key,
      Authorization: `Bearer ${key}`,
      Accept: "application/openapi+json, application/json",
      "Accept-Profile": schema,
    });
    const description = descriptionOf(answer.body);
    if (description !== null) return description;
    return { reason: answer.status === 200 ? "the API's description of itself names no tables" : answer.reason };
  }

  async countRows(schema: string, name: string): Promise<RelationAnswer> {
    const relation = () => this.#client("anon").schema(schema).from(encodeURIComponent(name));
    const counted = await this.#ask(() => relation().select("*", { count: "exact", head: true }).limit(1).retry(false));
    if (isRead(counted)) return readable(counted.count, counted);
    // A HEAD answer says nothing of why; a GET for no rows does.
    const plain = await this.#ask(() => relation().select("*").limit(0).retry(false));
    if (!isRead(plain)) return refusalOf(plain);
    // Readable, but not countable in the time that a stranger is given.
    const first = await this.#ask(() => relation().select("*", { head: true }).limit(1).retry(false));
    return isRead(first) ? readable(null, first) : refusalOf(counted);
  }

  async findRelation(schema: string, name: string): Promise<RelationAnswer> {
    const asked = await this.#ask(() =>
      this.#client("service").schema(schema).from(encodeURIComponent(name)).select("*").limit(0).retry(false),
    );
    return isRead(asked) ? readable(null, null) : refusalOf(asked);
  }

  async listBuckets(role: KeyRole): Promise<readonly Bucket[] | NotAsked> {
    const trace: Trace = newTrace();
    const { data } = await this.#traces.run(trace, () => this.#client(role).storage.listBuckets());
    if (data === null) return { reason: reasonOf(trace) };
    return data.map((bucket) => ({ name: bucket.id, isPublic: bucket.public }));
  }

  async isPublicBucket(name: string): Promise<boolean | null> {
    const anyRole = this.roles[0];
    if (anyRole === undefined) return null;
    const url = this.#client(anyRole).storage.from(encodeURIComponent(name)).getPublicUrl("prodcheck-no-such-file");
    // Public means without a key.
    const { body } = await this.#get(new URL(url.data.publicUrl).pathname, {});
    const message = textOf(body, "message");
    if (/object not found/i.test(message)) return true;
    return null;
  }

  #client(role: KeyRole): SupabaseClient {
    const known = this.#clients.get(role);
    if (known) return known;
    const client = createClient(this.#address.origin, this.#address.keys[role] ?? "", {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      ...(isSocket(noSocket) ? { realtime: { transport: noSocket } } : {}),
      global: { fetch: (input, init) => this.#fetch(input, init) },
    });
    this.#clients.set(role, client);
    return client;
  }

  async #fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const trace = this.#traces.getStore();
    try {
      const response = await this.#guarded.fetch(input, init);
      if (trace) Object.assign(trace, { status: response.status, range: response.headers.get("content-range") });
      return response;
    } catch (error) {
      if (trace) trace.failure = error;
      throw error;
    }
  }

  /** Asks once, and keeps what supabase-js leaves out of its answer. Throws when no more may be asked. */
  async #ask(question: () => PromiseLike<{ error: unknown; count: number | null }>): Promise<Asked> {
    const trace: Trace = newTrace();
    const { error, count } = await this.#traces.run(trace, async () => question());
    if (trace.failure instanceof AskingError && trace.failure.kind === "spent") throw trace.failure;
    const refusal =
      error === null || error === undefined
        ? null
        : { code: textOf(error, "code"), message: textOf(error, "message"), hint: textOf(error, "hint") };
    return { ...trace, count, refusal };
  }

  /** A question that supabase-js has no method for. `body` is null when there was no answer, or none in JSON. */
  async #get(
    path: string,
    headers: Record<string, string>,
  ): Promise<{ body: unknown; status: number | null; reason: string }> {
    try {
      const response = await this.#guarded.fetch(`${this.#address.origin}${path}`, { headers });
      const body: unknown = await response.json().catch(() => null);
      return { body, status: response.status, reason: `HTTP ${response.status}` };
    } catch (error) {
      return { body: null, status: null, reason: reasonOf({ ...newTrace(), failure: error }) };
    }
  }
}

const newTrace = (): Trace => ({ status: null, range: null, failure: null });

const isRead = ({ status }: Trace): boolean => status === 200 || status === 206;

function readable(rowCount: number | null, trace: Trace | null): RelationAnswer {
  const hasRows = rowCount === null ? startsWithRow(trace) : rowCount > 0;
  return { answer: "readable", rowCount, hasRows, code: null };
}

const startsWithRow = (trace: Trace | null): boolean | null =>
  trace?.range === null || trace === null ? null : /^\d/.test(trace.range);

/** By PostgREST's own codes and Postgres's: they stay the same, the words do not. */
function refusalOf(asked: Asked): RelationAnswer {
  const { refusal, status } = asked;
  const code = refusal !== null && /^\w{5,9}$/.test(refusal.code) ? refusal.code : shortReason(asked);
  const answer =
    code === "PGRST205" || code === "42P01"
      ? "missing"
      : code === "PGRST106"
        ? "unserved"
        : code === "42501" || ((status === 401 || status === 403) && !code.startsWith("PGRST"))
          ? "refused"
          : "unclear";
  return { answer, rowCount: null, hasRows: null, code };
}

/** Why there is no answer, without the server's words. */
function reasonOf({ status, failure }: Trace): string {
  if (failure instanceof AskingError) return failure.message;
  return status === null ? "no answer" : `HTTP ${status}`;
}

const shortReason = (trace: Trace): string =>
  trace.failure instanceof AskingError ? trace.failure.kind : reasonOf(trace);

function textOf(value: unknown, name: string): string {
  if (typeof value !== "object" || value === null) return "";
  const text: unknown = Reflect.get(value, name);
  return typeof text === "string" ? text : "";
}

/** Names of an OpenAPI description; null when it is none. */
function descriptionOf(body: unknown): ApiDescription | null {
  if (typeof body !== "object" || body === null) return null;
  const paths: unknown = Reflect.get(body, "paths");
  if (typeof paths !== "object" || paths === null) return null;
  const names = Object.keys(paths).map((path) => path.slice(1));
  return {
    relations: names.filter((name) => name !== "" && !name.includes("/")),
    functions: names.filter((name) => name.startsWith("rpc/")).map((name) => name.slice("rpc/".length)),
  };
}
