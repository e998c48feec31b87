/** A reference to a variable inside a text: `$A`, `${A}`, `${A:-default}`, `${A:?message}`. */
export interface VariableReference {
  readonly name: string;
  /** Default of `:-` or `-`, itself with references; null without one. */
  readonly fallback: string | null;
  readonly start: number;
  readonly end: number;
}

/** All references in a text as compose and Docker read them; `$$` is a dollar sign. References inside defaults follow their own. */
export function findReferences(text: string): VariableReference[] {
  const found: VariableReference[] = [];
  collect(text, 0, found, 0);
  return found;
}

function collect(text: string, offset: number, found: VariableReference[], depth: number): void {
  for (let at = text.indexOf("$"); at !== -1 && at < text.length; at = text.indexOf("$", at)) {
    const reference = text[at + 1] === "{" ? readBraced(text, at) : readPlain(text, at);
    if (!reference) {
      // Skips `$$` as a whole, and a lone `$`.
      at += text[at + 1] === "$" ? 2 : 1;
      continue;
    }
    found.push({ ...reference, start: offset + reference.start, end: offset + reference.end });
    const { fallback, end } = reference;
    if (fallback !== null && depth < 5) collect(fallback, offset + end - 1 - fallback.length, found, depth + 1);
    at = reference.end;
  }
}

function readPlain(text: string, at: number): VariableReference | null {
  const pattern = /[A-Za-z_]\w*/y;
  pattern.lastIndex = at + 1;
  const name = pattern.exec(text)?.[0];
  return name === undefined ? null : { name, fallback: null, start: at, end: at + 1 + name.length };
}

function readBraced(text: string, at: number): VariableReference | null {
  const pattern = /([A-Za-z_]\w*)(:?[-+?=])?/y;
  pattern.lastIndex = at + 2;
  const match = pattern.exec(text);
  const end = match ? closingBrace(text, pattern.lastIndex) : -1;
  if (!match || end === -1) return null;
  const isDefault = match[2]?.endsWith("-") ?? false;
  const fallback = isDefault ? text.slice(pattern.lastIndex, end) : null;
  return { name: match[1] ?? "", fallback, start: at, end: end + 1 };
}

/** Longest reference that is followed to its closing brace; keeps a text full of `${` linear. */
const LONGEST_REFERENCE = 2000;

function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < Math.min(text.length, from + LONGEST_REFERENCE); at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return -1;
}

/** Fills in known variables and defaults. A variable without any value becomes empty, an unknown one stays as written. */
export function expandVariables(text: string, variables: ReadonlyMap<string, string | null>, depth = 0): string {
  if (!text.includes("$") || depth > 5) return text;
  let expanded = "";
  let from = 0;
  for (const { name, fallback, start, end } of findReferences(text)) {
    // Inside the default of an earlier one.
    if (start < from) continue;
    const known = variables.get(name);
    const value = known || (fallback === null ? known : expandVariables(fallback, variables, depth + 1));
    expanded += text.slice(from, start) + (value ?? (known === null ? "" : text.slice(start, end)));
    from = end;
    // Values can hold each other many times over; no image name or mode is this long.
    if (expanded.length > 10_000) return text;
  }
  return expanded + text.slice(from);
}
