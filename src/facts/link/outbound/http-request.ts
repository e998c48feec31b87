import type { LinkedCall } from "../code-graph.js";
import { findOption, isPython, optionsAt, type Options } from "./options.js";

/** Where the parts of a request stand among a call's arguments. */
export interface HttpRequest {
  /** Position of the address; null when it stands in the options, or the client knows it. */
  readonly url: number | null;
  readonly options: Options;
  readonly method: string | null;
}

const VERB = /^(get|post|put|patch|delete|del|head|options|postForm|putForm|patchForm)$/i;
const WITH_BODY = /^(post|put|patch|postForm|putForm|patchForm)$/i;

/** Clients whose verbs take (url, body, options), as axios does. */
const BODY_CLIENTS: ReadonlySet<string> = new Set(["axios", "@nestjs/axios", "needle"]);

/** The built-in fetch, however it is reached; a browser's window.fetch is not meant. */
export function isFetch({ row }: LinkedCall): boolean {
  if (row.kind !== "call" || row.origin !== "global") return false;
  if (row.symbol === "fetch") return row.path === null;
  return (row.symbol === "globalThis" || row.symbol === "global") && row.path === "fetch";
}

/** Reads a call of fetch or of an HTTP client. */
export function httpRequestOf(call: LinkedCall): HttpRequest {
  const { method } = call.row;
  if (isPython(call)) return pythonRequestOf(call);
  const verb = VERB.test(method) ? verbOf(method) : null;
  const isBodyCall = BODY_CLIENTS.has(call.row.package ?? "") && WITH_BODY.test(method);
  if (call.record.arguments[0]?.kind === "object") {
    const options = optionsAt(call, 0);
    return { url: null, options, method: verb ?? methodOption(options) };
  }
  const options = optionsAt(call, isBodyCall ? 2 : 1);
  return { url: 0, options, method: verb ?? methodOption(options) };
}

/** `requests.get(url)`, `session.request("POST", url)`, `urlopen(url, data)`. */
function pythonRequestOf(call: LinkedCall): HttpRequest {
  const { row, record } = call;
  const options = optionsAt(call, 0);
  const [first] = record.arguments;
  if (row.method === "request" || row.method === "stream") {
    const isNamed = record.arguments.length < 2;
    return { url: isNamed ? null : 1, options, method: first?.kind === "string" ? first.text.toUpperCase() : null };
  }
  const url = first === undefined ? null : 0;
  if (row.method !== "urlopen") return { url, options, method: VERB.test(row.method) ? verbOf(row.method) : null };
  const isWrite = record.arguments[1] !== undefined && record.arguments[1].kind !== "null";
  return { url, options, method: isWrite || findOption(options, "data") ? "POST" : "GET" };
}

const verbOf = (method: string): string => (method === "del" ? "DELETE" : method.replace("Form", "").toUpperCase());

function methodOption(options: Options): string | null {
  const found = findOption(options, "method");
  if (found) return typeof found.value === "string" ? found.value.toUpperCase() : null;
  return options.isOpen ? null : "GET";
}
