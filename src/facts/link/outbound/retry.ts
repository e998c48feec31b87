import semver from "semver";
import type { SdkRow } from "../../rows.js";
import { findOption, showOption, sourceOf, type Options } from "./options.js";

/** Who tries a call again, and what shows it. */
export interface Retry {
  readonly by: string;
  readonly note: string | null;
}

/** Counts of tries, not of further tries: 1 means none. */
const COUNTS_TRIES = /(^|\.)(maxAttempts|attempts|numOfAttempts|tries)$/;

/** Options that switch retries off when they are true. */
const INVERTED = /(^|\.)(no[A-Z]|disable)/;

/** What the options say about retries; null when they say nothing. */
export function retryByOptions(by: "call" | "client", options: Options, names: string | null): Retry | null {
  const found = findOption(options, names);
  if (!found) return null;
  const note = showOption(options, found.name, found.value);
  // A transport may be there for a proxy.
  if (options.isPython === true && found.name === "transport" && !/retr/i.test(note)) return { by: "unknown", note };
  return isOff(found.name, found.value) ? { by: "off", note } : { by, note };
}

function isOff(name: string, value: unknown): boolean {
  if (INVERTED.test(name)) return value === true;
  if (sourceOf(value) === "None") return true;
  if (typeof value === "number") return value <= (COUNTS_TRIES.test(name) ? 1 : 0);
  if (typeof value === "object" && value !== null && sourceOf(value) === null) {
    for (const key of ["limit", "retries", "maxRetries", "attempts", "maxAttempts", "strategy"]) {
      const inner: unknown = Reflect.get(value, key);
      if (inner === 0 || inner === "none" || inner === false) return true;
    }
    return false;
  }
  return value === false || value === "none";
}

/** HTTP methods that a client may send twice without doing a thing twice. */
const READS = /^(GET|HEAD|OPTIONS|PUT|DELETE|TRACE)$/;
const READ_NAME = /^(get|list|query|search|retrieve|fetch|find|head|describe|count|exists|download|read|lookup|check)/i;

/**
 * What an SDK does by itself.
 * @param version of the package the project uses; null when it cannot be told.
 */
export function retryByDefault(sdk: SdkRow, version: string | null, method: string | null, name: string): Retry {
  const { default_retries: count, retry_scope: scope, retries_since: since } = sdk;
  if (count === null && scope === null) return { by: "unknown", note: null };
  if (
    since !== null &&
    version !== null &&
    semver.valid(version) &&
    semver.lt(version, semver.coerce(since) ?? since)
  ) {
    return { by: "none", note: `${sdk.module} retries from version ${since} on; this is ${version}` };
  }
  if (scope === "rate-limit") return { by: "default", note: `${sdk.module} waits out 429 by default` };
  if (count === null) return { by: "unknown", note: null };
  if (count === 0) return { by: "none", note: null };
  const times = count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
  const isRead = method === null ? READ_NAME.test(name) : READS.test(method);
  if (scope === "idempotent" && !isRead) {
    return { by: "unknown", note: `${sdk.module} retries by default, but not POST and PATCH` };
  }
  return { by: "default", note: `${sdk.module} retries ${times} by default${LIMITS[scope ?? ""] ?? ""}` };
}

const LIMITS: Readonly<Record<string, string>> = {
  server: " (not 429)",
  status: " (error answers, not lost connections)",
  connection: " (lost connections, not error answers)",
  idempotent: " (reads)",
};
