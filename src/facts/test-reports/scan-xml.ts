/** A tag of an XML file; text between tags is passed over. */
export interface XmlTag {
  readonly kind: "open" | "empty" | "close";
  readonly name: string;
  attribute(name: string): string | null;
}

/** Said of a file that is no XML, or that would have a reader look elsewhere. */
export class XmlRefused extends Error {}

const QUOTE = new Set(['"', "'"]);
const ATTRIBUTE = /(?<![\w:.-])([\w:.-]{1,64})\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)')/g;
const NAME = /^[A-Za-z_][\w:.-]{0,63}/;

/**
 * The tags of a report in their order. Knows the five entities of XML and characters by number, and refuses a document that
 * declares its own: a few bytes of those may stand for gigabytes, or for another file. Takes time in proportion to the text.
 */
export function* scanXml(text: string): Generator<XmlTag> {
  let at = text.indexOf("<");
  while (at !== -1) {
    const skipped = skipMarkup(text, at);
    if (skipped !== null) {
      at = text.indexOf("<", skipped);
      continue;
    }
    const end = endOfTag(text, at + 1);
    yield readTag(text.slice(at + 1, end));
    at = text.indexOf("<", end);
  }
}

/** Comments, instructions, character data and the document type: where they end; null at a tag. */
function skipMarkup(text: string, at: number): number | null {
  if (text.startsWith("<!--", at)) return after(text, "-->", at + 4);
  if (text.startsWith("<![CDATA[", at)) return after(text, "]]>", at + 9);
  if (text.startsWith("<?", at)) return after(text, "?>", at + 2);
  if (!text.startsWith("<!", at)) return null;
  const end = after(text, ">", at + 2);
  if (text.slice(at, end).includes("[")) throw new XmlRefused("it declares entities of its own");
  return end;
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  if (at === -1) throw new XmlRefused("it ends too early");
  return at + mark.length;
}

function endOfTag(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === ">") return at;
    if (QUOTE.has(character)) at = after(text, character, at + 1) - 1;
  }
  throw new XmlRefused("it ends too early");
}

function readTag(inner: string): XmlTag {
  const isClose = inner.startsWith("/");
  const [name] = NAME.exec(isClose ? inner.slice(1) : inner) ?? [];
  if (name === undefined) throw new XmlRefused("it is not well-formed");
  const kind = isClose ? "close" : inner.endsWith("/") ? "empty" : "open";
  let attributes: ReadonlyMap<string, string> | null = null;
  return {
    kind,
    name,
    attribute(wanted) {
      attributes ??= readAttributes(inner.slice(name.length));
      return attributes.get(wanted) ?? null;
    },
  };
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name, double, single] of text.matchAll(ATTRIBUTE))
    if (name !== undefined) found.set(name, decode(double ?? single ?? ""));
  return found;
}

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

const decode = (text: string): string =>
  text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
    },
  );
