/** Text of unknown origin as Markdown that shows it and does nothing else: no link, no image, no HTML, no mention. */
import { paragraphs } from "./text-layout.js";

/** Shown as code, because a renderer would link or notify: addresses, @mentions, #numbers. */
const ACTIVE_WORD =
  /(?:https?:\/\/|www\.|mailto:|ftp:\/\/)[^\s`]+|(?<![\w@])@[\w][\w./-]*|#\d+\b|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+/gi;

/** A code span around any text, its fence longer than any run of backticks inside. `isCell` for table cells. */
export function codeSpan(text: string, isCell = false): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line === "") return "";
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const padding = line.startsWith("`") || line.endsWith("`") ? " " : "";
  const content = isCell ? line.replaceAll("|", String.raw`\|`) : line;
  return `${fence}${padding}${content}${padding}${fence}`;
}

function escapePlain(text: string): string {
  return (
    text
      .replace(/[\\`*[\]|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\$&`)
      .replace(/&(?=#?\w+;)/g, "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      // What is left of an address that was none: still enough for a renderer to link what stands around it.
      .replace(/(?<=www)\./gi, "&#46;")
      .replaceAll("://", ":&#47;&#47;")
      .replace(/(?<=\S)@(?=\S)/g, "&#64;")
  );
}

function escapeWithActiveWords(text: string, isCell: boolean): string {
  let escaped = "";
  let end = 0;
  for (const match of text.matchAll(ACTIVE_WORD)) {
    const word = match[0].replace(/[.,;:!?)\]}'"]+$/, "");
    escaped += escapePlain(text.slice(end, match.index)) + codeSpan(word, isCell);
    end = match.index + word.length;
  }
  return escaped + escapePlain(text.slice(end));
}

/**
 * One line of text as Markdown. Pairs of backticks, as rule texts use them, become code spans; everything else is
 * escaped, so it does not matter who wrote the backticks.
 */
export function escapeMarkdown(text: string, isCell = false): string {
  const parts = text.replace(/\s+/g, " ").trim().split("`");
  const isBalanced = parts.length % 2 === 1;
  const escaped = parts.map((part, index) => {
    // A space keeps two code spans from growing together.
    if (index % 2 === 0)
      return part === "" && index > 0 && index < parts.length - 1 ? " " : escapeWithActiveWords(part, isCell);
    if (!isBalanced && index === parts.length - 1) return `\\\`${escapeWithActiveWords(part, isCell)}`;
    // An empty pair would read as the fence of a longer span.
    return part.trim() === "" ? "\\`\\`" : codeSpan(part, isCell);
  });
  return escapeLineStart(escaped.join(""));
}

/** What would open a heading, a list, a quotation or a rule at the start of a line. */
function escapeLineStart(markdown: string): string {
  return markdown
    .replace(/^(#{1,6}(?=\s|$)|[-+=])/, String.raw`\$1`)
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, String.raw`$1\$2`);
}

const LIST_ITEM = /^(?:[-*•]|(\d{1,3})[.)])\s+/;

/**
 * Text of several paragraphs as blocks of Markdown. The list items of a rule's author stay a list; nothing else of
 * theirs is markup.
 */
export function escapeBlocks(text: string): string[] {
  const blocks: string[] = [];
  let isInList = false;
  for (const paragraph of paragraphs(text)) {
    const marker = LIST_ITEM.exec(paragraph);
    if (marker === null) {
      blocks.push(escapeMarkdown(paragraph));
    } else {
      const bullet = marker[1] === undefined ? "-" : `${marker[1]}.`;
      const item = `${bullet} ${escapeMarkdown(paragraph.slice(marker[0].length))}`;
      if (isInList) blocks[blocks.length - 1] += `\n${item}`;
      else blocks.push(item);
    }
    isInList = marker !== null;
  }
  return blocks;
}

/** A fenced block that its content cannot close. */
export function codeBlock(text: string, language = ""): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n+$/, "")}\n${fence}`;
}

/** A web address as a link to itself; null for anything else. */
export function linkTo(address: string): string | null {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return null;
  const { href } = new URL(address);
  return /[\s<>"`\\]/.test(href) ? null : `<${href}>`;
}

/** A table row; cells are Markdown already. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
