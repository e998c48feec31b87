/**
 * The only way to a Supabase project: asks with GET and HEAD, this one host, within bounds of time, number and size, and follows
 * no redirect, which would carry the key away.
 */

export interface AskingLimits {
  /** For one request, in milliseconds. */
  readonly request: number;
  /** For all of them together, in milliseconds. */
  readonly total: number;
  readonly requests: number;
}

export const ASKING_LIMITS: AskingLimits = { request: 10_000, total: 90_000, requests: 1_000 };

/** The description of an API with thousands of tables has some ten megabytes. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Why a request was not made or not answered. */
export type RefusalKind = "writes" | "elsewhere" | "redirect" | "spent" | "timeout" | "too-large";

export class AskingError extends Error {
  override readonly name = "AskingError";
  readonly kind: RefusalKind;
  constructor(kind: RefusalKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** A `fetch` with these bounds. */
export class GuardedFetch {
  readonly #origin: string;
  readonly #limits: AskingLimits;
  readonly #start = performance.now();
  #requests = 0;

  constructor(origin: string, limits: AskingLimits) {
    this.#origin = origin;
    this.#limits = limits;
  }

  /** How many requests were made. */
  get requests(): number {
    return this.#requests;
  }

  /** @throws AskingError, or fetch's own error when the network fails */
  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    const method = (init.method ?? (input instanceof Request ? input.method : "GET")).toUpperCase();
    if (method !== "GET" && method !== "HEAD") throw new AskingError("writes", `${method} is never sent`);
    if (url.origin !== this.#origin) throw new AskingError("elsewhere", "another host is never asked");
    const left = this.#limits.total - (performance.now() - this.#start);
    if (left <= 0) throw new AskingError("spent", `the time for all requests was up (${this.#limits.total / 1000} s)`);
    if (this.#requests >= this.#limits.requests) {
      throw new AskingError("spent", `${this.#limits.requests} requests were made, and no more are`);
    }
    this.#requests += 1;
    return this.#ask(url, { ...init, method }, Math.min(left, this.#limits.request));
  };

  async #ask(url: URL, init: RequestInit, patience: number): Promise<Response> {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      controller.abort();
    }, patience);
    try {
      const response = await fetch(url, { ...init, redirect: "manual", signal: controller.signal });
      if (response.status >= 300 && response.status < 400) {
        throw new AskingError("redirect", "it redirects elsewhere, and the key does not go there");
      }
      const body = await readBody(response);
      return new Response(body, { status: response.status, headers: response.headers });
    } catch (error) {
      if (controller.signal.aborted) throw new AskingError("timeout", "it did not answer in time");
      throw error;
    } finally {
      clearTimeout(timer);
      // Ends what is still on its way when the answer was cut short.
      controller.abort();
    }
  }
}

/** The whole body, within bounds; null where HTTP allows none. */
async function readBody(response: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  if (response.body === null || response.status === 204) return null;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new AskingError("too-large", "its answer is too large");
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
