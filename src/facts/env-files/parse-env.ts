import { looksLikeSecretValue } from "../../shared/secrets.js";

/** One assignment of an env file, as a dotenv loader would read it. */
export interface EnvAssignment {
  readonly line: number;
  readonly name: string;
  /** Without quotes and inline comment; null when there is no `=`. */
  readonly value: string | null;
  readonly isCommented: boolean;
}

/** A line that loaders would ignore or misread. */
export interface EnvMistake {
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
}

export interface ParsedEnv {
  readonly assignments: readonly EnvAssignment[];
  readonly mistakes: readonly EnvMistake[];
}

/** Longer "names" are lines of a pasted key that end in "=". */
const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][\w.-]{0,79})(?:\s*=|:(?=\s))(.*)$/;
/** In a comment only what cannot be prose: capitals, or snake case with the `=` right after it. */
const COMMENTED = /^\s*#[#\s]*(?:export\s+)?(?:([A-Z][A-Z\d_]+)\s*=|([a-z]+(?:_[a-z\d]+)+)=)(.*)$/;
const BARE_NAME = /^\s*(?:export\s+)?([A-Z][A-Z\d]*(?:_[A-Z\d]+)*)\s*(?:#.*)?$/;
/** Holes of a template engine; the file is a template, not broken. */
const TEMPLATE_LINE = /^\s*(?:\{\{|\{%|<%)/;

/** Parses an env file: `export`, the three quotes, values over several lines, inline comments, CRLF and a byte order mark. */
export function parseEnv(text: string): ParsedEnv {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const assignments: EnvAssignment[] = [];
  const mistakes: EnvMistake[] = [];
  for (let index = 0; index < lines.length; index++) {
    const source = lines[index] ?? "";
    const line = index + 1;
    if (source.trim() === "" || TEMPLATE_LINE.test(source)) continue;
    if (/^\s*#/.test(source)) {
      const commented = readCommented(source, line);
      if (commented) assignments.push(commented);
      continue;
    }
    const match = ASSIGNMENT.exec(source);
    if (!match || looksLikeSecretValue(match[1] ?? "")) {
      const bare = match ? null : BARE_NAME.exec(source);
      if (bare?.[1]) assignments.push({ line, name: bare[1], value: null, isCommented: false });
      mistakes.push(describeMistake(source, line, bare?.[1]));
      continue;
    }
    const value = readValue(lines, index, match[2] ?? "");
    if (value.isUnclosed) mistakes.push(unclosedQuote(match[1] ?? "", line));
    assignments.push({ line, name: match[1] ?? "", value: value.text, isCommented: false });
    index = value.lastIndex;
  }
  return { assignments, mistakes };
}

function readCommented(source: string, line: number): EnvAssignment | null {
  const match = COMMENTED.exec(source);
  const name = match?.[1] ?? match?.[2];
  if (!match || !name) return null;
  // `# FOO == bar` is prose about an expression.
  if (match[3]?.startsWith("=")) return null;
  return { line, name, value: unquoteLine(match[3] ?? ""), isCommented: true };
}

interface ReadValue {
  readonly text: string;
  /** Index of the last line that belongs to the value. */
  readonly lastIndex: number;
  readonly isUnclosed: boolean;
}

/** No key is longer than this many lines; bounds the search for a closing quote. */
const LONGEST_VALUE = 200;

function readValue(lines: readonly string[], index: number, rest: string): ReadValue {
  const trimmed = rest.trimStart();
  const quote = trimmed.charAt(0);
  if (!isQuote(quote)) return { text: stripComment(rest), lastIndex: index, isUnclosed: false };
  const first = trimmed.slice(1);
  const parts: string[] = [];
  const last = Math.min(lines.length, index + LONGEST_VALUE);
  for (let at = index; at < last; at++) {
    const part = at === index ? first : (lines[at] ?? "");
    const end = closingQuote(part, quote);
    if (end !== -1) {
      const isEnd = /^\s*(?:#.*)?$/.test(part.slice(end + 1));
      // A quote in the middle of a later line opens the next value: ours was never closed.
      if (!isEnd && at > index) break;
      parts.push(part.slice(0, end));
      return { text: parts.join("\n"), lastIndex: at, isUnclosed: false };
    }
    parts.push(part);
  }
  return { text: stripComment(first), lastIndex: index, isUnclosed: true };
}

const isQuote = (character: string): boolean => character === '"' || character === "'" || character === "`";

function closingQuote(text: string, quote: string): number {
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "\\" && quote === '"') at++;
    else if (text[at] === quote) return at;
  }
  return -1;
}

/** In a comment an explanation often follows the value: `# DO_NOT_TRACK=1   (de facto standard)`. */
function unquoteLine(rest: string): string {
  const trimmed = rest.trim();
  const quote = trimmed.charAt(0);
  const end = isQuote(quote) ? closingQuote(trimmed.slice(1), quote) : -1;
  return end === -1 ? stripComment(trimmed).replace(/\s(?:\s|\().*$/, "") : trimmed.slice(1, end + 1);
}

const stripComment = (text: string): string => text.replace(/(?:^|\s)#.*$/, "").trim();

function describeMistake(source: string, line: number, bareName: string | undefined): EnvMistake {
  if (/^(?:<{7}|={7}|>{7})(?:\s|$)/.test(source))
    return {
      line,
      message: "A merge conflict was left in this env file",
      remedy: "Keep one side and delete the markers.",
    };
  if (bareName !== undefined)
    return {
      line,
      message: `\`${bareName}\` has no "=", so env loaders ignore it`,
      remedy: `Write \`${bareName}=\`, or delete the line.`,
    };
  // The text is not repeated: a stray line of a pasted key ends in "=" too.
  if (source.includes("="))
    return {
      line,
      message: 'What stands before the "=" is not a variable name, so env loaders ignore this line',
      remedy: "Use letters, digits and underscores, start with a letter, and put a value of several lines in quotes.",
    };
  return {
    line,
    message: "This line is neither a comment nor KEY=value, so env loaders ignore it",
    remedy: "Write it as `KEY=value`, start it with `#`, or put a value of several lines in quotes.",
  };
}

const unclosedQuote = (name: string, line: number): EnvMistake => ({
  line,
  message: `The quoted value of \`${name}\` is never closed`,
  remedy: "Add the closing quote; until then loaders disagree on where the value ends.",
});
