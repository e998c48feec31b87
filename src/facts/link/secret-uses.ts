import { addRows, type FactSet } from "../fact-set.js";
import type { SecretUseRow } from "../rows.js";
import type { CodeGraph, LinkedFile } from "./code-graph.js";

const WRAPPERS = /^(?:SecretStr|SecretBytes|Secret)$/;
const UNWRAPPED = "get_secret_value";

/** Pydantic's secrets where plain text is sent: as they are, or unwrapped. */
export function linkSecretUses(graph: CodeGraph, facts: FactSet): void {
  for (const file of graph.files.values()) {
    for (const handed of file.code.handedValues) {
      const found = secretOf(graph, file, handed.origin);
      if (found === null) continue;
      const { line, text, key, isInText, functionId } = handed;
      const row: SecretUseRow = {
        file: file.path,
        line,
        function_id: functionId === null ? null : functionId + file.functionOffset,
        name: text,
        wrapper: found.wrapper,
        sent_as: key,
        is_in_text: isInText,
        is_unwrapped: found.isUnwrapped,
      };
      addRows(facts, "secret_use", [row]);
    }
  }
}

function secretOf(
  graph: CodeGraph,
  file: LinkedFile,
  origin: LinkedFile["code"]["handedValues"][number]["origin"],
): { readonly wrapper: string; readonly isUnwrapped: boolean } | null {
  const resolved = graph.resolve(file, origin);
  if (resolved.kind !== "package" || !/^pydantic(_settings)?$/.test(resolved.package ?? "")) return null;
  if (!WRAPPERS.test(resolved.symbol)) return null;
  const [first] = resolved.members;
  // Members of a secret other than its value are no secret: len(), __class__.
  if (first !== undefined && first !== UNWRAPPED) return null;
  return { wrapper: resolved.symbol, isUnwrapped: first === UNWRAPPED };
}
