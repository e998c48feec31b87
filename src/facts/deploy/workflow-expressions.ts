import { type ConfigNode, entriesAt, itemsAt, nodeAt, textAt, textsAt } from "../config-tree/config-tree.js";

/** A text with the line where it is written: a matrix value's own line, not that of the `${{ }}` that uses it. */
export interface LocatedText {
  readonly text: string;
  readonly line: number;
}

/** What `env.X`, `matrix.x` and `inputs.x` can be, by that name. */
export type Expressions = ReadonlyMap<string, readonly LocatedText[]>;

/** Values known inside a workflow or a job: its `env`, the `matrix` with its includes, and the defaults of its inputs. */
export function workflowExpressions(node: ConfigNode, outer: readonly Expressions[]): Expressions {
  const values = new Map<string, LocatedText[]>();
  for (const map of outer) for (const [key, texts] of map) values.set(key, [...texts]);
  for (const { key, value } of entriesAt(node, "env")) {
    const text = textAt(value);
    if (text !== null) values.set(`env.${key}`, [{ text, line: value.line }]);
  }
  // A composite action has its inputs at the top.
  for (const path of [["on", "workflow_dispatch", "inputs"], ["on", "workflow_call", "inputs"], ["inputs"]])
    for (const { key, value } of entriesAt(node, ...path)) {
      const fallback = nodeAt(value, "default");
      const text = textAt(fallback);
      if (fallback && text !== null) values.set(`inputs.${key}`, [{ text, line: fallback.line }]);
    }
  const matrix = nodeAt(node, "strategy", "matrix");
  for (const { key, value } of entriesAt(matrix)) {
    if (key === "include" || key === "exclude") continue;
    addTexts(values, `matrix.${key}`, textsAt(value));
    for (const item of itemsAt(value)) addFields(values, `matrix.${key}`, item);
  }
  for (const item of itemsAt(matrix, "include")) addFields(values, "matrix", item);
  return values;
}

/** Fields of one combination: `include: [{ os: ubuntu-22.04 }]`, `target: [{ runner: … }]`. */
function addFields(values: Map<string, LocatedText[]>, prefix: string, item: ConfigNode): void {
  for (const { key, value } of entriesAt(item)) addTexts(values, `${prefix}.${key}`, textsAt(value));
}

function addTexts(values: Map<string, LocatedText[]>, key: string, texts: readonly LocatedText[]): void {
  const known = values.get(key) ?? [];
  for (const text of texts) if (!known.some((other) => other.text === text.text)) known.push(text);
  values.set(key, known);
}

/** Values of a text that is one `${{ … }}`, or has one in it; the text itself when it has none or they are not known. */
export function resolveExpression(text: string, line: number, expressions: Expressions): readonly LocatedText[] {
  const hole = /\$\{\{\s*((?:env|matrix|inputs)\.[\w.-]+)\s*\}\}/.exec(text);
  const values = hole?.[1] === undefined ? undefined : expressions.get(hole[1]);
  if (!hole || !values || values.length === 0) return [{ text, line }];
  return values.map((value) => ({ text: text.replace(hole[0], () => value.text), line: value.line }));
}
