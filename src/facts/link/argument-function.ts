import type { Argument, NotedOrigin } from "../code/file-code.js";
import type { FunctionRow } from "../rows.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "./code-graph.js";

/** Marks an entry point, unless something more particular is known of it. */
export function mark(row: FunctionRow | null | undefined, handler: string): void {
  if (row) row.handler ??= handler;
}

/**
 * The function an argument is: written in place, by name, or handed to a helper such as asyncHandler(…), the last of an
 * array, or what bind() binds.
 */
export function functionIn(graph: CodeGraph, call: LinkedCall, argument: Argument): FunctionRow | null {
  if (argument.functionId !== null) return graph.function(argument.functionId + call.file.functionOffset) ?? null;
  if (argument.kind === "array") return lastOfArray(graph, call, argument);
  const inner = argument.callId === null ? undefined : graph.call(argument.callId + call.file.callOffset);
  // What a helper is given matters more than the closure it gives back: that one only calls it.
  return (inner ? functionInside(graph, inner) : null) ?? graph.functionOf(call.file, argument.origin);
}

/** The function handed to a helper call; one written in place before one that is named. */
export function functionInside(graph: CodeGraph, call: LinkedCall): FunctionRow | null {
  if (call.row.method === "bind") return boundFunction(graph, call);
  const last = call.record.arguments.toReversed();
  const inline = last.find(({ functionId }) => functionId !== null);
  if (inline) return functionIn(graph, call, inline);
  for (const argument of last) {
    if (argument.kind !== "identifier" && argument.kind !== "member" && argument.kind !== "call") continue;
    const found = functionIn(graph, call, argument);
    if (found) return found;
  }
  return null;
}

/** `controller.list.bind(controller)` */
function boundFunction(graph: CodeGraph, call: LinkedCall): FunctionRow | null {
  const { origin } = call.record;
  const receiver = { ...origin.origin, steps: origin.origin.steps.slice(0, -1) };
  return graph.functionOf(call.file, { ...origin, origin: receiver });
}

function lastOfArray(graph: CodeGraph, call: LinkedCall, argument: Argument): FunctionRow | null {
  const items: unknown = argument.json === null ? null : JSON.parse(argument.json);
  const last: unknown = Array.isArray(items) ? items.at(-1) : undefined;
  const text = textOfExpression(last);
  return text === null ? null : functionNamed(graph, call.file, text);
}

/** Source text of an expression inside options JSON; null for literals. */
export function textOfExpression(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("$" in value)) return null;
  return typeof value.$ === "string" ? value.$ : null;
}

/** A function by its source text at the top of a file: `list`, or `controller.list` of an import. */
export function functionNamed(graph: CodeGraph, file: LinkedFile, text: string): FunctionRow | null {
  const [head, ...members] = text.split(".");
  const own = members.length === 0 ? file.code.functions.find((row) => row.name === head && !row.parent_id) : undefined;
  return own ?? graph.functionOf(file, importNamed(file, head ?? "", members));
}

function importNamed(file: LinkedFile, local: string, members: readonly string[]): NotedOrigin | null {
  const row = (file.code.facts.import ?? []).find((each) => each.local === local);
  if (!row) return null;
  const steps = members.map((name) => `.${name}`);
  const origin = { kind: "import", specifier: row.specifier, name: row.imported ?? "*", steps } as const;
  return { origin, isTyped: false, isConditional: false };
}

/** Object of a call's options JSON; {} when there is none. */
export function readObject(json: string | null): Record<string, unknown> {
  if (json === null) return {};
  const value: unknown = JSON.parse(json);
  return typeof value === "object" && value !== null ? { ...value } : {};
}
