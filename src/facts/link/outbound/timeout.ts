import type { SdkRow } from "../../rows.js";
import { findOption, showOption, sourceOf, type Options } from "./options.js";

/** What ends a call that is never answered, and what shows it. */
export interface Timeout {
  readonly by: string;
  readonly note: string | null;
}

/** From here on a default counts in minutes: a request has long been given up by whoever waits for it. */
const LONG_SECONDS = 120;

/** Ends when the caller goes away, not when the vendor hangs. */
const CALLER_SIGNAL = /\b(req|request|ctx|context|event)\b.*\bsignal\b/;

/** Python's `timeout=None`, `httpx.Timeout(None)` and `aiohttp.ClientTimeout(total=None)`. */
const NO_LIMIT = /^(None|([\w.]*\.)?(Timeout\(None\)|ClientTimeout\(total=(None|0)\)))$/;

/** What the options say about a time limit; null when they say nothing. */
export function timeoutByOptions(by: "call" | "client", options: Options, names: string | null): Timeout | null {
  const found = findOption(options, names);
  if (!found) return null;
  const { name, value } = found;
  if (value === 0 || value === false) return { by: "none", note: showOption(options, name, value) };
  const source = sourceOf(value);
  if (source !== null && NO_LIMIT.test(source)) return { by: "none", note: showOption(options, name, value) };
  if (source !== null && CALLER_SIGNAL.test(source)) return { by: "unknown", note: showOption(options, name, value) };
  return { by, note: showOption(options, name, value) };
}

/** What an SDK or HTTP client does by itself. */
export function timeoutByDefault(sdk: Pick<SdkRow, "module" | "default_timeout_seconds">): Timeout {
  const seconds = sdk.default_timeout_seconds;
  if (seconds === null) return { by: "unknown", note: null };
  if (seconds === 0) return { by: "none", note: null };
  return {
    by: seconds >= LONG_SECONDS ? "long-default" : "default",
    note: `${sdk.module} gives up after ${show(seconds)}`,
  };
}

const show = (seconds: number): string =>
  seconds % 60 === 0 && seconds > 60 ? `${seconds / 60} minutes` : `${seconds} seconds`;
