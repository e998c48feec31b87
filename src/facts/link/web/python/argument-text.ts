import type { Argument } from "../../../code/file-code.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "../../code-graph.js";
import type { Resolved } from "../../resolved.js";

/** A keyword argument of a Python call; undefined when it has none of that name. */
export const namedArgument = ({ record }: LinkedCall, ...names: readonly string[]): Argument | undefined =>
  record.named.find(({ name }) => names.includes(name))?.value;

/** The text that an argument is, followed through constants and settings; null when a part of it is computed. */
export function argumentText(graph: CodeGraph, file: LinkedFile, argument: Argument): string | null {
  const text = argument.origin === null ? argument.text : resolvedText(graph.resolve(file, argument.origin));
  const isText = argument.kind === "string" || argument.origin !== null;
  return isText && text !== null && !text.includes("${}") ? text : null;
}

function resolvedText(resolved: Resolved): string | null {
  if (resolved.kind !== "text") return null;
  if (resolved.base === null) return resolved.text;
  const start = resolvedText(resolved.base);
  return start === null ? null : start + resolved.text;
}
