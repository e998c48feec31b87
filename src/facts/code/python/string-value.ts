const PREFIX = /^([a-zA-Z]*)("""|'''|"|')/;
const ESCAPE = /\\(?:\r?\n|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(.))/gs;
const SIMPLE: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", a: "\x07" };

/**
 * The value of one string literal as written, prefix and quotes included; the holes of an f-string become `${}`.
 * @param offset where the literal starts, @param holes where its holes are, both in the file.
 */
export function readString(
  written: string,
  offset: number,
  holes: readonly { readonly from: number; readonly to: number }[],
): string {
  const opening = PREFIX.exec(written);
  const [whole = "", prefix = "", quote = ""] = opening ?? [];
  const end =
    written.endsWith(quote) && written.length >= whole.length + quote.length
      ? written.length - quote.length
      : written.length;
  let text = "";
  let at = whole.length;
  for (const hole of holes) {
    text += `${unescaped(written.slice(at, hole.from - offset), prefix)}\${}`;
    at = hole.to - offset;
  }
  return text + unescaped(written.slice(at, Math.max(at, end)), prefix);
}

function unescaped(text: string, prefix: string): string {
  const isRaw = /r/i.test(prefix);
  const plain = /f/i.test(prefix) ? text.replaceAll("{{", "{").replaceAll("}}", "}") : text;
  return isRaw ? plain : plain.replace(ESCAPE, unescape);
}

function unescape(_: string, hex?: string, short?: string, long?: string, octal?: string, other?: string): string {
  const code = hex ?? short ?? long;
  if (code !== undefined) {
    const point = Number.parseInt(code, 16);
    return point <= 0x10_ff_ff ? String.fromCodePoint(point) : "\uFFFD";
  }
  if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
  if (other === undefined) return "";
  return SIMPLE[other] ?? (/[\\'"]/.test(other) ? other : `\\${other}`);
}
