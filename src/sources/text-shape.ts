/** Tells text from binary and written code from machine output. Pure. */

/** How much of a file's beginning decides whether it is binary. Git looks at the same 8 kB. */
export const HEAD_BYTES = 8192;

const LONG_LINE = 1000;
/** Below this, a long line is a long line, and reading it costs nothing. */
const SMALLEST_BUNDLE = 4096;

/** True when the first 8 kB hold a NUL byte and no UTF-16 mark explains it. */
export function isBinary(head: Uint8Array): boolean {
  return !isUtf16(head) && head.subarray(0, HEAD_BYTES).includes(0);
}

/** Decodes UTF-8 (or UTF-16 little endian with its mark, which Windows shells write), without a byte order mark. */
export function decodeText(bytes: Buffer): string {
  if (isUtf16(bytes)) return bytes.toString("utf16le", 2);
  const text = bytes.toString("utf8");
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

function isUtf16(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xfe;
}

/**
 * True when most of the text sits in lines no person wrote: more than `share` of it in lines of over 1,000 characters.
 * One embedded image in a hand-written file stays below that share more often than not.
 */
export function isMinified(text: string, share: number = 0.5): boolean {
  if (text.length < SMALLEST_BUNDLE) return false;
  let inLongLines = 0;
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    if (end - start > LONG_LINE) inLongLines += end - start;
    start = end + 1;
  }
  return inLongLines > text.length * share;
}
