import type { SqlRow, SqlValue } from "../facts/store.js";

type Part = { readonly text: string } | { readonly column: string };

/** A message with `{column}` holes. */
export interface MessageTemplate {
  readonly parts: readonly Part[];
  readonly columns: readonly string[];
}

/** Doubled braces are plain ones; braces around anything but a name are left as they are, so code can be quoted. */
const HOLE = /\{\{|\}\}|\{([A-Za-z_]\w*)\}/g;

export function parseMessage(message: string): MessageTemplate {
  const parts: Part[] = [];
  let end = 0;
  for (const match of message.matchAll(HOLE)) {
    parts.push({ text: message.slice(end, match.index) });
    parts.push(match[1] === undefined ? { text: match[0].charAt(0) } : { column: match[1] });
    end = match.index + match[0].length;
  }
  parts.push({ text: message.slice(end) });
  return { parts, columns: parts.flatMap((part) => ("column" in part ? [part.column] : [])) };
}

/** Fills in one row. Values are inserted as they are: whoever shows the message escapes it. */
export const renderMessage = (template: MessageTemplate, row: SqlRow): string =>
  template.parts.map((part) => ("text" in part ? part.text : valueText(row[part.column]))).join("");

const valueText = (value: SqlValue | undefined): string =>
  value === null || value === undefined || typeof value === "object" ? "(unknown)" : String(value);
