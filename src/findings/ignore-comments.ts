import { parseIgnore, type IgnoreDirective } from "./parse-ignore.js";

/** An ignore comment and where it stands. Plain data: it can be cached and sent between threads. */
export interface IgnoreComment extends IgnoreDirective {
  readonly file: string;
  /** Line of the comment, from 1. */
  readonly line: number;
  /** The line it speaks of; null for the whole file. */
  readonly targetLine: number | null;
}

const MARK = "prodcheck-ignore";
/** Bounds on what is looked at around a mark, so that a hostile file costs no more than a long one. */
const LONGEST_PREFIX = 2000;
const LONGEST_COMMENT = 2000;
const MOST_SKIPPED_LINES = 20;

const OPENER = /(?:\{\/\*+|\/\*+|\/\/+|#+|<!--|--+|^[ \t]*\*)$/;
/** Text with quotation marks that open nothing, and comments that no string can hold. */
const MARKUP = /\.(?:html?|vue|svelte|astro|xml|svg|md|mdx|markdown)$/i;
const MARKDOWN = /\.(?:md|mdx|markdown|rst|txt)$/i;

/** Every ignore comment in a file's text. Quick when there is none: call it on each file as it is read. */
export function extractIgnores(path: string, text: string): IgnoreComment[] {
  const comments: IgnoreComment[] = [];
  let line = 1;
  let lineStart = 0;
  let lineEnd = -1;
  for (let mark = text.indexOf(MARK); mark !== -1; mark = text.indexOf(MARK, mark + MARK.length)) {
    if (lineEnd === -1) lineEnd = endOfLine(text, lineStart);
    while (lineEnd < mark) {
      line++;
      lineStart = lineEnd + 1;
      lineEnd = endOfLine(text, lineStart);
    }
    const comment = readComment(path, text, { mark, line, lineStart });
    if (comment !== null) comments.push(comment);
  }
  return comments;
}

interface Position {
  readonly mark: number;
  readonly line: number;
  readonly lineStart: number;
}

function readComment(path: string, text: string, { mark, line, lineStart }: Position): IgnoreComment | null {
  if (mark - lineStart > LONGEST_PREFIX) return null;
  const prefix = text.slice(lineStart, mark).trimEnd();
  const opener = OPENER.exec(prefix)?.[0].trim();
  if (opener === undefined || !isComment(path, opener, prefix.slice(0, -opener.length))) return null;
  const around = text.slice(mark, mark + LONGEST_COMMENT);
  const ownLine = around.slice(0, endOfLine(around, 0));
  const closer = closerOf(opener);
  const directive = parseIgnore((closer === null ? ownLine : (ownLine.split(closer)[0] ?? "")).trimEnd());
  if (directive === null) return null;
  const end = mark + Math.max(0, closer === null ? ownLine.length : around.indexOf(closer));
  return { ...directive, file: path, line, targetLine: findTarget(directive.scope, text, { mark, end, line, opener }) };
}

/** Code quotes comments (tests, documentation, messages); only one that stands outside a string is meant. */
function isComment(path: string, opener: string, before: string): boolean {
  if (opener === "<!--" && MARKUP.test(path)) return true;
  if (MARKDOWN.test(path)) return opener.startsWith("{");
  return before.trim() === "" || !endsInsideString(before);
}

function endsInsideString(code: string): boolean {
  let quote: string | null = null;
  for (let index = 0; index < code.length; index++) {
    const character = code[index] ?? "";
    if (character === "\\") index++;
    else if (quote !== null) quote = character === quote ? null : quote;
    else if (character === '"' || character === "`") quote = character;
    // The apostrophe of "don't" in text or YAML opens nothing; Python's f'…' does.
    else if (character === "'" && !/(?:[^\W_]{3}|[^rbfu\W])$/i.test(code.slice(Math.max(0, index - 3), index)))
      quote = "'";
  }
  return quote !== null;
}

function closerOf(opener: string): string | null {
  if (opener === "<!--") return "-->";
  return opener.includes("*") ? "*/" : null;
}

/**
 * For the next line: the one after the comment, or after the blank lines and comments of the same kind that follow it.
 * Ignores stack, and other tools' directives may stand between.
 */
function findTarget(
  scope: IgnoreDirective["scope"],
  text: string,
  comment: { mark: number; end: number; line: number; opener: string },
): number | null {
  if (scope === "file") return null;
  if (scope === "line") return comment.line;
  const skipped = comment.opener.startsWith("*") ? "/*" : comment.opener.replace(/^(\{?\/\*|\/\/|#|--).*$/, "$1");
  const lastLine = comment.line + countLines(text, comment.mark, comment.end);
  let target = lastLine;
  let at = endOfLine(text, comment.end);
  for (let count = 0; count < MOST_SKIPPED_LINES && at < text.length; count++) {
    const next = endOfLine(text, at + 1);
    const content = text.slice(at + 1, Math.min(next, at + 1 + LONGEST_PREFIX)).trim();
    target++;
    if (content !== "" && !isWholeComment(content, skipped)) return target;
    at = next;
  }
  return lastLine + 1;
}

/** A block comment counts only when nothing but the comment is on its line. */
function isWholeComment(content: string, opener: string): boolean {
  if (!content.startsWith(opener)) return false;
  const closer = closerOf(opener);
  return closer === null || content.replace(/\}$/, "").endsWith(closer);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
