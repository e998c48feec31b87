/**
 * Everything a report prints may come from the audited repository, and a repository is untrusted: a file name can hold
 * a newline, an escape sequence that rewrites the terminal, or a bidi override that shows code in another order.
 */
import { stripVTControlCharacters } from "node:util";

/** Longest single-line text a report shows; a minified line quoted in a message must not fill the report. */
const LONGEST_LINE = 2_000;
const LONGEST_TEXT = 20_000;

const PRINTABLE_ASCII = /^[ -~]*$/;
const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/g;
/** Reorders or hides what surrounds it: bidi controls, zero-width and soft-hyphen characters, tag characters. */
const DECEPTIVE = /\p{Bidi_Control}|[\u00AD\u180E\u200B\u2060-\u2064\uFEFF\u{E0000}-\u{E007F}]/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;
const PATH_HAZARD =
  /\p{Cc}|\p{Bidi_Control}|\p{Surrogate}|[\u00AD\u180E\u200B\u2028\u2029\u2060-\u2064\uFEFF\u{E0000}-\u{E007F}]/gu;

/** Cuts at a whole character and says so with an ellipsis. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - 1;
  const isSplitPair = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return `${text.slice(0, isSplitPair ? end - 1 : end).trimEnd()}…`;
}

/** Several lines of text without escape sequences, control characters, bidi controls or invisible characters. */
export function sanitizeText(text: string): string {
  const clipped = clip(text, LONGEST_TEXT);
  if (PRINTABLE_ASCII.test(clipped)) return clipped;
  return stripVTControlCharacters(clipped)
    .replace(LINE_BREAK, "\n")
    .replace(/\t/g, "  ")
    .replace(/[^\P{Cc}\n]/gu, "")
    .replace(DECEPTIVE, "")
    .replace(LONE_SURROGATE, "\uFFFD");
}

/** The same on one line: every run of white space becomes one space. */
export function sanitizeLine(text: string): string {
  return clip(sanitizeText(text).replace(/\s+/g, " ").trim(), LONGEST_LINE);
}

/** A path with its hazardous characters written out (`\x1b`, `\u{202e}`), so that two odd names stay two names. */
export function sanitizePath(path: string): string {
  const clipped = clip(path, LONGEST_LINE);
  if (PRINTABLE_ASCII.test(clipped)) return clipped;
  return clipped.replace(PATH_HAZARD, (hazard) => {
    const code = hazard.codePointAt(0) ?? 0;
    if (hazard === "\n") return "\\n";
    return code <= 0xff ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
  });
}
