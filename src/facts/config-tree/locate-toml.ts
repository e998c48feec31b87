/**
 * Lines of keys and array items of a TOML text that is known to be valid: smol-toml gives values without positions.
 * Paths are keys and indexes joined with NUL, each with a leading NUL: `\0services\0` + `0\0name`.
 */
export function locateToml(text: string): Map<string, number> {
  const locator = new Locator(text);
  locator.run();
  return locator.lines;
}

class Locator {
  readonly lines = new Map<string, number>();
  private at = 0;
  private line = 1;
  private table = "";
  /** How many `[[x]]` a path has had. */
  private readonly counts = new Map<string, number>();

  constructor(private readonly text: string) {}

  run(): void {
    while (this.skipBlank()) {
      const start = this.at;
      if (this.peek() === "[") this.readHeader();
      else this.readPair(this.table);
      // The text was validated before; should it not be TOML after all, never stand still.
      if (this.at === start) this.advance();
    }
  }

  private readHeader(): void {
    const line = this.line;
    this.advance();
    const isArray = this.peek() === "[";
    if (isArray) this.advance();
    const keys = this.readKeys();
    while (this.peek() === "]") this.advance();
    let path = "";
    keys.forEach((key, index) => {
      path = `${path}\0${key}`;
      const isLast = index === keys.length - 1;
      if (!isLast || !isArray) path = this.insideArray(path);
      else path = this.nextItem(path, line);
      this.mark(path, line);
    });
    this.table = path;
  }

  /** `[a.b]` after `[[a]]` means the last item of a. */
  private insideArray(path: string): string {
    const count = this.counts.get(path);
    return count === undefined ? path : `${path}\0${count - 1}`;
  }

  private nextItem(path: string, line: number): string {
    const index = this.counts.get(path) ?? 0;
    this.counts.set(path, index + 1);
    this.mark(path, line);
    return `${path}\0${index}`;
  }

  private readPair(table: string): void {
    const line = this.line;
    const keys = this.readKeys();
    let path = table;
    for (const key of keys) {
      path = `${path}\0${key}`;
      this.mark(path, line);
    }
    if (this.peek() !== "=") return;
    this.advance();
    this.skipSpaces();
    this.readValue(path);
  }

  private readKeys(): string[] {
    const keys: string[] = [];
    for (;;) {
      this.skipSpaces();
      keys.push(this.readKey());
      this.skipSpaces();
      if (this.peek() !== ".") return keys;
      this.advance();
    }
  }

  private readKey(): string {
    const quote = this.peek();
    if (quote === '"' || quote === "'") return unquote(this.readString());
    const start = this.at;
    while (/[\w-]/.test(this.peek())) this.at++;
    return this.text.slice(start, this.at);
  }

  private readValue(path: string): void {
    const first = this.peek();
    if (first === '"' || first === "'") this.readString();
    else if (first === "[") this.readArray(path);
    else if (first === "{") this.readInlineTable(path);
    else while (this.at < this.text.length && !/[,\]}#\r\n]/.test(this.peek())) this.at++;
  }

  private readArray(path: string): void {
    this.advance();
    for (let index = 0; this.skipBlank() && this.peek() !== "]"; index++) {
      const start = this.at;
      const item = `${path}\0${index}`;
      this.mark(item, this.line);
      this.readValue(item);
      this.skipBlank();
      if (this.peek() === ",") this.advance();
      if (this.at === start) return;
    }
    this.advance();
  }

  private readInlineTable(path: string): void {
    this.advance();
    while (this.skipBlank() && this.peek() !== "}") {
      const start = this.at;
      this.readPair(path);
      this.skipBlank();
      if (this.peek() === ",") this.advance();
      if (this.at === start) return;
    }
    this.advance();
  }

  /** Reads past a string of any of the four kinds and returns its source. */
  private readString(): string {
    const start = this.at;
    const quote = this.peek();
    const isLong = this.text.startsWith(quote.repeat(3), this.at);
    const end = isLong ? quote.repeat(3) : quote;
    this.advance(end.length);
    while (this.at < this.text.length && !this.text.startsWith(end, this.at))
      this.advance(quote === '"' && this.peek() === "\\" ? 2 : 1);
    this.advance(end.length);
    // A long string may end in up to two quotes of its own.
    if (isLong) while (this.peek() === quote) this.advance();
    return this.text.slice(start, this.at);
  }

  /** Skips white space, line ends and comments; false at the end of the text. */
  private skipBlank(): boolean {
    for (;;) {
      const next = this.peek();
      if (next === "") return false;
      if (next === "#") while (this.at < this.text.length && this.peek() !== "\n") this.at++;
      else if (/\s/.test(next)) this.advance();
      else return true;
    }
  }

  private skipSpaces(): void {
    while (this.peek() === " " || this.peek() === "\t") this.at++;
  }

  private peek(): string {
    return this.text.charAt(this.at);
  }

  private advance(count = 1): void {
    for (let left = count; left > 0 && this.at < this.text.length; left--)
      if (this.text.charAt(this.at++) === "\n") this.line++;
  }

  private mark(path: string, line: number): void {
    if (!this.lines.has(path)) this.lines.set(path, line);
  }
}

function unquote(source: string): string {
  const inner = source.slice(1, -1);
  return source.startsWith("'") ? inner : inner.replaceAll(/\\(["\\])/g, "$1");
}
