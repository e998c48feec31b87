/** Plain text laid out for a terminal. Styling happens after layout, so that colour never changes a line break. */
import stringWidth from "string-width";

const PRINTABLE_ASCII = /^[ -~]*$/;

/** Columns a text takes in a terminal: an ideograph takes two, a combining mark none. */
export function columns(text: string): number {
  return PRINTABLE_ASCII.test(text) ? text.length : stringWidth(text);
}

/** Cuts a text to a number of columns, with an ellipsis when something is lost. */
export function fit(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const character of text) {
    used += columns(character);
    if (used > width - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** Pads with spaces to a number of columns. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columns(text)));
}

/** Splits a word that is wider than a line. */
function breakWord(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  let used = 0;
  for (const character of word) {
    const size = columns(character);
    if (used + size > width && piece !== "") {
      pieces.push(piece);
      piece = "";
      used = 0;
    }
    piece += character;
    used += size;
  }
  return [...pieces, piece];
}

function wrapParagraph(text: string, width: number): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of text.split(" ").filter((part) => part !== "")) {
    const candidate = current === "" ? word : `${current} ${word}`;
    if (columns(candidate) <= width) {
      current = candidate;
      continue;
    }
    if (current !== "") lines.push(current);
    const pieces = columns(word) <= width ? [word] : breakWord(word, width);
    lines.push(...pieces.slice(0, -1));
    current = pieces.at(-1) ?? "";
  }
  return current === "" ? lines : [...lines, current];
}

/**
 * Paragraphs of a text, each on one line: single line breaks are the author's wrapping, a blank line or a list marker
 * starts anew.
 */
export function paragraphs(text: string): string[] {
  return text
    .split(/\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)])\s)/)
    .map((paragraph) => paragraph.replace(/\s+/g, " ").trim())
    .filter((paragraph) => paragraph !== "");
}

/** Wraps a text to `width` columns, behind an indent of that many spaces. */
export function wrap(text: string, width: number, indent = 0): string[] {
  const room = Math.max(10, width - indent);
  const prefix = " ".repeat(indent);
  return paragraphs(text).flatMap((paragraph) => wrapParagraph(paragraph, room).map((line) => prefix + line));
}

/** A text behind a label, its further lines aligned under the first. */
export function labelled(label: string, text: string, width: number, indent = 0): string[] {
  const hang = indent + columns(label);
  const lines = wrap(text, width, hang);
  const first = lines[0];
  if (first === undefined) return [];
  return [`${" ".repeat(indent)}${label}${first.slice(hang)}`, ...lines.slice(1)];
}
