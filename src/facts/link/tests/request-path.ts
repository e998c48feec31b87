import { readObject } from "../argument-function.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import type { RequestClient } from "./request-clients.js";

export interface RequestPath {
  /** Without host and query; holes as ${}. */
  readonly text: string;
  /** What it begins with is computed: only its end is known. */
  readonly isTail: boolean;
}

const LOCAL =
  /^https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|test|testserver|testclient|api\.test|app\.test)(?::(?:\d+|\$\{\}))?(?=\/|$)/i;

/** The path that a call asks for; null when it is not known, or on another host. */
export function requestPath(graph: CodeGraph, call: LinkedCall, client: RequestClient): RequestPath | null {
  const written = writtenPath(graph, call, client);
  if (written === null) return null;
  const isTail = written.startsWith("${}");
  const [plain = ""] = written.replace(/^\$\{\}/, "").split(/[?#]/, 1);
  const text = plain.replace(LOCAL, "");
  if (/^\w+:\/\//.test(text) || !text.startsWith("/") || /[\s<>]/.test(text)) return null;
  if (client.isFetch && !isTail && text === plain) return null;
  const segments = text.split("/").filter((part) => part !== "");
  // Only holes: nothing to compare.
  if (isTail && segments.every((part) => part.includes("${}"))) return null;
  return { text: client.prefix === "" ? text : `${client.prefix}${text}`, isTail };
}

function writtenPath(graph: CodeGraph, { row, record, file }: LinkedCall, { pathIndex }: RequestClient): string | null {
  const kind = pathIndex === 0 ? row.argument_1_kind : row.argument_2_kind;
  const text = pathIndex === 0 ? row.argument_1 : row.argument_2;
  if (kind === "object" || row.argument_count === 0) {
    const { url, path } = readObject(row.options);
    const given = url ?? path;
    return typeof given === "string" ? given : null;
  }
  if (kind === "string") return text;
  if (kind !== "template") return null;
  const argument = record.arguments[pathIndex];
  if (argument === undefined || argument.origin === null) return text;
  const found = graph.resolve(file, argument.origin);
  // A constant before the rest: f"{API_PREFIX}/users".
  return found.kind === "text" && found.base === null ? found.text : text;
}
